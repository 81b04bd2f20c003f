//! Judgements as they are written: numbers or fractions, and matrices under the names of criteria.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

/// A number, or a fraction of two whole numbers as text: `3`, `0.5`, `"1/3"`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Judgement(pub(crate) f64);

impl<'de> Deserialize<'de> for Judgement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Judged)
    }
}

struct Judged;

impl Visitor<'_> for Judged {
    type Value = Judgement;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a number, or a fraction such as `\"1/3\"`")
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Judgement, E> {
        Ok(Judgement(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Judgement, E> {
        Ok(Judgement(value as f64))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Judgement, E> {
        Ok(Judgement(value as f64))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Judgement, E> {
        let part = |part: &str| part.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        let number = match text.split_once('/') {
            Some((above, below)) => part(above).zip(part(below)).map(|(above, below)| above / below),
            None => part(text),
        };
        number.map(Judgement).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

/// An object with its keys in the order in which they are written.
#[derive(Debug, Clone)]
pub(super) struct Ordered<T>(pub(super) Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries(std::marker::PhantomData))
    }
}

struct Entries<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
    type Value = Ordered<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered<T>, A::Error> {
        let mut entries: Vec<(String, T)> = Vec::new();
        while let Some((key, value)) = map.next_entry()? {
            if entries.iter().any(|(known, _)| *known == key) {
                return Err(de::Error::custom(format!("`{key}` stands here twice")));
            }
            entries.push((key, value));
        }
        Ok(Ordered(entries))
    }
}
