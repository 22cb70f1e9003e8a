//! Bytes to the files of all languages, each read again by a parser of its language.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(error) = codegen_tests::fuzz::pipeline(text) {
        panic!("{error}");
    }
});
