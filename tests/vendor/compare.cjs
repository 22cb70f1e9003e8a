// Compares two packages of TypeScript, type by type: ours and the vendor's.
//
//   node compare.cjs NPM OURS THEIRS
//
// Types are read by TypeScript's own parser and compared by meaning: what is written in place on one side and
// by name on the other is the same. A line of output is a difference: its kind, its place, both sides.
"use strict";
const { readFileSync, readdirSync } = require("node:fs");
const { dirname, join, relative, sep } = require("node:path");

const [npm, oursAt, theirsAt] = process.argv.slice(2);
const ts = require(join(npm, "node_modules/typescript"));

/**
 * The exported types of all files below a folder. Where two files declare the same name, the one that lies deeper
 * has it, and the other goes by its file as well: the vendor keeps some types in two versions.
 */
function declarations(folder) {
  const files = new Map();
  const walk = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith(".ts")) {
        const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
        if (source.parseDiagnostics.length > 0) throw new Error(`${path} does not parse`);
        files.set(path, source);
      }
    }
  };
  walk(folder);
  const depth = (path) => path.split(sep).length;
  const named = new Map();
  const nodes = [];
  for (const [path, source] of [...files].sort(([a], [b]) => depth(b) - depth(a))) {
    for (const node of source.statements) {
      if (!ts.isTypeAliasDeclaration(node) && !ts.isInterfaceDeclaration(node)) continue;
      const name = named.has(node.name.text) ? `${relative(folder, path)}:${node.name.text}` : node.name.text;
      named.set(name, node);
      nodes.push([path, node.name.text, name]);
    }
  }
  // What a name means in a file: a type of its own, one that it imports, or the one that has the name.
  const places = new Map(nodes.map(([path, plain, name]) => [`${path}:${plain}`, name]));
  const resolve = (node, plain) => {
    const source = node.getSourceFile();
    const own = places.get(`${source.fileName}:${plain}`);
    if (own !== undefined) return own;
    for (const one of source.statements.filter(ts.isImportDeclaration)) {
      const imported = one.importClause?.namedBindings?.elements ?? [];
      if (!imported.some((element) => element.name.text === plain)) continue;
      const path = join(dirname(source.fileName), one.moduleSpecifier.text.replace(/\.js$/, "")) + ".ts";
      return places.get(`${path}:${plain}`) ?? plain;
    }
    return plain;
  };
  return { named, resolve };
}

const JSON_VALUE = { is: "json" };
const KEYWORDS = new Map([
  [ts.SyntaxKind.StringKeyword, "string"],
  [ts.SyntaxKind.NumberKeyword, "number"],
  [ts.SyntaxKind.BigIntKeyword, "bigint"],
  [ts.SyntaxKind.BooleanKeyword, "boolean"],
  [ts.SyntaxKind.UnknownKeyword, "json"],
  [ts.SyntaxKind.AnyKeyword, "json"],
  [ts.SyntaxKind.UndefinedKeyword, "undefined"],
  [ts.SyntaxKind.NeverKeyword, "never"],
]);

/** One side: its declarations, and what they mean. */
class Side {
  constructor(folder) {
    Object.assign(this, declarations(folder));
    this.expanded = new Set();
  }

  /** What a type may be: a list of alternatives. Names are kept until something must be known of them. */
  read(node) {
    const keyword = KEYWORDS.get(node.kind);
    if (keyword !== undefined) return keyword === "never" ? [] : [{ is: keyword }];
    if (ts.isParenthesizedTypeNode(node)) return this.read(node.type);
    if (ts.isTypeOperatorNode(node)) return this.read(node.type);
    if (ts.isLiteralTypeNode(node)) return [this.literal(node.literal)];
    if (ts.isUnionTypeNode(node)) return node.types.flatMap((one) => this.read(one));
    if (ts.isIntersectionTypeNode(node)) return this.both(node.types);
    if (ts.isArrayTypeNode(node)) return [{ is: "array", of: this.read(node.elementType) }];
    if (ts.isTupleTypeNode(node)) return [{ is: "array", of: node.elements.flatMap((one) => this.read(one)) }];
    if (ts.isMappedTypeNode(node)) return [this.object([], this.read(node.type))];
    if (ts.isTypeLiteralNode(node)) return [this.members(node.members)];
    if (ts.isInterfaceDeclaration(node)) return this.extended(node);
    if (ts.isTypeAliasDeclaration(node)) return this.read(node.type);
    if (ts.isTypeReferenceNode(node)) return this.reference(node);
    if (ts.isExpressionWithTypeArguments(node)) return [{ is: "name", name: this.resolve(node, node.expression.text) }];
    throw new Error(`${ts.SyntaxKind[node.kind]} is not understood: ${node.getText()}`);
  }

