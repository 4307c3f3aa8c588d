//! Values as `toYaml` sees them: as JSON, read as YAML.

use std::collections::BTreeMap;

use nexachart_go::base64;
use nexachart_go::strconv::{append_int, append_uint};

use super::blocks::{Place, View, Writer};
use super::order::survey;
use super::page::Page;
use super::passage::{self, Refused};
use super::{Dialect, scalar};
use crate::json::{self, Plain};
use crate::{FloatType, Map, Str, Type, UintType, Value, float};

/// Lines are folded at the first blank after this column.
const WIDTH: usize = 80;

/// Appends the YAML of a value. After an error there is a part of it.
pub(super) fn write(value: &Value, margin: usize, out: &mut Vec<u8>) -> Result<(), Refused> {
    Writer::<ThroughJson>::new(Page::new(out, margin, WIDTH)).document(value)
}

struct ThroughJson;

impl View for ThroughJson {
    type Stop = Refused;
    const DIALECT: Dialect = Dialect::Yaml2;

    fn node(writer: &mut Writer<'_, Self>, value: &Value, place: Place) -> Result<(), Refused> {
        match value {
            Value::Nil => writer.word(b"null", place),
            Value::Bool(b) => writer.word(if *b { b"true" } else { b"false" }, place),
            Value::Int(_, n) => writer.number(place, |out| append_int(out, *n, 10)),
            Value::Uint(_, n) => writer.number(place, |out| append_uint(out, *n, 10)),
            Value::Float(ty, n) if n.is_finite() => {
                writer.number(place, |out| append_float(out, *n, *ty));
            }
            Value::Float(..) | Value::Complex(..) => return Err(Refused),
            Value::String(s) => return string(writer, s, place),
            Value::Bytes(s) => return string(writer, base64::encode(s).as_bytes(), place),
            Value::List(list) if list.is_nil() => writer.word(b"null", place),
            Value::List(list) if list.elem() == Type::Uint(UintType::Uint8) => {
                return string(writer, json::base64_of_list(list).as_bytes(), place);
            }
            Value::List(list) => return writer.list(list, place),
            Value::Map(map) if map.is_nil() => writer.word(b"null", place),
            Value::Map(map) => return write_map(writer, map, place),
            Value::Object(object) => match json::plain(&**object).map_err(|_| Refused)? {
                // It is no object again.
                Plain::Value(value) => return Self::node(writer, &value, place),
                Plain::Fields(fields) => {
                    let entries = fields.into_iter().map(|(name, value)| (Str::from(name), value)).collect();
                    return write_map(writer, &Map::new(Type::MAP, entries), place);
                }
            },
        }
        Ok(())
    }

    fn key(writer: &mut Writer<'_, Self>, key: &[u8], column: usize) -> Result<Place, Refused> {
        if scalar::is_plain_key(key, Dialect::Yaml2) {
            writer.page.ascii(key);
            return Ok(writer.colon(column));
        }
        if passage::is_lost_key(key) {
            return Err(Refused);
        }
        Ok(writer.text_key(&passage::key(key)?, column))
    }

    fn too_deep() -> Refused {
        Refused
    }
}

fn string(writer: &mut Writer<'_, ThroughJson>, s: &[u8], place: Place) -> Result<(), Refused> {
    writer.separate(place);
    if scalar::is_plainly_plain(s, Dialect::Yaml2) {
        scalar::write_plainly(&mut writer.page, s, place.scalar_role());
    } else {
        scalar::write(&mut writer.page, &passage::text(s)?, place.scalar_role(), Dialect::Yaml2);
    }
    Ok(())
}

fn write_map(writer: &mut Writer<'_, ThroughJson>, map: &Map, place: Place) -> Result<(), Refused> {
    let keys = survey(map.entries().keys(), Dialect::Yaml2);
    if keys.ascii || map.entries().keys().all(|key| std::str::from_utf8(key).is_ok()) {
        return writer.map(map, keys, place);
    }
    // Keys that are not UTF-8 are changed, and may become equal: the last one stays.
    let mut changed = BTreeMap::new();
    for (key, value) in map.entries().iter() {
        if passage::is_lost_key(key) {
            return Err(Refused);
        }
        changed.insert(Str::from(passage::key(key)?), value.clone());
    }
    let keys = survey(changed.keys(), Dialect::Yaml2);
    writer.map(&Map::new(map.ty(), changed), keys, place)
}

/// Appends a finite float after the passage: a whole number in JSON that fits 64 bits is an integer.
fn append_float(out: &mut Vec<u8>, n: f64, ty: FloatType) {
    if let Some(n) = float::as_integer(n, ty) {
        return append_int(out, n, 10);
    }
    let start = out.len();
    if n.trunc() == n && n.abs() < 1e20 {
        float::append_json(out, n, ty);
        let fits = |text: &str| text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok();
        if std::str::from_utf8(&out[start..]).is_ok_and(fits) {
            return;
        }
        out.truncate(start);
    }
    float::append_general(out, n, ty);
}
