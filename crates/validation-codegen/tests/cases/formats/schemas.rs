//! The schemas that have a name.
use asp_validation_runtime::tables::*;
/// `/components/schemas/Int8`
pub static INT8: Schema = Schema {
    pointer: "/components/schemas/Int8",
    types: Types::INTEGER,
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Int8),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Int16`
pub static INT16: Schema = Schema {
    pointer: "/components/schemas/Int16",
    types: Types::INTEGER,
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Int16),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Int32`
pub static INT32: Schema = Schema {
    pointer: "/components/schemas/Int32",
    types: Types::INTEGER,
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Int32),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Int64`
pub static INT64: Schema = Schema {
    pointer: "/components/schemas/Int64",
    types: Types::INTEGER,
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Int64),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Uint8`
pub static UINT8: Schema = Schema {
    pointer: "/components/schemas/Uint8",
    types: Types::INTEGER,
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Uint8),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Uint16`
pub static UINT16: Schema = Schema {
    pointer: "/components/schemas/Uint16",
    types: Types::INTEGER,
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Uint16),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Uint32`
pub static UINT32: Schema = Schema {
    pointer: "/components/schemas/Uint32",
    types: Types::INTEGER,
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Uint32),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Uint64`
pub static UINT64: Schema = Schema {
    pointer: "/components/schemas/Uint64",
    types: Types::INTEGER,
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Uint64),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Float`
pub static FLOAT: Schema = Schema {
    pointer: "/components/schemas/Float",
    types: Types::NUMBER,
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Float),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Double`
pub static DOUBLE: Schema = Schema {
    pointer: "/components/schemas/Double",
    types: Types::NUMBER,
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Double),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/WholeNumber`
pub static WHOLE_NUMBER: Schema = Schema {
    pointer: "/components/schemas/WholeNumber",
    types: Types::NUMBER,
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Int32),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/WholeDouble`
pub static WHOLE_DOUBLE: Schema = Schema {
    pointer: "/components/schemas/WholeDouble",
    types: Types::INTEGER,
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Double),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Byte`
pub static BYTE: Schema = Schema {
    pointer: "/components/schemas/Byte",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::Byte),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Binary`
pub static BINARY: Schema = Schema {
    pointer: "/components/schemas/Binary",
    types: Types::STRING,
    ..Schema::ANY
};
/// `/components/schemas/Password`
pub static PASSWORD: Schema = Schema {
    pointer: "/components/schemas/Password",
    types: Types::STRING,
    string: Some(
        &StringRules {
            min_length: 3,
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Date`
pub static DATE: Schema = Schema {
    pointer: "/components/schemas/Date",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::Date),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/DateTime`
pub static DATE_TIME: Schema = Schema {
    pointer: "/components/schemas/DateTime",
    types: Types::STRING.or(Types::NULL),
    string: Some(
        &StringRules {
            format: Some(StringFormat::DateTime),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Time`
pub static TIME: Schema = Schema {
    pointer: "/components/schemas/Time",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::Time),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Duration`
pub static DURATION: Schema = Schema {
    pointer: "/components/schemas/Duration",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::Duration),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Email`
pub static EMAIL: Schema = Schema {
    pointer: "/components/schemas/Email",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::Email),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Hostname`
pub static HOSTNAME: Schema = Schema {
    pointer: "/components/schemas/Hostname",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::Hostname),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Ipv4`
pub static IPV4: Schema = Schema {
    pointer: "/components/schemas/Ipv4",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::Ipv4),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Ipv6`
pub static IPV6: Schema = Schema {
    pointer: "/components/schemas/Ipv6",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::Ipv6),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Uri`
pub static URI: Schema = Schema {
    pointer: "/components/schemas/Uri",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::Uri),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/UriReference`
pub static URI_REFERENCE: Schema = Schema {
    pointer: "/components/schemas/UriReference",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::UriReference),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Iri`
pub static IRI: Schema = Schema {
    pointer: "/components/schemas/Iri",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::Iri),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/IriReference`
pub static IRI_REFERENCE: Schema = Schema {
    pointer: "/components/schemas/IriReference",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::IriReference),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/JsonPointer`
pub static JSON_POINTER: Schema = Schema {
    pointer: "/components/schemas/JsonPointer",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::JsonPointer),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Uuid`
pub static UUID: Schema = Schema {
    pointer: "/components/schemas/Uuid",
    types: Types::STRING,
    string: Some(
        &StringRules {
            format: Some(StringFormat::Uuid),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/AnyInt32`
pub static ANY_INT32: Schema = Schema {
    pointer: "/components/schemas/AnyInt32",
    number: Some(
        &NumberRules {
            format: Some(NumberFormat::Int32),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/AnyDate`
pub static ANY_DATE: Schema = Schema {
    pointer: "/components/schemas/AnyDate",
    string: Some(
        &StringRules {
            format: Some(StringFormat::Date),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/AnyBinary`
pub static ANY_BINARY: Schema = Schema {
    pointer: "/components/schemas/AnyBinary",
    ..Schema::ANY
};
