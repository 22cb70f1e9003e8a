//! From a schema and decisions to files: one call.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codegen_rust::target::ir::schema::{
    Bundle, Diagnostic, Diagnostics, Document, Limits, Overlay, Place, unreadable,
};
use codegen_rust::target::ir::{self, Policy, Protocol};
use codegen_rust::target::{Header, SourceFile};

use crate::at_once;
use crate::config::{Config, Lints, display};
use crate::lang::{BoxedTarget, Language};
use crate::output::{self, Output};
use crate::report::Sources;

/// The schema.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// A text and what messages call it.
    Text(String, String),
}

/// What is compiled, and how.
#[derive(Debug, Clone)]
pub struct Job {
    /// The schema.
    pub input: Input,
    /// Files that correct it.
    pub overlays: Vec<PathBuf>,
    /// What is decided where it is silent.
    pub policy: Policy,
    /// How much of it is taken.
    pub limits: Limits,
    /// What is done about warnings.
    pub lints: Lints,
    /// What is generated.
    pub targets: Vec<JobTarget>,
    /// What the head of each file calls the schema: relative to the project, no machine's own path.
    pub source: String,
    /// What the head of each file names as the command that makes it anew.
    pub command: String,
    /// The configuration, where there is one.
    pub config: Option<PathBuf>,
    /// Where it names a file, by what messages call the file.
    pub named: BTreeMap<String, Place>,
}

/// A language and where its files go.
#[derive(Debug, Clone)]
pub struct JobTarget {
    /// The language.
    pub language: &'static Language,
    /// Its options, as the configuration writes them.
    pub options: serde_json::Value,
    /// The folder for its files.
    pub out: PathBuf,
    /// The folder as the user wrote it.
    pub written: String,
    /// Where the user wrote it.
    pub place: Place,
    /// The folder that holds the project, where an output outside of it is refused.
    pub project: Option<PathBuf>,
}

impl JobTarget {
    /// A language with its default options.
    #[must_use]
    pub fn new(language: &'static Language, out: &Path) -> Self {
        Self {
            language,
            options: serde_json::Value::Object(serde_json::Map::new()),
            out: out.to_owned(),
            written: display(out),
            place: Place::default(),
            project: None,
        }
    }
}

/// What the schema means.
#[derive(Debug, Clone)]
pub struct Meaning {
    /// What was written.
    pub bundle: Bundle,
    /// What it means.
    pub protocol: Protocol,
    /// What deserves a look.
    pub warnings: Diagnostics,
}

/// What the schema means, and all files.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// What the schema means.
    pub meaning: Meaning,
    /// All files, not yet on disk.
    pub outputs: Vec<Output>,
}

impl Job {
    /// A schema with all decisions left to the defaults.
    #[must_use]
    pub fn new(input: Input) -> Self {
        let source = match &input {
            Input::Path(path) => source_name(path),
            Input::Text(name, _) => name.clone(),
        };
        Self {
            input,
            overlays: Vec::new(),
            policy: Policy::default(),
            limits: Limits::default(),
            lints: Lints::default(),
            targets: Vec::new(),
            source,
            command: "codegen generate".to_owned(),
            config: None,
            named: BTreeMap::new(),
        }
    }

    /// What a configuration says.
    #[must_use]
    pub fn from_config(config: &Config) -> Self {
        let project = output::project(&config.folder);
        let targets = config.targets.iter().map(|target| JobTarget {
            language: target.language,
            options: target.options.clone(),
            out: target.out.clone(),
            written: display(&target.out),
            place: target.place.clone(),
            project: Some(project.clone()),
        });
        let file = config.file.rsplit('/').next().unwrap_or_default();
        let found_by_itself = file == crate::config::FILE || file == crate::config::PYPROJECT;
        Self {
            input: Input::Path(config.schema.clone()),
            overlays: config.overlays.clone(),
            policy: config.policy.clone(),
            limits: config.limits.clone(),
            lints: config.lints.clone(),
            targets: targets.collect(),
            source: source_name(Path::new(&config.source)),
            command: if found_by_itself {
                "codegen generate".to_owned()
            } else {
                format!("codegen generate --config {}", quoted(file))
            },
            config: Some(PathBuf::from(&config.file)),
            named: config.named.clone(),
        }
    }

    /// The same for another version of the schema than that which all was decided for.
    #[must_use]
    pub fn for_another_version(mut self) -> Self {
        self.policy.let_be_absent();
        self.policy.profile_place = None;
        self.policy.of_another_version = true;
        self.lints.relent();
        self
    }

    /// The files that are read before anything is: what to watch when they cannot be read.
    #[must_use]
    pub fn inputs(&self) -> Vec<PathBuf> {
        let schema = match &self.input {
            Input::Path(path) => Some(path.clone()),
            Input::Text(..) => None,
        };
        schema.into_iter().chain(self.overlays.iter().cloned()).chain(self.config.clone()).collect()
    }

