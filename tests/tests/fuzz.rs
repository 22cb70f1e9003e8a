//! A bounded run of what `fuzz/` runs without end, and everything that it once found.

use std::path::Path;
use std::time::{Duration, Instant};

use arbitrary::Unstructured;
use codegen_tests::fuzz::{PATIENCE, pipeline, schema};

/// How long the test runs, and how many schemas it tries on a machine that is busy.
const TIME: Duration = Duration::from_secs(25);
const LEAST: u64 = 100;

/// A generator of bytes with a seed of its own: the same schemas in every run.
fn bytes(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let length = 64 + (seed % 1500);
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        })
        .collect()
}

fn run(name: &str, text: &str) -> Result<(), String> {
    let start = Instant::now();
    pipeline(text).map_err(|error| format!("{name}: {error}\n{text}"))?;
    if start.elapsed() > PATIENCE {
        return Err(format!("{name} took {:?}\n{text}", start.elapsed()));
    }
    Ok(())
}

#[test]
fn schemas_made_to_harm_give_right_code_or_an_answer() -> Result<(), String> {
    let start = Instant::now();
    let first = std::env::var("FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0u64);
    let mut seed = first;
    while start.elapsed() < TIME || seed - first < LEAST {
        let bytes = bytes(seed);
        let schema = schema(&mut Unstructured::new(&bytes)).map_err(|error| error.to_string())?;
        run(&format!("seed {seed}"), &format!("{schema:#}"))?;
        seed += 1;
    }
    Ok(())
}

#[test]
fn what_was_found_stays_mended() -> Result<(), String> {
    all_in("fuzz-corpus")
}

#[test]
fn the_fixtures_hold_what_is_asked_of_every_input() -> Result<(), String> {
    all_in("fixtures")
}

fn all_in(folder: &str) -> Result<(), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut count = 0;
    for entry in std::fs::read_dir(folder).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
        run(&path.display().to_string(), &text)?;
        count += 1;
    }
    assert!(count > 0);
    Ok(())
}
