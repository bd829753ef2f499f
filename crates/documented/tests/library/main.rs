//! Hand-made pages in the layout of the vendor's: a library that keeps books on shelves.

mod change;
mod errata;
mod import;
