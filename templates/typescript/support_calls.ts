/**
 * The arguments behind the name of a method: its params, which may be left out
 * where it has none.
 */
export type {{ args_of }}<Method> = Method extends { params: infer Params }
  ? [params: Params]
  : Method extends { params?: infer Params }
    ? [params?: Params]
    : [];

/** A function that sends any of these requests. */
export type {{ call }}<Methods> = <M extends keyof Methods>(
  method: M,
  ...args: {{ args_of }}<Methods[M]>
) => Promise<Methods[M] extends { result: infer Result } ? Result : never>;

/** A function that sends any of these notifications. */
export type {{ notify }}<Methods> = <M extends keyof Methods>(
  method: M,
  ...args: {{ args_of }}<Methods[M]>
) => void;

/** A function for each of these methods; only requests are answered. */
export type {{ handlers }}<Methods> = {
  [M in keyof Methods]: (
    ...args: {{ args_of }}<Methods[M]>
  ) => Methods[M] extends { result: infer Result }
    ? Result | Promise<Result>
    : unknown;
};
