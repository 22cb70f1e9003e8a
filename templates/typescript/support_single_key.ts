/** What every object has without being written: that it is not there cannot be said. */
type Inherited = keyof typeof Object.prototype;

/** An object that has exactly one of the members of `T`. */
export type {{ closed }}<T> = {
  [K in keyof T]: { [P in K]: T[P] } & {
    [P in Exclude<keyof T, K | Inherited>]?: never;
  };
}[keyof T];

/** The same, or an object with a member that is not listed. */
export type {{ open }}<T> =
  | {{ closed }}<T>
  | ({ readonly [P in Exclude<keyof T, Inherited>]?: never } & {
      readonly [key: string]: unknown;
    });
