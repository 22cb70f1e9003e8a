/** A request, by its method. */
export type {{ request }}<Methods, M extends keyof Methods> = {
  id: number | string;
  method: M;
} & Omit<Methods[M], "result">;

/** A notification, by its method. */
export type {{ notification }}<Methods, M extends keyof Methods> = {
  method: M;
} & Methods[M];
