//! A version of the runtime, in the three spellings that it has.

use std::fmt;
use std::str::FromStr as _;

use pep440_rs::{Prerelease, PrereleaseKind, Version as Pep440};

/// A version of the runtime: `0.116.0a1` in Python, `0.116.0-alpha.1` in npm and cargo, `rust-v0.116.0-alpha.1`
/// as a tag of a release.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(Pep440);

/// What the tag of a release begins with.
const TAG: &str = "rust-v";

impl Version {
    /// Reads any of the spellings.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix(TAG) {
            Some(rest) => Self::from_semver(rest),
            None => Self::from_semver(text).or_else(|| Self::from_pep440(text)),
        }
    }

    /// Reads a version as Python writes it.
    #[must_use]
    pub fn from_pep440(text: &str) -> Option<Self> {
        Pep440::from_str(text).ok().map(Self)
    }

    pub(crate) const fn new(version: Pep440) -> Self {
        Self(version)
    }

    /// Reads a version as npm, cargo and the tags write it. The second number behind a pre-release's name is a
    /// hotfix of that pre-release.
    #[must_use]
    pub fn from_semver(text: &str) -> Option<Self> {
        let (core, pre) = match text.split_once('-') {
            Some((core, pre)) => (core, Some(pre)),
            None => (text, None),
        };
        let mut release = Vec::new();
        for part in core.split('.') {
            release.push(number(part)?);
        }
        if release.len() != 3 {
            return None;
        }
        let version = Pep440::new(release);
        let Some(pre) = pre else { return Some(Self(version)) };
        let mut parts = pre.split('.');
        let kind = match parts.next()? {
            "alpha" => PrereleaseKind::Alpha,
            "beta" => PrereleaseKind::Beta,
            "rc" => PrereleaseKind::Rc,
            _ => return None,
        };
        let version = version.with_pre(Some(Prerelease { kind, number: number(parts.next()?)? }));
        let hotfix = match parts.next() {
            Some(part) => Some(number(part)?),
            None => None,
        };
        parts.next().is_none().then(|| Self(version.with_post(hotfix)))
    }

    /// As Python writes it, normalised.
    #[must_use]
    pub fn pep440(&self) -> String {
        self.0.to_string()
    }

    /// As npm and cargo write it; none for what they cannot say (a local version, a post-release of a release).
    #[must_use]
    pub fn semver(&self) -> Option<String> {
        let version = &self.0;
        let release = version.release();
        let [major, minor, patch] = *release else { return None };
        if version.epoch() != 0 || version.dev().is_some() || !version.local().is_empty() {
            return None;
        }
        let core = format!("{major}.{minor}.{patch}");
        match (version.pre(), version.post()) {
            (None, None) => Some(core),
            (None, Some(_)) => None,
            (Some(pre), hotfix) => {
                let kind = match pre.kind {
                    PrereleaseKind::Alpha => "alpha",
                    PrereleaseKind::Beta => "beta",
                    PrereleaseKind::Rc => "rc",
                };
                let hotfix = hotfix.map(|number| format!(".{number}")).unwrap_or_default();
                Some(format!("{core}-{kind}.{}{hotfix}", pre.number))
            }
        }
    }

    /// The tag of the release.
    #[must_use]
    pub fn tag(&self) -> Option<String> {
        self.semver().map(|version| format!("{TAG}{version}"))
    }
}

/// A number without leading zeros.
fn number(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (plain && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    /// Python, then npm and cargo; the tag is the latter behind `rust-v`.
    const BOTH_WAYS: &[(&str, &str)] = &[
        ("0.116.0a1", "0.116.0-alpha.1"),
        ("0.131.0a4", "0.131.0-alpha.4"),
        ("0.116.0a1.post2", "0.116.0-alpha.1.2"),
        ("0.116.0a10.post12", "0.116.0-alpha.10.12"),
        ("0.116.0b3", "0.116.0-beta.3"),
        ("0.116.0b3.post1", "0.116.0-beta.3.1"),
        ("1.0.0rc1", "1.0.0-rc.1"),
        ("0.163.0", "0.163.0"),
        ("10.20.30", "10.20.30"),
        ("0.0.0a0", "0.0.0-alpha.0"),
    ];

    #[test]
    fn the_spellings_map_both_ways() {
        for (python, semver) in BOTH_WAYS {
            let tag = format!("rust-v{semver}");
            let version = Version::from_pep440(python).unwrap();
            assert_eq!(version.pep440(), *python);
            assert_eq!(version.semver().as_deref(), Some(*semver));
            assert_eq!(version.tag(), Some(tag.clone()));
            for spelling in [python, *semver, tag.as_str()] {
                assert_eq!(Version::parse(spelling), Some(version.clone()), "{spelling}");
            }
        }
    }

    #[test]
    fn what_has_no_tag_has_none() {
        for python in ["0.163", "0.163.0.post1", "0.163.0.dev1", "0.163.0+local", "1!0.163.0", "0.1.2.3"] {
            let version = Version::from_pep440(python).unwrap();
            assert_eq!((version.semver(), version.tag()), (None, None), "{python}");
        }
    }

    #[test]
    fn what_is_no_version_is_none() {
        let bad = [
            "",
            "rust-v",
            "v",
            "latest",
            "rust-v0.116",
            "rust-v0.116.0-alpha",
            "rust-v0.116.0-alpha.1.2.3",
            "rust-v0.116.0-gamma.1",
            "rust-v0.116.0-alpha.x",
            "rust-v0.116.0-alpha.01",
            "rust-v00.1.0",
            "rust-v0.116.0a1",
            "rust-v0.116.0-alpha.1+build",
            "0.116.0-",
            "^0.116.0",
            "rust-v0.116.0-alpha.",
            "99999999999999999999.0.0-alpha.1",
            "0.163.0; rm",
        ];
        for text in bad {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn equal_is_what_pep_440_calls_equal() {
        assert_eq!(Version::parse("0.163.0"), Version::parse("v0.163"));
        assert_eq!(Version::parse("0.116.0alpha1"), Version::parse("0.116.0a1"));
        assert!(Version::parse("0.116.0a1") < Version::parse("0.116.0a1.post1"));
        assert!(Version::parse("0.116.0a1.post1") < Version::parse("0.116.0"));
    }
}
