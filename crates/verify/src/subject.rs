//! A schema whose generated code is tried.

use codegen_build::ir::{Protocol, TypeId};
use codegen_build::schema::Diagnostics;
use codegen_build::{Job, JobTarget, Language, Meaning};
use codegen_build::target::{Header, SourceFile};

use crate::judge::Judge;
use crate::policy::Variants;

/// A schema, what it means, and what judges it.
#[derive(Debug)]
pub struct Subject {
    /// What reports call it.
    pub name: String,
    /// What it means.
    pub protocol: Protocol,
    job: Job,
    pub(crate) judge: Judge,
    pub(crate) variants: Variants,
}

impl Subject {
    /// Reads the schema of a job. The targets of the job only lend their options.
    pub fn new(name: impl Into<String>, job: Job) -> Result<Self, Diagnostics> {
        let Meaning { protocol, .. } = job.understand()?;
        let documents = job.documents()?;
        let judge = Judge::new(&documents).map_err(|error| {
            use codegen_build::schema::{Diagnostic, Place};
            Diagnostic::error("not-json", Place::default(), format!("the schema cannot be judged: {error}"))
        })?;
        let variants = Variants::new(&protocol);
        Ok(Self { name: name.into(), protocol, job, judge, variants })
    }

    /// The files in a language, and the name of each type there.
    pub(crate) fn generate(&self, language: &'static Language) -> Result<(Vec<SourceFile>, Vec<String>), String> {
        let configured = self.job.targets.iter().find(|target| target.language.name == language.name);
        let options = configured.map_or_else(
            || JobTarget::new(language, std::path::Path::new("")).options,
            |target| target.options.clone(),
        );
        let target = language.target(options)?;
        let header = Header::new(&self.job.source, &self.job.command);
        Ok((target.generate(&self.protocol, &header), target.type_names(&self.protocol)))
    }

    /// The type of a name in the schema.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<TypeId> {
        self.protocol.types.iter().find(|(_, def)| def.name == name).map(|(id, _)| id)
    }
}
