export type Same = { a: string, b?: number | null, c: Array<{ word: "x" | "y" }> };
export type Tagged = { "type": "first", inner: { deep: number } } | { "type": "third" };
export type Members = { both: string, theirs: string, optional: string, nullable: string, kind: number, words: "a" | "c",
  list: Array<number>, map: { [key in string]?: number }, big: bigint, any: string };
export type Theirs = { a: string };
export type Deep = { shared: Tagged } & ({ "type": "deep", more: boolean });
