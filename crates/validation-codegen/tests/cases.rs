//! The source that the documents under `cases` become, compiled and called; `golden.rs` compares its text.
#![allow(unused_qualifications, reason = "a table is named in the same way wherever it is referred to")]
#![allow(clippy::needless_update, reason = "tables name what the document says and leave the rest to a base")]
#![allow(clippy::wildcard_imports, reason = "tables consist of the types of one module")]
#![allow(unreachable_pub, dead_code, reason = "tables are public, whether or not a test calls them")]

#[path = "cases/access"]
mod access {
    #[rustfmt::skip]
    pub mod operation;
    #[rustfmt::skip]
    pub mod operations;
    #[rustfmt::skip]
    pub mod routes;
    #[rustfmt::skip]
    pub mod schemas;
}

#[path = "cases/combinations"]
mod combinations {
    #[rustfmt::skip]
    pub mod operation;
    #[rustfmt::skip]
    pub mod operations;
    #[rustfmt::skip]
    pub mod routes;
    #[rustfmt::skip]
    pub mod schemas;
}

#[path = "cases/enumerations"]
mod enumerations {
    #[rustfmt::skip]
    pub mod operation;
    #[rustfmt::skip]
    pub mod routes;
    #[rustfmt::skip]
    pub mod schemas;
}

#[path = "cases/exchange"]
mod exchange {
    #[rustfmt::skip]
    pub mod headers;
    #[rustfmt::skip]
    pub mod operation;
    #[rustfmt::skip]
    pub mod operations;
    #[rustfmt::skip]
    pub mod parameters;
    #[rustfmt::skip]
    pub mod responses;
    #[rustfmt::skip]
    pub mod routes;
    #[rustfmt::skip]
    pub mod schemas;
}

#[path = "cases/formats"]
mod formats {
    #[rustfmt::skip]
    pub mod operation;
    #[rustfmt::skip]
    pub mod operations;
    #[rustfmt::skip]
    pub mod routes;
    #[rustfmt::skip]
    pub mod schemas;
}

#[path = "cases/kitchen_sink"]
mod kitchen_sink {
    #[rustfmt::skip]
    pub mod bodies;
    #[rustfmt::skip]
    pub mod headers;
    #[rustfmt::skip]
    pub mod operation;
    #[rustfmt::skip]
    pub mod operations;
    #[rustfmt::skip]
    pub mod parameters;
    #[rustfmt::skip]
    pub mod parts;
    #[rustfmt::skip]
    pub mod patterns;
    #[rustfmt::skip]
    pub mod responses;
    #[rustfmt::skip]
    pub mod routes;
    #[rustfmt::skip]
    pub mod schemas;
    #[rustfmt::skip]
    pub mod things;
}

#[path = "cases/names"]
mod names {
    #[rustfmt::skip]
    pub mod crate_;
    #[rustfmt::skip]
    pub mod gr_uf6_udf_e;
    #[rustfmt::skip]
    pub mod n3d;
    #[rustfmt::skip]
    pub mod operation;
    #[rustfmt::skip]
    pub mod operation_2;
    #[rustfmt::skip]
    pub mod operations;
    #[rustfmt::skip]
    pub mod operations_2;
    #[rustfmt::skip]
    pub mod patterns;
    #[rustfmt::skip]
    pub mod responses;
    #[rustfmt::skip]
    pub mod routes;
    #[rustfmt::skip]
    pub mod routes_2;
    #[rustfmt::skip]
    pub mod schemas;
    #[rustfmt::skip]
    pub mod schemas_2;
    #[rustfmt::skip]
    pub mod type_;
    #[rustfmt::skip]
    pub mod type_2;
    #[rustfmt::skip]
    pub mod unnamed;
    #[rustfmt::skip]
    pub mod unnamed_2;
}

#[path = "cases/access_behaviour.rs"]
mod access_behaviour;
#[path = "cases/combinations_behaviour.rs"]
mod combinations_behaviour;
#[path = "cases/enumerations_behaviour.rs"]
mod enumerations_behaviour;
#[path = "cases/exchange_behaviour.rs"]
mod exchange_behaviour;
#[path = "cases/formats_behaviour.rs"]
mod formats_behaviour;
#[cfg(feature = "interpret")]
#[path = "cases/interpreted.rs"]
mod interpreted;
#[path = "cases/kitchen_sink_behaviour.rs"]
mod kitchen_sink_behaviour;
#[path = "cases/names_behaviour.rs"]
mod names_behaviour;
#[path = "cases/support.rs"]
mod support;