  literal(node) {
    if (node.kind === ts.SyntaxKind.NullKeyword) return { is: "null" };
    if (ts.isStringLiteral(node)) return { is: "text", text: node.text };
    return { is: "constant", text: node.getText() };
  }

  reference(node) {
    const name = node.typeName.text;
    const args = node.typeArguments ?? [];
    switch (name) {
      case "Array":
      case "ReadonlyArray":
        return [{ is: "array", of: this.read(args[0]) }];
      case "Record":
        return [this.object([], this.read(args[1]))];
      case "JsonValue":
        return [JSON_VALUE];
      case "UnknownVariant":
        return [{ is: "open" }];
      case "OpenSingleKey":
      case "SingleKey":
        return [
          ...this.members(args[0].members).list.map((one) => this.object([one])),
          ...(name === "SingleKey" ? [] : [{ is: "open" }]),
        ];
      default:
        return [{ is: "name", name: this.resolve(node, name) }];
    }
  }

  object(list, index) {
    return { is: "object", list, index };
  }

  members(nodes) {
    const list = [];
    let index;
    for (const node of nodes) {
      if (ts.isIndexSignatureDeclaration(node)) index = this.read(node.type);
      else list.push({ name: node.name.text, optional: node.questionToken !== undefined, of: this.read(node.type) });
    }
    return this.object(list, index);
  }

  extended(node) {
    const own = [this.members(node.members)];
    const bases = (node.heritageClauses ?? []).flatMap((clause) => clause.types);
    return bases.reduce((all, base) => this.merged(this.plain(this.read(base)), all), own);
  }

  /** `A & B`, with the alternatives of each. */
  both(nodes) {
    const parts = nodes.map((one) => this.plain(this.read(one)));
    // `string & {}`: any string.
    if (parts.some((part) => part.length === 1 && part[0].is === "string")) return [{ is: "open" }];
    return parts.reduce((left, right) => this.merged(left, right));
  }

  merged(left, right) {
    return left.flatMap((a) =>
      right.map((b) => {
        if (a.is !== "object" || b.is !== "object") throw new Error(`${a.is} & ${b.is} is not understood`);
        const names = new Set(b.list.map((one) => one.name));
        return this.object([...a.list.filter((one) => !names.has(one.name)), ...b.list], a.index ?? b.index);
      }),
    );
  }

  /** The alternatives with no name left. */
  plain(types, seen = new Set()) {
    return types.flatMap((one) => {
      if (one.is !== "name") return [one];
      this.expanded.add(one.name);
      if (seen.has(one.name)) return [];
      return this.plain(this.type(one.name), new Set([...seen, one.name]));
    });
  }

  type(name) {
    const node = this.named.get(name);
    if (node === undefined) throw new Error(`${name} is not declared`);
    return this.read(node);
  }
}

const ours = new Side(oursAt);
const theirs = new Side(theirsAt);
const differences = new Map();

function differ(kind, place, mine, other) {
  const line = { kind, place, ours: mine, theirs: other };
  differences.set(`${kind} ${place}`, line);
}

const kinds = (types) => new Set(types.map((one) => one.is));
const sorted = (values) => [...values].sort();
const without = (left, right) => sorted([...left].filter((one) => !right.has(one)));

/** What tells an object from the others beside it: its literals, else the names of its members. */
function mark(side, object) {
  const tags = object.list.filter((one) => {
    const of = side.plain(one.of);
    return !one.optional && of.length === 1 && (of[0].is === "text" || of[0].is === "constant");
  });
  if (tags.length > 0) return tags.map((one) => `${one.name}=${side.plain(one.of)[0].text}`).sort().join(",");
  return undefined;
}

