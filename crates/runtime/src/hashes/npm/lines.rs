//! `pnpm-lock.yaml` and `yarn.lock`, of which only the lines are read that speak of one package: both are written by
//! programs, one field a line.

/// The versions of a package, each with its integrity.
pub fn entries(text: &str, package: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut open: Option<Entry> = None;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let indent = line.len() - line.trim_start().len();
        if open.as_ref().is_some_and(|entry| indent <= entry.indent) {
            all.extend(open.take().and_then(Entry::done));
        }
        match &mut open {
            Some(entry) => entry.read(line.trim()),
            None => open = Entry::begin(line.trim(), indent, package),
        }
    }
    all.extend(open.and_then(Entry::done));
    all
}

/// What the lines below a key say.
struct Entry {
    indent: usize,
    version: Option<String>,
    integrity: Option<String>,
}

impl Entry {
    /// The key of an entry: `'@openai/codex@1.2.3':` and `/@openai/codex/1.2.3:` of pnpm, and the list
    /// `"codex@npm:@openai/codex@1.2.3", "@openai/codex@^1.2.3":` of Yarn, which says the version below.
    fn begin(line: &str, indent: usize, package: &str) -> Option<Self> {
        let key = line.strip_suffix(':')?;
        let version = key.split(", ").find_map(|one| {
            let one = one.trim_matches(['"', '\'']).trim_start_matches('/');
            let one = one.split_once("@npm:").map_or(one, |(alias, target)| {
                // Without a name behind it, it is a range of the package before it.
                if target.rfind('@').is_some_and(|at| at > 0) { target } else { alias }
            });
            let rest = one.strip_prefix(package)?;
            if rest.is_empty() { Some("") } else { rest.strip_prefix(['@', '/']) }
        })?;
        let version = version.split('(').next().unwrap_or_default();
        let is_exact = version.starts_with(|c: char| c.is_ascii_digit());
        Some(Self { indent, version: is_exact.then(|| version.to_owned()), integrity: None })
    }

    fn read(&mut self, line: &str) {
        let plain = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
        if let Some(version) = line.strip_prefix("version ").or_else(|| line.strip_prefix("version: ")) {
            self.version = Some(plain(version));
        }
        // `integrity sha512-...`, `integrity: sha512-...`, `resolution: {integrity: sha512-..., tarball: ...}`
        if let Some((_, behind)) = line.split_once("integrity")
            && let Some(start) = behind.find("sha")
        {
            let end = behind[start..].find([',', '}', '"', '\'']).map_or(behind.len(), |at| start + at);
            self.integrity = Some(plain(&behind[start..end]));
        }
    }

    fn done(self) -> Option<(String, String)> {
        self.version.zip(self.integrity)
    }
}

#[cfg(test)]
mod tests {
    use super::entries;

    fn one(version: &str) -> Vec<(String, String)> {
        vec![(version.to_owned(), "sha512-AB+/==".to_owned())]
    }

    #[test]
    fn each_format_of_pnpm_is_read() {
        for text in [
            "packages:\n\n  /@openai/codex/1.2.3:\n    resolution: {integrity: sha512-AB+/==}\n    engines: {node: '>=16'}\n",
            "packages:\n\n  /@openai/codex@1.2.3(x@1.0.0):\n    resolution: {integrity: sha512-AB+/==, tarball: https://x}\n",
            "packages:\r\n\r\n  '@openai/codex@1.2.3':\r\n    resolution:\r\n      integrity: sha512-AB+/==\r\n",
        ] {
            assert_eq!(entries(text, "@openai/codex"), one("1.2.3"), "{text}");
        }
        let others = "importers:\n  .:\n    dependencies:\n      '@openai/codex':\n        specifier: 1.2.3\n        version: 1.2.3\n\npackages:\n  '@openai/codex-sdk@1.2.3':\n    resolution: {integrity: sha512-XX==}\nsnapshots:\n  '@openai/codex@1.2.3': {}\n";
        assert_eq!(entries(others, "@openai/codex"), []);
    }

    #[test]
    fn yarn_says_the_version_below_the_ranges() {
        for text in [
            "# yarn lockfile v1\n\n\n\"@openai/codex@1.2.3\", \"@openai/codex@^1.2.0\":\n  version \"1.2.3\"\n  resolved \"https://x#1\"\n  integrity sha512-AB+/==\n\nother@^1:\n  version \"9.9.9\"\n  integrity sha512-XX==\n",
            "\"codex@npm:@openai/codex@1.2.3\":\n  version \"1.2.3\"\n  integrity sha512-AB+/==\n",
        ] {
            assert_eq!(entries(text, "@openai/codex"), one("1.2.3"), "{text}");
        }
        let platform = "\"@openai/codex-linux-x64@npm:@openai/codex@1.2.3-linux-x64\":\n  version \"1.2.3-linux-x64\"\n  integrity sha512-AB+/==\n";
        assert_eq!(entries(platform, "@openai/codex"), one("1.2.3-linux-x64"));
        // Later versions of Yarn hash an archive of their own making.
        let berry = "\"@openai/codex@npm:1.2.3\":\n  version: 1.2.3\n  resolution: \"@openai/codex@npm:1.2.3\"\n  checksum: 10c0/abc\n";
        assert_eq!(entries(berry, "@openai/codex"), []);
    }
}