    /// The texts that messages may point into and that are in no file.
    #[must_use]
    pub fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        if let Input::Text(name, text) = &self.input {
            sources.insert(name, text);
        }
        sources
    }

    /// Reads the schema and finds what it means.
    pub fn understand(&self) -> Result<Meaning, Diagnostics> {
        let overlays = self.read_overlays()?;
        let located = |errors| crate::config::relocated(&self.named, errors);
        let loaded = match &self.input {
            Input::Path(path) => Bundle::load(path, &overlays, &self.limits),
            Input::Text(name, text) => Bundle::from_text(name, text, &overlays, &self.limits),
        };
        let (bundle, mut found) = loaded.map_err(|errors| self.lints.apply(located(errors)))?;
        let protocol = match ir::lower(&bundle, &self.policy) {
            Ok((protocol, warnings)) => {
                found.append(warnings);
                found.append(crate::names::contested(&bundle, &protocol));
                Some(protocol)
            }
            Err(errors) => {
                found.append(errors);
                None
            }
        };
        let found = self.lints.apply(found);
        match protocol {
            Some(protocol) if !found.has_errors() => Ok(Meaning { bundle, protocol, warnings: found }),
            _ => Err(found),
        }
    }

    /// Finds what the schema means and generates all files.
    pub fn compile(&self) -> Result<Compiled, Diagnostics> {
        let mut targets = Vec::new();
        for target in &self.targets {
            targets.push(target.language.target(target.options.clone()).map_err(|error| {
                let message = format!("the options of `{}` are not valid: {error}", target.language.name);
                Diagnostic::error("wrong-value", target.place.clone(), message)
            })?);
        }
        let meaning = self.understand()?;
        let header = Header::new(&self.source, &self.command);
        let outputs = self
            .targets
            .iter()
            .zip(generate(&targets, &meaning.protocol, &header))
            .map(|(target, files)| Output {
                lang: target.language.name,
                folder: target.out.clone(),
                written: target.written.clone(),
                place: target.place.clone(),
                project: target.project.clone(),
                source: self.source.clone(),
                config: self.owner(target),
                files,
                retired: false,
            })
            .collect();
        Ok(Compiled { meaning, outputs })
    }

    /// The configuration whose output a target's folder is, as its manifest names it.
    fn owner(&self, target: &JobTarget) -> Option<String> {
        // A folder that the command line names is nobody's.
        target.project.as_ref()?;
        output::relative(&target.out, self.config.as_deref()?)
    }

    /// The schema itself, corrected, for other readers of JSON Schema.
    pub fn documents(&self) -> Result<Vec<Document>, Diagnostics> {
        let overlays = self.read_overlays()?;
        match &self.input {
            Input::Path(path) => Bundle::documents(path, &overlays, &self.limits),
            Input::Text(name, text) => Bundle::document_of_text(name, text, &overlays, &self.limits),
        }
    }

    /// Reads all corrections of the schema.
    pub fn read_overlays(&self) -> Result<Vec<Overlay>, Diagnostics> {
        let mut found = Diagnostics::default();
        let mut overlays = Vec::new();
        for path in &self.overlays {
            let name = display(path);
            match std::fs::read_to_string(path) {
                Ok(text) => match Overlay::parse(&name, &text) {
                    Ok(overlay) if self.policy.of_another_version => {
                        overlays.push(overlay.for_another_version());
                    }
                    Ok(overlay) => overlays.push(overlay),
                    Err(errors) => found.append(errors),
                },
                Err(error) => {
                    let place = Place { file: name, ..Place::default() };
                    found.push(unreadable(path, place, "the overlay", &error));
                }
            }
        }
        if found.has_errors() { Err(crate::config::relocated(&self.named, found)) } else { Ok(overlays) }
    }
}

/// All languages at once: none reads what another writes.
fn generate(targets: &[BoxedTarget], protocol: &Protocol, header: &Header) -> Vec<Vec<SourceFile>> {
    let sorted = |target: &BoxedTarget| {
        let mut files = target.generate(protocol, header);
        files.sort();
        files
    };
    at_once::map(targets.iter().collect(), sorted)
}

/// What the head of a file calls the schema: the path as written, if it is relative and stays below
/// where it starts; else only its last part, since the rest is one machine's own.
#[must_use]
pub fn source_name(path: &Path) -> String {
    let relative = if path.is_absolute() {
        std::env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned))
    } else {
        Some(path.to_owned())
    };
    let name = relative.or_else(|| path.file_name().map(PathBuf::from)).unwrap_or_default();
    display(&name).trim_start_matches("./").trim_end_matches('/').to_owned()
}

/// A word as a shell takes it.
#[must_use]
pub fn quoted(word: &str) -> String {
    let plain = word.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-+=:@%".contains(&b));
    if plain && !word.is_empty() { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}
