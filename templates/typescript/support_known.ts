/** The values of an open enumeration that are listed. */
export type {{ name }}<T extends string> = T extends string
  ? string extends T
    ? never
    : T
  : never;
