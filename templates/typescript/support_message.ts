/** A request, by its method. */
export type {{ request }}<Methods, M extends keyof Methods> = {
  [K in M]: { id: number | string; method: K } & Omit<Methods[K], "result">;
}[M];

/** A notification, by its method. */
export type {{ notification }}<Methods, M extends keyof Methods> = {
  [K in M]: { method: K } & Methods[K];
}[M];
