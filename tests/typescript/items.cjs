// Prints what the files of a package declare and which JSDoc tags they have, as TypeScript's own parser sees it.
"use strict";
const { readFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

const [npm, folder] = process.argv.slice(2);
const ts = require(join(npm, "node_modules/typescript"));
const items = [];
const tags = [];
for (const file of readdirSync(folder).sort()) {
  if (!file.endsWith(".ts")) continue;
  const source = ts.createSourceFile(file, readFileSync(join(folder, file), "utf8"), ts.ScriptTarget.Latest, true);
  if (source.parseDiagnostics.length > 0) throw new Error(`${file} does not parse`);
  for (const statement of source.statements) {
    const names = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map((one) => one.name.text)
      : [statement.name?.text ?? ""];
    for (const name of names) items.push(`${file} ${ts.SyntaxKind[statement.kind]} ${name}`.trimEnd());
  }
  const visit = (node) => {
    for (const doc of node.jsDoc ?? []) {
      for (const tag of doc.tags ?? []) tags.push(`${node.name?.text ?? file} @${tag.tagName.text}`);
      for (const part of Array.isArray(doc.comment) ? doc.comment : []) {
        if (part.kind !== ts.SyntaxKind.JSDocText) tags.push(`${node.name?.text ?? file} {link}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}
console.log(JSON.stringify({ items, tags }, null, 1));
