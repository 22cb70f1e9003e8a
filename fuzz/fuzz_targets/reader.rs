//! Bytes to a bundle, or to findings that have a place.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(error) = codegen_tests::fuzz::read(text) {
        panic!("{error}");
    }
});
