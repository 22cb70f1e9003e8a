// How long tsc takes for a file that uses every type of a package, beside a peer's package in the same run:
//
//   node crates/typescript/benches/tsc.mjs TSC OURS THEIRS [RUNS]
//
// TSC: bin/tsc of a typescript package. OURS, THEIRS: folders with an index.ts; the vendor's own types come from
// `codex app-server generate-ts --experimental --out THEIRS`.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [tsc, ours, theirs, runs = "7"] = process.argv.slice(2);
if (theirs === undefined) throw new Error("usage: tsc.mjs TSC OURS THEIRS [RUNS]");

/** The names that a package exports, by the file that exports them. */
function exported(folder) {
  const files = ["index.ts", "v2/index.ts"].filter((file) => existsSync(join(folder, file)));
  const names = new Map();
  for (const file of files) {
    for (const [, from] of readFileSync(join(folder, file), "utf8").matchAll(/from "(\.[^"]+)"/g)) {
      const path = join(folder, file, "..", from.replace(/\.js$/, ""));
      if (!existsSync(`${path}.ts`)) continue;
      const text = readFileSync(`${path}.ts`, "utf8");
      const found = [...text.matchAll(/^export (?:type|interface) (\w+)(?= [={]| extends|$)/gm)].map((match) => match[1]);
      if (found.length > 0) names.set(path, found);
    }
  }
  return names;
}

/** A project that uses each of them. */
function project(folder) {
  const project = mkdtempSync(join(tmpdir(), "tsc-bench-"));
  let text = "";
  let count = 0;
  for (const [path, names] of exported(resolve(folder))) {
    text += `import type * as m${count} from ${JSON.stringify(path)};\n`;
    for (const name of names) text += `export declare const v${count}_${name}: m${count}.${name};\n`;
    count += 1;
  }
  writeFileSync(join(project, "main.ts"), text);
  const compilerOptions = {
    strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true,
    module: "esnext", moduleResolution: "bundler", target: "es2022", lib: ["es2022"], types: [], noEmit: true,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
  return { project, types: text.split("\n").filter((line) => line.startsWith("export")).length };
}

function time(project) {
  const start = process.hrtime.bigint();
  execFileSync(process.execPath, [tsc, "-p", project], { stdio: "inherit" });
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const sides = [["ours", ours], ["theirs", theirs]].map(([name, folder]) => ({ name, times: [], ...project(folder) }));
for (let run = 0; run < Number(runs); run += 1) {
  for (const side of sides) side.times.push(time(side.project));
}
for (const { name, types, times, project } of sides) {
  const sorted = times.sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  console.log(`${name}: ${types} types, median ${median.toFixed(0)} ms, least ${sorted[0].toFixed(0)} ms`);
  rmSync(project, { recursive: true });
}
