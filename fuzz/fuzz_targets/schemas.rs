//! Schemas that are plausible in their structure and hostile in their words, through the whole pipeline.

#![no_main]

use arbitrary::Unstructured;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(schema) = codegen_tests::fuzz::schema(&mut Unstructured::new(bytes)) else {
        return Corpus::Reject;
    };
    let text = format!("{schema:#}");
    if let Err(error) = codegen_tests::fuzz::pipeline(&text) {
        panic!("{error}\n{text}");
    }
    Corpus::Keep
});
