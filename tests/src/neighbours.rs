//! Schemas that other people wrote, taken from package registries at pinned versions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use codegen_build::{Config, Input, Job};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::python::Pydantic;
use crate::typescript::{here, run};

/// A package with schemas.
#[derive(Debug, Deserialize)]
pub struct Package {
    registry: Registry,
    package: String,
    version: String,
    /// The schemas that are taken from it.
    pub schemas: Vec<Schema>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Registry {
    Npm,
    Pip,
    Sdist,
}

/// A schema of a package.
#[derive(Debug, Deserialize)]
pub struct Schema {
    /// What it is called here.
    pub name: String,
    path: String,
    sha256: String,
    /// Whether it is compiled only where all are.
    #[serde(default)]
    pub large: bool,
}

/// All packages.
pub fn packages() -> Result<Vec<Package>, String> {
    let text = fs::read_to_string(here().join("neighbours/list.json")).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// Two tests may want a package at once.
static TAKING: Mutex<()> = Mutex::new(());

impl Package {
    /// The folder of the unpacked package, which stays there for the next run.
    pub fn take(&self) -> Result<PathBuf, String> {
        let kept = here().join("../target/neighbours");
        let folder = kept.join(format!("{}-{}", self.package.replace(['/', '@'], "_"), self.version));
        let _alone = TAKING.lock().map_err(|error| error.to_string())?;
        if folder.join("whole").exists() {
            return Ok(folder);
        }
        let fresh = folder.with_extension("fresh");
        let _ = fs::remove_dir_all(&fresh);
        fs::create_dir_all(&fresh).map_err(|error| error.to_string())?;
        self.download(&fresh)?;
        let archives: Vec<PathBuf> = fs::read_dir(&fresh)
            .map_err(|error| error.to_string())?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        let [archive] = archives.as_slice() else {
            return Err(format!("{}: {} files were downloaded", self.package, archives.len()));
        };
        let wheel = archive.extension().is_some_and(|extension| extension == "whl");
        let module = if wheel { "zipfile" } else { "tarfile" };
        run(Command::new("python3").args(["-m", module, "-e"]).arg(archive).arg(&fresh))?;
        fs::write(fresh.join("whole"), "").map_err(|error| error.to_string())?;
        let _ = fs::remove_dir_all(&folder);
        fs::rename(&fresh, &folder).map_err(|error| error.to_string())?;
        Ok(folder)
    }

    fn download(&self, folder: &Path) -> Result<(), String> {
        let pinned = format!("{}=={}", self.package, self.version);
        let mut command = match self.registry {
            Registry::Npm => {
                let mut npm = Command::new("npm");
                npm.args(["pack", "--silent", &format!("{}@{}", self.package, self.version)]);
                npm
            }
            Registry::Pip | Registry::Sdist => {
                let mut pip = Command::new(Pydantic::Newest.programs()?.join("pip"));
                pip.args(["download", "--quiet", "--no-deps", "--disable-pip-version-check"]);
                if self.registry == Registry::Sdist {
                    pip.args(["--no-binary", &self.package]);
                }
                pip.arg(&pinned);
                pip
            }
        };
        run(command.current_dir(folder)).map(drop)
    }
}

impl Schema {
    /// The job of a user: with the configuration of the folder, where there is one.
    pub fn job(&self, package: &Path, scratch: &Path) -> Result<Job, String> {
        let file = package.join(&self.path);
        let bytes = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if digest != self.sha256 {
            return Err(format!("{}: its SHA-256 is {digest}", self.name));
        }
        let config = here().join(format!("neighbours/{}.toml", self.name));
        if !config.exists() {
            return Ok(Job::new(Input::Path(file)));
        }
        let folder = scratch.join(&self.name);
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        for (from, to) in [(file, "schema.json"), (config, "codegen.toml")] {
            fs::copy(from, folder.join(to)).map_err(|error| error.to_string())?;
        }
        let config = Config::load(&folder.join("codegen.toml")).map_err(|errors| errors.to_string())?;
        Ok(Job::from_config(&config))
    }

    /// A name for its package or module in any language.
    #[must_use]
    pub fn module(&self) -> String {
        format!("n_{}", self.name.replace(['-', '.'], "_"))
    }
}
