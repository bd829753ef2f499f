//! Calls `asp_tests::fuzz::page` with what libFuzzer makes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| asp_tests::fuzz::page(data));
