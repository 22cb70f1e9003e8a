//! Bytes to meaning.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(error) = codegen_tests::fuzz::lower(text) {
        panic!("{error}");
    }
});
