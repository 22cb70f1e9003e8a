/**
 * The arguments behind the name of a method: its params, which may be left out
 * where it has none. A function of yours takes them as the rest of its own:
 * `<M extends keyof Methods>(method: M, ...args: {{ args_of }}<Methods[M]>)`.
 */
export type {{ args_of }}<Method> = Method extends { params: unknown }
  ? [params: Method["params"]]
  : [params?: (Method & { params?: unknown })["params"]];

/** What answers a method; anything where nothing does. */
export type {{ answer_to }}<Method> = (Method & { result: unknown })["result"];

/** A function that sends any of these requests. */
export type {{ call }}<Methods> = <M extends keyof Methods>(
  method: M,
  ...args: {{ args_of }}<Methods[M]>
) => Promise<{{ answer_to }}<Methods[M]>>;

/** A function that sends any of these notifications. */
export type {{ notify }}<Methods> = <M extends keyof Methods>(
  method: M,
  ...args: {{ args_of }}<Methods[M]>
) => void;

/** A function for each of these methods; only requests are answered. */
export type {{ handlers }}<Methods> = {
  [M in keyof Methods]: (
    ...args: {{ args_of }}<Methods[M]>
  ) => {{ answer_to }}<Methods[M]> | Promise<{{ answer_to }}<Methods[M]>>;
};
