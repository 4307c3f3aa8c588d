//! Laying the values of charts under those of the user (Helm: pkg/chart/common/util/coalesce.go).

use nexachart_go::strconv::quote;
use nexachart_source::Diagnostic;
use nexachart_value::{Map, Type, Value, deeper};

use crate::error;
use crate::log::{Journal, printed};
use crate::table::GLOBAL;
use crate::text::{display, display_bool};
use crate::tree::{NodeId, Tree};

/// What becomes of nulls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nulls {
    /// A null removes the key that it overrides, and the charts' own nulls go (Go: CoalesceValues).
    Remove,
    /// Nulls stay, for a later coalescing (Go: MergeValues).
    Keep,
}

/// The values of the user over those of a chart and all its dependencies: the result is new, of type
/// `common.Values`.
///
/// The errors: a dependency whose place in the values holds no table, and values that nest too deep.
pub(crate) fn coalesce_chart(
    tree: &Tree,
    chart: NodeId,
    user: &Map,
    nulls: Nulls,
    journal: &mut Journal,
) -> Result<Map, Diagnostic> {
    let dest = user.deep_copy(Type::VALUES).map_err(error::too_deep)?;
    Coalescing { tree, journal }.chart(chart, &dest, "", nulls)?;
    Ok(dest)
}

/// Lays `src` under `dst`, and returns that (Go: MergeTables): `dst` decides, tables are merged.
pub(crate) fn merge_tables(dst: &Map, src: &Map, journal: &mut Journal) -> Result<(), Diagnostic> {
    tables(dst, src, "", Nulls::Keep, journal, 0)
}

/// The values that a chart and all its dependencies have with those of the user over them, as templates see them (Helm:
/// CoalesceValues).
pub fn coalesce_values(tree: &Tree, user: &Map, journal: &mut Journal) -> Result<Map, Diagnostic> {
    coalesce_chart(tree, tree.root(), user, Nulls::Remove, journal)
}

/// Lays `src` under `dst`, and returns that (Helm: CoalesceTables): `dst` decides, tables are merged, a null in it takes a key away.
pub fn coalesce_tables(dst: &Map, src: &Map, journal: &mut Journal) -> Result<(), Diagnostic> {
    tables(dst, src, "", Nulls::Remove, journal, 0)
}

struct Coalescing<'a> {
    tree: &'a Tree,
    journal: &'a mut Journal,
}