/** What an object looks like, for those that no tag tells apart. */
const looks = (object) => object.list.filter((one) => !one.optional).map((one) => one.name).sort().join("+") || "{}";

function compare(place, mine, other, seen) {
  const names = (types) => types.filter((one) => one.is === "name").map((one) => one.name);
  // What both sides call the same is compared where it is declared.
  const shared = new Set(names(mine).filter((one) => names(other).includes(one) && ours.named.has(one) && theirs.named.has(one)));
  const rest = (types) => types.filter((one) => one.is !== "name" || !shared.has(one.name));
  const key = JSON.stringify([place.split(".").length > 12, names(rest(mine)), names(rest(other))]);
  if (names(rest(mine)).length + names(rest(other)).length > 0 && seen.includes(key)) return;
  const next = [...seen, key];
  const [a, b] = [ours.plain(rest(mine)), theirs.plain(rest(other))];
  if (a.length === 0 && b.length === 0) return;
  // The names that only one side uses may hold what the other has by a shared name.
  if (a.length === 0 || b.length === 0) {
    if (shared.size > 0) {
      const all = [ours.plain(mine), theirs.plain(other)];
      return alternatives(place, all[0], all[1], next);
    }
  }
  alternatives(place, a, b, next);
}

/** Any JSON value, written out. */
const isJson = (types) => ["null", "boolean", "number", "string", "array", "object"].every((one) => kinds(types).has(one));
/** An object of which nothing is said, beside others: what is not listed. */
const isOpen = (one, all) => one.is === "object" && one.list.length === 0 && one.index !== undefined && all.length > 1;

function alternatives(place, written, read, seen) {
  const [a, b] = [written, read].map((all) => {
    if (isJson(all)) return [JSON_VALUE];
    return all.map((one) => (isOpen(one, all) ? { is: "open" } : one));
  });
  const scalar = new Set(["string", "number", "bigint", "boolean", "null", "json", "array", "constant"]);
  const [mine, other] = [kinds(a), kinds(b)];
  const present = (set) => new Set([...set].filter((one) => scalar.has(one)));
  let [left, right] = [present(mine), present(other)];
  if (left.has("number") && right.has("bigint")) {
    differ("bigint", place, "number", "bigint");
    left.delete("number");
    right.delete("bigint");
    right.delete("number");
  }
  if (left.has("json") || right.has("json")) {
    if (left.has("json") !== right.has("json")) differ("json", place, sorted(mine).join(" | "), sorted(other).join(" | "));
    return;
  }
  for (const [set, against, who] of [[left, right, "ours"], [right, left, "theirs"]]) {
    for (const one of without(set, against)) {
      // An open list of values is a string to the other.
      if (one === "string" && (mine.has("open") || other.has("open"))) continue;
      differ(one === "null" ? `nullable in ${who}` : `a ${one} in ${who}`, place, sorted(mine).join(" | "), sorted(other).join(" | "));
    }
  }
  const texts = (types) => new Set(types.filter((one) => one.is === "text" || one.is === "constant").map((one) => one.text));
  const [words, others] = [texts(a), texts(b)];
  const said = without(words, others);
  const heard = without(others, words);
  if (said.length > 0) differ("values in ours", place, said.join(" "), sorted(others).join(" "));
  if (heard.length > 0) differ("values in theirs", place, sorted(words).join(" "), heard.join(" "));
  const arrays = (types) => types.filter((one) => one.is === "array").flatMap((one) => one.of);
  if (mine.has("array") && other.has("array")) compare(`${place}[]`, arrays(a), arrays(b), seen);
  objects(place, a.filter((one) => one.is === "object"), b.filter((one) => one.is === "object"), seen);
}

/** How many of the names of two objects are the same. */
function alike(a, b) {
  const [left, right] = [a, b].map((one) => new Set(one.list.map((member) => member.name)));
  const common = [...left].filter((one) => right.has(one)).length;
  return common / Math.max(1, left.size + right.size - common);
}

