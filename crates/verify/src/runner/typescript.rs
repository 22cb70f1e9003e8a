//! TypeScript: values as literals of their types, one a line, before the compiler.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Outcome, Package, Probe, Runner, Tools, finish, tail, write};

const MISSING: &str = "node and TypeScript's compiler are needed to check values of generated TypeScript:\n\
     npm install --save-dev typescript";
const OPTIONS: &str = r#"{
  "compilerOptions": {
    "strict": true, "exactOptionalPropertyTypes": true, "noUncheckedIndexedAccess": true,
    "target": "es2022", "lib": ["es2022"], "types": [], "module": "nodenext", "moduleResolution": "nodenext",
    "noEmit": true, "skipLibCheck": false, "pretty": false, "allowImportingTsExtensions": true
  },
  "include": ["checks/**/*.ts"]
}
"#;
/// What a value is that came from elsewhere: its own type, without being written down where it is used.
const HEAD: &str = "type Mutable<V> = V extends object ? { -readonly [K in keyof V]: Mutable<V[K]> } : V; \
     declare function received<const V>(value: V): Mutable<V>; ";

struct TypeScript {
    folder: PathBuf,
    tsc: PathBuf,
    names: Vec<Vec<String>>,
}

pub fn runner(tools: &Tools, packages: Vec<Package>, folder: &Path) -> Result<Box<dyn Runner>, String> {
    let folder = folder.join("typescript");
    let tsc = match &tools.tsc {
        Some(tsc) => tsc.clone(),
        None => find().ok_or_else(|| format!("TypeScript's compiler was not found\n{MISSING}"))?,
    };
    let mut names = Vec::new();
    for package in packages {
        for file in &package.files {
            write(&folder.join(&package.module).join(&file.path), &file.text)?;
        }
        names.push(package.names);
    }
    write(&folder.join("tsconfig.json"), OPTIONS)?;
    write(&folder.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")?;
    Ok(Box::new(TypeScript { folder, tsc, names }))
}

/// The compiler of the project that the command runs in, else of the machine.
fn find() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let own = here
        .ancestors()
        .map(|folder| folder.join("node_modules/typescript/bin/tsc"))
        .find(|path| path.is_file());
    own.or_else(|| {
        let paths = std::env::var_os("PATH")?;
        let names = if cfg!(windows) { ["tsc.cmd", "tsc.exe"] } else { ["tsc", "tsc"] };
        std::env::split_paths(&paths)
            .flat_map(|folder| names.map(|name| folder.join(name)))
            .find(|path| path.is_file())
    })
}

impl Runner for TypeScript {
    fn run(&self, probes: &[Probe<'_>]) -> Result<Vec<Outcome>, String> {
        let checks = self.folder.join("checks");
        if checks.exists() {
            std::fs::remove_dir_all(&checks).map_err(|error| error.to_string())?;
        }
        // One file for each type; its first line is the import, so that a value's line says which it is.
        let mut files: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (place, probe) in probes.iter().enumerate() {
            files.entry((probe.subject, probe.kind)).or_default().push(place);
        }
        for ((subject, kind), places) in &files {
            let name =
                self.names.get(*subject).and_then(|names| names.get(*kind)).ok_or("a type without a name")?;
            let mut text = format!("import type * as t from \"../p{subject}/index.js\"; {HEAD}\n");
            for place in places {
                let Probe { datum, received, .. } = probes[*place];
                // These end a line in a program, though not in JSON.
                let datum = datum.to_string().replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
                let _ = if received {
                    writeln!(
                        text,
                        "const r{place} = received({datum}); export const v{place}: t.{name} = r{place};"
                    )
                } else {
                    writeln!(text, "export const v{place}: t.{name} = {datum};")
                };
            }
            write(&checks.join(format!("p{subject}_{kind}.ts")), &text)?;
        }
        // Where there is no value to write, the types compile all the same.
        let packages = (0..self.names.len()).fold(String::new(), |mut text, subject| {
            let _ = writeln!(text, "export type * as p{subject} from \"../p{subject}/index.js\";");
            text
        });
        write(&checks.join("packages.ts"), &packages)?;
        let mut command = match self.tsc.extension() {
            Some(_) if cfg!(windows) => Command::new(&self.tsc),
            _ if is_script(&self.tsc) => {
                let mut node = Command::new("node");
                node.arg("--max-old-space-size=4096").arg(&self.tsc);
                node
            }
            _ => Command::new(&self.tsc),
        };
        let (lines, errors, done) = finish(command.args(["-p", "."]).current_dir(&self.folder), MISSING)?;
        let found = Self::errors(&lines, &files)?;
        if !done && found.is_empty() {
            return Err(format!("the compiler failed:\n{}{}", tail(&lines), tail(&errors)));
        }
        let outcome = |place| match found.get(&place) {
            Some(message) => Outcome::Refused { places: Vec::new(), message: message.clone() },
            None => Outcome::Accepted(None),
        };
        Ok((0..probes.len()).map(outcome).collect())
    }
}

impl TypeScript {
    /// The first error of each value.
    fn errors(
        lines: &str,
        files: &BTreeMap<(usize, usize), Vec<usize>>,
    ) -> Result<HashMap<usize, String>, String> {
        let mut found: HashMap<usize, String> = HashMap::new();
        let mut last = None;
        for line in lines.lines() {
            if line.starts_with(' ') {
                // What goes on about the last error.
                if let Some(message) = last.and_then(|place| found.get_mut(place)) {
                    message.push('\n');
                    message.push_str(line);
                }
                continue;
            }
            if !line.contains("): error TS") {
                continue;
            }
            let place = parse(line).and_then(|(file, number)| files.get(&file)?.get(number.checked_sub(2)?));
            let Some(place) = place else {
                return Err(format!("the generated TypeScript does not compile:\n{}", tail(lines)));
            };
            let message = line.split_once("): ").map_or(line, |(_, message)| message);
            last = (!found.contains_key(place)).then_some(place);
            found.entry(*place).or_insert_with(|| message.to_owned());
        }
        Ok(found)
    }
}

/// `checks/p0_12.ts(5,14): error ...`: the subject and the type, and the line.
fn parse(line: &str) -> Option<((usize, usize), usize)> {
    let (file, rest) = line.split_once('(')?;
    let (subject, kind) = file.strip_prefix("checks/p")?.strip_suffix(".ts")?.split_once('_')?;
    let number = rest.split(',').next()?.parse().ok()?;
    Some(((subject.parse().ok()?, kind.parse().ok()?), number))
}

/// Whether a program is a script for node: by its first bytes.
fn is_script(path: &Path) -> bool {
    let mut start = [0; 2];
    let read =
        std::fs::File::open(path).and_then(|mut file| std::io::Read::read_exact(&mut file, &mut start));
    read.is_ok() && &start == b"#!"
}
