//! How exact numbers stand in TOML and JSON: as plain numbers (`90`, `0.8`), read and written through their
//! shortest text, so that a bar of 22,49 is 22,49 after any number of saves.

use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Deserializer, Serializer, de, ser};

use crate::points::Points;

/// A whole number as one, a fraction by its decimal text.
pub(super) fn serialize<S: Serializer>(points: &Points, to: S) -> Result<S::Ok, S::Error> {
    let exact = points.0.normalize();
    match exact.to_i64().filter(|_| exact.is_integer()) {
        Some(whole) => to.serialize_i64(whole),
        None => to.serialize_f64(exact.to_string().parse().map_err(ser::Error::custom)?),
    }
}

/// A number, or a number in quotation marks.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Points, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(serde_json::Number),
        Text(String),
    }
    let text = match Written::deserialize(from)? {
        Written::Number(number) => number.to_string(),
        Written::Text(text) => text,
    };
    let points: Points = text.parse().map_err(|_| de::Error::custom(format!("“{text}” không phải là số")))?;
    if points.0.scale() > 6 {
        Err(de::Error::custom("số có quá sáu chữ số thập phân"))
    } else {
        Ok(points)
    }
}

/// The same for a number that may be left out.
pub(super) mod optional {
    use super::{Deserializer, Points, Serializer};

    #[expect(clippy::ref_option, reason = "the shape serde asks for")]
    pub(in crate::criteria) fn serialize<S: Serializer>(
        p: &Option<Points>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match p {
            Some(points) => super::serialize(points, to),
            None => to.serialize_none(),
        }
    }

    pub(in crate::criteria) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Points>, D::Error> {
        super::deserialize(from).map(Some)
    }
}
