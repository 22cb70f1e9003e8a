//! Hashes of archives, by the algorithms that lock files name.

use std::fmt::Write as _;
use std::fs::File;
use std::io;
use std::path::Path;

use sha2::digest::DynDigest;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

pub const SHA256: &str = "sha256";

/// A hash, as a lock file states it. One by an algorithm that is not known here equals no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    pub algorithm: String,
    /// In hexadecimal, lower case.
    pub hex: String,
}

impl Digest {
    pub fn new(algorithm: &str, hex: &str) -> Self {
        Self { algorithm: algorithm.to_lowercase(), hex: hex.to_lowercase() }
    }

    /// `sha256:0123...`
    pub fn tagged(text: &str) -> Self {
        let (algorithm, hex) = text.split_once(':').unwrap_or(("", text));
        Self::new(algorithm, hex)
    }

    /// That of a file, if the algorithm is known.
    pub fn of_file(path: &Path, algorithm: &str) -> io::Result<Option<Self>> {
        let hash: Box<dyn DynDigest> = match algorithm {
            SHA256 => Box::new(Sha256::default()),
            "sha384" => Box::new(Sha384::default()),
            "sha512" => Box::new(Sha512::default()),
            _ => return Ok(None),
        };
        Ok(Some(Self { algorithm: algorithm.to_owned(), hex: read(path, hash)? }))
    }

    /// The algorithm, safe to be shown.
    pub fn shown(&self) -> String {
        if self.algorithm.is_empty() {
            return "a hash of no name".to_owned();
        }
        self.algorithm.chars().take(40).collect::<String>().escape_debug().to_string()
    }
}

/// Bytes that are written go into a hash.
struct Sink<'h>(&'h mut dyn DynDigest);

impl io::Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The SHA-256 of a file, in hexadecimal.
pub fn of_file(path: &Path) -> io::Result<String> {
    read(path, Box::<Sha256>::default())
}

/// The hash of a file, in hexadecimal.
fn read(path: &Path, mut hash: Box<dyn DynDigest>) -> io::Result<String> {
    io::copy(&mut File::open(path)?, &mut Sink(hash.as_mut()))?;
    Ok(hex(&hash.finalize()))
}

/// The SHA-256 of bytes, in hexadecimal.
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_hash_of_its_bytes_whoever_asks() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), b"abc").unwrap();
        assert_eq!(of_file(file.path()).unwrap(), of_bytes(b"abc"));
        assert_eq!(
            Digest::of_file(file.path(), SHA256).unwrap(),
            Some(Digest::new(SHA256, &of_bytes(b"abc")))
        );
        assert_eq!(Digest::of_file(file.path(), "md5").unwrap(), None);
    }
}