/** Objects by their tags; of several with one tag, or with none, those that are most alike. */
function objects(place, a, b, seen) {
  if (a.length === 1 && b.length === 1) return members(place, a[0], b[0], seen);
  const table = (side, list) => {
    const found = new Map();
    for (const one of list) {
      const tag = mark(side, one) ?? "";
      found.set(tag, [...(found.get(tag) ?? []), one]);
    }
    return found;
  };
  const [left, right] = [table(ours, a), table(theirs, b)];
  // A list of one value is a constant to the one and open to the other: it is a part of one tag only.
  for (const [some, others] of [[left, right], [right, left]]) {
    for (const tag of without(some.keys(), others).filter(Boolean)) {
      const holds = (wider) => tag.split(",").every((part) => wider.split(",").includes(part));
      const [wider, ...more] = without(others.keys(), some).filter(holds);
      if (wider === undefined || more.length > 0) continue;
      others.set(tag, others.get(wider));
      others.delete(wider);
    }
  }
  for (const tag of sorted(new Set([...left.keys(), ...right.keys()]))) {
    const [mine, other] = [[...(left.get(tag) ?? [])], [...(right.get(tag) ?? [])]];
    const several = mine.length > 1 || other.length > 1;
    const at = (object) => {
      const words = [tag, several || tag === "" ? looks(object) : ""].filter(Boolean).join(",");
      return `${place}<${words}>`;
    };
    const pairs = mine.flatMap((x) => other.map((y) => [alike(x, y), x, y])).sort((x, y) => y[0] - x[0]);
    for (const [, x, y] of pairs) {
      if (!mine.includes(x) || !other.includes(y)) continue;
      mine.splice(mine.indexOf(x), 1);
      other.splice(other.indexOf(y), 1);
      members(at(y), x, y, seen);
    }
    for (const one of mine) differ("variants in ours", at(one), looks(one), "");
    for (const one of other) differ("variants in theirs", at(one), "", looks(one));
  }
}

function members(place, a, b, seen) {
  const [left, right] = [a, b].map((one) => new Map(one.list.map((member) => [member.name, member])));
  for (const [name, member] of left) {
    const at = `${place}.${name}`;
    const found = right.get(name);
    if (found === undefined) {
      differ("members in ours", at, member.optional ? "optional" : "required", "");
      continue;
    }
    if (member.optional !== found.optional) {
      const [who, other, of] = member.optional ? ["ours", "theirs", theirs.plain(found.of)] : ["theirs", "ours", ours.plain(member.of)];
      const null_ = kinds(of).has("null") ? `, null in ${other}` : "";
      differ(`optional in ${who}${null_}`, at, String(member.optional), String(found.optional));
    }
    compare(at, member.of, found.of, seen);
  }
  for (const name of without(right.keys(), left)) {
    differ("members in theirs", `${place}.${name}`, "", right.get(name).optional ? "optional" : "required");
  }
  if (a.index !== undefined && b.index !== undefined) compare(`${place}{}`, a.index, b.index, seen);
  else if (a.index !== undefined || b.index !== undefined) {
    const [who, index] = a.index === undefined ? ["theirs", theirs.plain(b.index)] : ["ours", ours.plain(a.index)];
    if (who === "theirs" || (!kinds(index).has("json") && !isJson(index))) differ(`an index in ${who}`, place, "", "");
  }
}

// What the vendor says of a notification's own members, it says in a type of its own.
const ENVELOPES = new Map([["ServerNotification", "ServerNotificationEnvelope"]]);

const alone = [];
for (const name of sorted(ours.named.keys())) {
  const envelope = ENVELOPES.get(name);
  const twin = theirs.named.has(envelope) ? envelope : name;
  if (theirs.named.has(twin)) {
    theirs.expanded.add(twin);
    compare(name, ours.type(name), theirs.type(twin), []);
  }
  else alone.push(name);
}
// What was compared in the place of its use needs no name on the other side.
for (const name of alone.filter((one) => !ours.expanded.has(one))) differ("types in ours", name, name, "");
for (const name of without(theirs.named.keys(), ours.named).filter((one) => !theirs.expanded.has(one))) {
  differ("types in theirs", name, "", name);
}
for (const line of differences.values()) console.log(JSON.stringify(line));
