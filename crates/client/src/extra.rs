//! Members of a response that the document doesn't know.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

/// Members of a response that the document doesn't know, as they came.
///
/// They are kept as text, so that nothing in them, such as a number that is too large for Rust, hinders the reading of the
/// rest.
#[derive(Clone, Debug, Default)]
pub struct Extra(Vec<(String, Box<RawValue>)>);

impl Extra {
    /// The text of a member, such as `"12"` or `{"a": 1}`.
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(member, _)| member == name)?;
        Some(value.get())
    }

    /// A member, read.
    ///
    /// # Errors
    ///
    /// If it isn't what `T` expects.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> Option<Result<T, serde_json::Error>> {
        self.get(name).map(serde_json::from_str)
    }

    /// All members with their texts, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.get()))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn insert(&mut self, name: String, value: Box<RawValue>) {
        self.0.push((name, value));
    }
}

impl PartialEq for Extra {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// The name of a member, without a copy where it needs none.
pub(crate) struct Name<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Name<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("the name of a member")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }
        deserializer.deserialize_str(Names)
    }
}

/// A member that may be missing: only an `Option` can do without.
pub(crate) fn or_missing<'de, T: Deserialize<'de>, E: serde::de::Error>(
    value: Option<T>,
    name: &'static str,
) -> Result<T, E> {
    struct Missing<E>(&'static str, std::marker::PhantomData<E>);

    impl<'de, E: serde::de::Error> Deserializer<'de> for Missing<E> {
        type Error = E;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
            Err(E::missing_field(self.0))
        }

        fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
            visitor.visit_none()
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
            newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
        }
    }

    match value {
        Some(value) => Ok(value),
        None => T::deserialize(Missing(name, std::marker::PhantomData)),
    }
}

/// Reads a struct that has a field `extra` for other members: its fields with their types and the members' names.
macro_rules! read {
    ($name:ident { $($field:ident: $ty:ty = $member:literal),* $(,)? }) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Members;
                impl<'de> ::serde::de::Visitor<'de> for Members {
                    type Value = $name;

                    fn expecting(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        formatter.write_str(concat!("an object, ", stringify!($name)))
                    }

                    fn visit_map<A: ::serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        $(let mut $field = None::<$ty>;)*
                        let mut extra = crate::extra::Extra::default();
                        while let Some(crate::extra::Name(name)) = map.next_key()? {
                            match &*name {
                                $($member if $field.is_some() => {
                                    return Err(::serde::de::Error::duplicate_field($member));
                                })*
                                $($member => $field = Some(map.next_value()?),)*
                                _ => extra.insert(name.into_owned(), map.next_value()?),
                            }
                        }
                        Ok($name { $($field: crate::extra::or_missing($field, $member)?,)* extra })
                    }
                }
                deserializer.deserialize_map(Members)
            }
        }
    };
}
pub(crate) use read;

#[cfg(test)]
mod tests {
    use crate::types;

    #[test]
    fn what_the_document_does_not_know_is_kept_whatever_it_is() {
        let text = r#"{"id":"A","floor":12,"huge":1e400,"odd":"\ud800","name":"12","roomTypeId":"B","deep":{"a":[1]}}"#;
        let room: types::Room = serde_json::from_str(text).unwrap();
        assert_eq!((room.id.as_str(), room.name.as_str(), room.room_type_id.as_str()), ("A", "12", "B"));
        let names: Vec<_> = room.extra.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["floor", "huge", "odd", "deep"]);
        assert_eq!(room.extra.read::<u8>("floor").unwrap().unwrap(), 12);
        assert_eq!(room.extra.get("huge"), Some("1e400"));
        assert!(room.extra.read::<String>("odd").unwrap().is_err());
        assert_eq!(room.extra.get("balcony"), None);
        let written = serde_json::to_string(&room).unwrap();
        assert_eq!(serde_json::from_str::<types::Room>(&written).unwrap(), room);
        assert!(written.contains(r#""odd":"\ud800""#), "{written}");
    }

    #[test]
    fn what_must_be_there_must_be_there_once() {
        let read = |text| serde_json::from_str::<types::Room>(text).unwrap_err().to_string();
        assert!(read(r#"{"id":"A","name":"12"}"#).starts_with("missing field `roomTypeId`"));
        assert!(read(r#"{"id":"A","id":"A"}"#).starts_with("duplicate field `id`"));
        assert!(read("[]").starts_with("invalid type: sequence, expected an object, Room"));
        let page: types::RoomPage = serde_json::from_str(r#"{"rooms":[]}"#).unwrap();
        assert!(page.pagination_context.is_none() && page.extra.is_empty());
        let page: types::RoomPage = serde_json::from_str(r#"{"rooms":[],"paginationContext":null}"#).unwrap();
        assert!(page.pagination_context.is_none());
    }
}