impl Coalescing<'_> {
    fn chart(&mut self, chart: NodeId, dest: &Map, prefix: &str, nulls: Nulls) -> Result<(), Diagnostic> {
        self.defaults(chart, dest, prefix, nulls)?;
        let prefix = concat(prefix, self.tree.name(chart));
        for &sub in self.tree.dependencies(chart) {
            let name = self.tree.name(sub);
            let values = match dest.get(name.as_bytes()) {
                None => {
                    let values = Map::empty();
                    dest.insert(name, Value::Map(values.clone()));
                    values
                }
                Some(Value::Map(values)) => values,
                Some(other) => {
                    let message = format!("type mismatch on {name}: {}", display_bool(&other));
                    return Err(error::values(message));
                }
            };
            self.globals(&values, dest, &prefix)?;
            self.chart(sub, &values, &prefix, nulls)?;
        }
        Ok(())
    }

    /// Hands the globals of `src` down to `dest`, where they decide.
    fn globals(&mut self, dest: &Map, src: &Map, prefix: &str) -> Result<(), Diagnostic> {
        let skipped = |side| format!("warning: skipping globals because {side} global is not a table.");
        let down = match dest.get(GLOBAL) {
            None => Map::empty(),
            Some(Value::Map(map)) => map,
            Some(_) => {
                printed(self.journal, "values::globals", skipped("destination"));
                return Ok(());
            }
        };
        let up = match src.get(GLOBAL) {
            None => Map::empty(),
            Some(Value::Map(map)) => map,
            Some(_) => {
                printed(self.journal, "values::globals", skipped("source"));
                return Ok(());
            }
        };
        for (key, value) in up.to_vec() {
            let there = down.get(&key);
            match (value, there) {
                (Value::Map(map), None) => down.insert(key, Value::Map(map.shallow_copy())),
                (Value::Map(map), Some(Value::Map(old))) => {
                    let map = map.shallow_copy();
                    let prefix = concat(prefix, &key.to_text());
                    tables(&map, &old, &prefix, Nulls::Keep, self.journal, 0)?;
                    down.insert(key, Value::Map(map));
                }
                (Value::Map(_), Some(_)) => {
                    let key = quote(&key);
                    let message = format!("Conflict: cannot merge map onto non-map for {key}. Skipping.");
                    printed(self.journal, "values::globals", message);
                }
                (_, Some(Value::Map(_))) => {
                    let message = format!("key {} is table. Skipping", key.to_text());
                    printed(self.journal, "values::globals", message);
                }
                (value, _) => down.insert(key, value),
            }
        }
        dest.insert(GLOBAL, Value::Map(down));
        Ok(())
    }

    /// Lays the chart's own values under `dest` (Go: coalesceValues).
    fn defaults(&mut self, chart: NodeId, dest: &Map, prefix: &str, nulls: Nulls) -> Result<(), Diagnostic> {
        let prefix = concat(prefix, self.tree.name(chart));
        for (key, value) in self.tree.values(chart).deep_copy(Type::MAP).map_err(error::too_deep)?.to_vec() {
            match (dest.get(&key), value) {
                (Some(Value::Nil), _) if nulls == Nulls::Remove => {
                    dest.remove(&key);
                }
                (Some(Value::Map(user)), Value::Map(own)) => {
                    let is_sub = self.tree.dependencies(chart).iter();
                    let is_sub = is_sub.copied().any(|sub| *self.tree.name(sub).as_bytes() == *key);
                    let nulls = if is_sub { Nulls::Keep } else { nulls };
                    if nulls == Nulls::Remove {
                        remove_nulls(&own);
                    }
                    tables(&user, &own, &concat(&prefix, &key.to_text()), nulls, self.journal, 0)?;
                }
                (Some(Value::Map(_)), Value::Nil) => {}
                (Some(Value::Map(_)), _) => {
                    let key = key.to_text();
                    let message = format!("warning: skipped value for {prefix}.{key}: Not a table.");
                    printed(self.journal, "values::not-a-table", message);
                }
                (Some(_), _) => {}
                (None, Value::Nil) if nulls == Nulls::Remove => {}
                (None, own) => {
                    if let (Nulls::Remove, Value::Map(map)) = (nulls, &own) {
                        remove_nulls(map);
                    }
                    dest.insert(key, own);
                }
            }
        }
        Ok(())
    }
}

/// Go: coalesceTablesFullKey.
fn tables(
    dst: &Map,
    src: &Map,
    prefix: &str,
    nulls: Nulls,
    journal: &mut Journal,
    depth: usize,
) -> Result<(), Diagnostic> {
    let depth = deeper(depth).map_err(error::too_deep)?;
    let mut own = src.to_vec();
    // A null of the user is written to the source: there it reaches tables that share it.
    for (key, _) in dst.to_vec().into_iter().filter(|(_, value)| value.is_nil()) {
        if src.get(&key).is_none_or(|value| !value.is_nil()) {
            src.insert(key, Value::Nil);
        }
    }
    own.retain(|(key, value)| match dst.get(key) {
        // A null over a value: the key goes. Over a null, or over nothing, it stays.
        Some(Value::Nil) => {
            if nulls == Nulls::Remove && !value.is_nil() {
                dst.remove(key);
            }
            false
        }
        _ => true,
    });
    for (key, value) in own {
        match (dst.get(&key), value) {
            (None, value) => dst.insert(key, value),
            (Some(Value::Map(to)), Value::Map(from)) => {
                tables(&to, &from, &concat(prefix, &key.to_text()), nulls, journal, depth)?;
            }
            (Some(_), value @ Value::Map(_)) => {
                let key = concat(prefix, &key.to_text());
                let value = display(&value);
                let message = format!("warning: cannot overwrite table with non table for {key} ({value})");
                printed(journal, "values::not-a-table", message);
            }
            (Some(Value::Map(_)), value) if !value.is_nil() => {
                let key = concat(prefix, &key.to_text());
                let value = display(&value);
                let message =
                    format!("warning: destination for {key} is a table. Ignoring non-table value ({value})");
                printed(journal, "values::not-a-table", message);
            }
            (Some(_), _) => {}
        }
    }
    Ok(())
}

/// Takes the null entries out, in the tables below too, but not in lists. What it is given was copied
/// before, so it is not too deep.
fn remove_nulls(map: &Map) {
    for (key, value) in map.to_vec() {
        match value {
            Value::Nil => {
                map.remove(&key);
            }
            Value::Map(below) => remove_nulls(&below),
            _ => {}
        }
    }
}

fn concat(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_string() } else { format!("{prefix}.{name}") }
}
