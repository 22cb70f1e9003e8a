//! The stable surface of a version, where a project of the experimental one keeps it beside its own:
//! `schema/VERSION/stable` beside `schema/VERSION/experimental`. It tells what is stable from what is not.

use std::path::{Path, PathBuf};

use codegen_build::output::journal::Change;
use codegen_build::schema::Diagnostics;
use codegen_build::{Config, Input, Job, Meaning};
use codegen_diff::Both;
use codegen_diff::ir::Protocol;
use codegen_runtime::schema::Pulled;

use crate::project::{self, Project};
use crate::terminal::Terminal;

const STABLE: &str = "stable";
const EXPERIMENTAL: &str = "experimental";

/// Where it lies, and where it will.
pub struct Beside {
    old: PathBuf,
    new: PathBuf,
}

/// It as it was and as it will be.
pub struct Surfaces {
    old: Meaning,
    new: Meaning,
    pulled: Pulled,
    place: PathBuf,
}

impl Beside {
    /// Only in a folder of the version: what lies elsewhere may be of any.
    pub fn of(before: &Project, after: &Project) -> Option<Self> {
        before.version_in_path()?;
        after.config.runtime.as_ref().filter(|runtime| runtime.experimental)?;
        let place = |config: &Config| {
            let named = config.schema.file_name()? == EXPERIMENTAL;
            named.then(|| config.schema.with_file_name(STABLE))
        };
        let (old, new) = (place(&before.config)?, place(&after.config)?);
        old.is_dir().then_some(Self { old, new })
    }

    /// Reads both versions. It is not what the project is made of: what is wrong with it is no reason to stop.
    pub fn read(
        self,
        before: &Project,
        after: &Project,
        pulled: Pulled,
        terminal: Terminal,
    ) -> Option<Surfaces> {
        let read = |config: &Config, from: &Path| {
            let mut job = Job::from_config(config).for_another_version();
            job.input = Input::Path(from.to_owned());
            job.understand()
        };
        match (read(&before.config, &self.old), read(&after.config, &pulled.folder())) {
            (Ok(old), Ok(new)) => Some(Surfaces { old, new, pulled, place: self.new }),
            (old, new) => {
                let why = [old.err(), new.err()].into_iter().flatten().flat_map(Diagnostics::sorted).next();
                let why = why.map(|one| format!(": {}", one.message)).unwrap_or_default();
                let place = self.old.display().to_string().replace('\\', "/");
                terminal.say(&format!("warning: `{place}` is not compared, since it cannot be read{why}"));
                None
            }
        }
    }
}

impl Surfaces {
    /// Both surfaces of both versions, by the own one as it was and as it will be.
    pub const fn both<'a>(&'a self, [old, new]: [&'a Protocol; 2]) -> (Both<'a>, Both<'a>) {
        let (was, now) = (&self.old.protocol, &self.new.protocol);
        (Both { stable: was, experimental: old }, Both { stable: now, experimental: new })
    }

    /// What the file of the stable surface is called.
    pub fn file(&self) -> String {
        let first = self.pulled.files.first().map(|file| self.place.join(file)).unwrap_or_default();
        first.display().to_string().replace('\\', "/")
    }

    /// It is kept beside the new version too. What lies there already stays: it may be another project's.
    pub fn changes(&self) -> Result<Vec<Change>, Diagnostics> {
        if self.place.exists() {
            return Ok(Vec::new());
        }
        let folder = self.pulled.folder();
        let change = |file: &PathBuf| {
            let content = Some(project::read(&folder.join(file))?);
            Ok(Change { path: self.place.join(file), content })
        };
        self.pulled.files.iter().map(change).collect()
    }
}
