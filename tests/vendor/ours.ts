// What differs from theirs.ts: kinds.txt says how the comparison sees it.
import type { UnknownVariant } from "./support.js";

export interface Same {
  a: string;
  b?: number | null;
  c: Named[];
}
export interface Named {
  word: "x" | "y" | (string & {});
}
export type Tagged = First | Second | UnknownVariant<"type">;
export interface First {
  type: "first";
  inner: { deep: string };
}
export interface Second {
  type: "second";
}
export interface Members {
  both: string;
  mine: string;
  optional?: string;
  nullable: string | null;
  kind: string;
  words: "a" | "b";
  list: string[];
  map: { [key: string]: string };
  big: number;
  any: unknown;
}
export interface Mine {
  a: string;
}
export interface Deep extends Base {
  type: "deep";
}
export interface Base {
  shared: Tagged;
}
