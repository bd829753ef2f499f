//! Tests on a small document about a library, changed in memory: one good document, and one change for each question.

mod canonical;
mod diff;
mod profile;
mod readme;
mod sample;
mod size;
mod views;
