//! Lists in values files that are merged instead of replaced. Helm knows no such thing: only a workspace file asks for it.

use nexachart_value::{List, Map, Value, deep_equal};

use crate::{Chart, merge_maps};

/// How two lists of values become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListMerge {
    /// The items of the upper one stand behind those of the lower one.
    Append,
    /// Items with the same value of this key are merged, where they stand in the lower one; the others are appended.
    By(String),
}

/// A list that is merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRule {
    /// Its path in the values: the keys on the way to it.
    pub path: Vec<String>,
    /// How.
    pub merge: ListMerge,
}

/// The lists that are merged while values files are laid over each other and over the values of a chart.
#[derive(Debug)]
pub struct Lists<'a> {
    rules: &'a [ListRule],
    chart: &'a Chart,
    /// By the number of the rule: whether the lists are other ones than Helm's.
    differs: Vec<bool>,
    /// By the number of the rule: whether a file has put something else in the place of the chart's list.
    cut: Vec<bool>,
}

impl ListRule {
    /// The rule for a path with dots, of which `\.` is a dot in a key.
    ///
    /// ```
    /// use nexachart_chart::{ListMerge, ListRule};
    /// assert_eq!(ListRule::new(r"a.b\.c", ListMerge::Append).path, ["a", "b.c"]);
    /// ```
    pub fn new(path: &str, merge: ListMerge) -> ListRule {
        let mut keys = vec![String::new()];
        let mut chars = path.chars().peekable();
        while let Some(c) = chars.next() {
            let last = keys.len() - 1;
            match c {
                '.' => keys.push(String::new()),
                '\\' if chars.next_if_eq(&'.').is_some() => keys[last].push('.'),
                c => keys[last].push(c),
            }
        }
        ListRule { path: keys, merge }
    }

    /// The lower list with the upper one.
    fn merged(&self, under: &List, over: &List) -> Value {
        let mut items: Vec<Value> = under.iter().cloned().collect();
        for item in over.iter() {
            let place = match &self.merge {
                ListMerge::Append => None,
                ListMerge::By(key) => name(item, key).and_then(|wanted| {
                    items
                        .iter()
                        .position(|there| name(there, key).is_some_and(|name| deep_equal(&name, &wanted)))
                }),
            };
            match (place.map(|place| &mut items[place]), item) {
                (Some(Value::Map(there)), Value::Map(item)) => *there = merge_maps(there, item),
                _ => items.push(item.clone()),
            }
        }
        Value::list(items)
    }
}

/// What names an item.
fn name(item: &Value, key: &str) -> Option<Value> {
    item.as_map()?.get(key.as_bytes()).filter(|name| !name.is_nil())
}

impl<'a> Lists<'a> {
    /// Merges lists by these rules, over those of a chart.
    pub fn new(rules: &'a [ListRule], chart: &'a Chart) -> Lists<'a> {
        Lists { rules, chart, differs: vec![false; rules.len()], cut: vec![false; rules.len()] }
    }

    /// The rules that made lists other ones than Helm's.
    pub fn differing(&self) -> impl Iterator<Item = &'a ListRule> {
        self.rules.iter().zip(&self.differs).filter(|(_, differs)| **differs).map(|(rule, _)| rule)
    }

    /// Changes the lists of a file so that they hold what stands under them. What is under the files is still to come
    /// ([`Lists::lay`]).
    pub(crate) fn merge(&mut self, under: &Map, over: &Map) {
        for (number, rule) in self.rules.iter().enumerate() {
            let Some((parent, key, upper)) = place(over, &rule.path) else { continue };
            match (value_at(under, &rule.path), upper) {
                (Some(Value::List(lower)), Value::List(upper)) => {
                    self.differs[number] |= !lower.is_empty();
                    parent.insert(key, rule.merged(&lower, &upper));
                }
                (_, Value::List(_)) => {}
                _ => self.cut[number] = true,
            }
        }
    }

    /// Changes the lists of all files together so that they hold those of the chart.
    pub(crate) fn lay(&mut self, values: &Map) {
        for (number, rule) in self.rules.iter().enumerate() {
            if self.cut[number] {
                continue;
            }
            let Some((parent, key, Value::List(upper))) = place(values, &rule.path) else { continue };
            if let Some(lower) = default_list(self.chart, rule, &rule.path) {
                self.differs[number] |= !lower.is_empty();
                parent.insert(key, rule.merged(&lower, &upper));
            }
        }
    }
}

/// The list that a chart brings along at a path: its own over that of the dependency that the path leads to.
fn default_list(chart: &Chart, rule: &ListRule, path: &[String]) -> Option<List> {
    let own = match value_at(&chart.default_values(), path) {
        Some(Value::List(list)) => Some(list),
        Some(_) => return None,
        None => None,
    };
    let (name, rest) = path.split_first()?;
    let entry = chart.metadata.dependencies().find(|entry| entry.alias == *name);
    let loaded = entry.map_or(name, |entry| &entry.name);
    let below = chart.dependencies.iter().find(|sub| sub.name() == loaded);
    let below = below.filter(|_| !rest.is_empty()).and_then(|sub| default_list(sub, rule, rest));
    match (below, own) {
        (Some(below), Some(own)) => rule.merged(&below, &own).items(),
        (below, own) => own.or(below),
    }
}

fn value_at(values: &Map, path: &[String]) -> Option<Value> {
    place(values, path).map(|(_, _, value)| value)
}

/// The map that holds the last key of a path, the key, and its value.
fn place<'p>(values: &Map, path: &'p [String]) -> Option<(Map, &'p str, Value)> {
    let (last, way) = path.split_last()?;
    let mut parent = values.clone();
    for key in way {
        let Some(Value::Map(below)) = parent.get(key.as_bytes()) else { return None };
        parent = below;
    }
    let value = parent.get(last.as_bytes())?;
    Some((parent, last, value))
}

#[cfg(test)]
mod tests {
    use nexachart_source::{Budgets, Memory};
    use nexachart_value::json::to_raw_json;

    use super::*;
    use crate::{File, Journal, ValueOptions, from_files, user_values_with};

    #[test]
    fn lists_are_merged() {
        let file = |name: &str, text: &str| File::new(name.as_bytes(), text);
        let chart = from_files(
            vec![
                file("Chart.yaml", "apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n- {name: lib, version: 1.0.0, alias: sub}\n"),
                file("values.yaml", "env: [{name: a, v: 1}, {name: b, v: {x: 1, z: 2}}]\nsub: {ports: [2]}\nplain: [1]\n"),
                file("charts/lib/Chart.yaml", "apiVersion: v2\nname: lib\nversion: 1.0.0\n"),
                file("charts/lib/values.yaml", "ports: [1]\n"),
            ],
            &Budgets::default(),
            &mut Journal::new(),
        )
        .unwrap();
        let rules = [
            ListRule::new("env", ListMerge::By("name".into())),
            ListRule::new("sub.ports", ListMerge::Append),
            ListRule::new("none", ListMerge::Append),
        ];
        for (one, two, set, want, differing) in [
            (
                "env: [{name: b, v: {x: 3}}, {name: c}]",
                "env: [{name: c, w: 1}, 7]",
                "",
                r#"{"env":[{"name":"a","v":1},{"name":"b","v":{"x":3,"z":2}},{"name":"c","w":1},7]}"#,
                1,
            ),
            ("sub: {ports: [3]}", "sub: {ports: [4]}", "", r#"{"sub":{"ports":[1,2,3,4]}}"#, 1),
            ("env: null", "env: [1]", "", r#"{"env":[1]}"#, 0),
            ("env: [1]", "env: null", "", r#"{"env":null}"#, 0),
            ("plain: [2]", "plain: [3]", "", r#"{"plain":[3]}"#, 0),
            ("none: [1]", "{}", "", r#"{"none":[1]}"#, 0),
            ("none: [1]", "none: [2]", "none[0]=9", r#"{"none":[9,2]}"#, 1),
            ("{}", "{}", "env[0]=9", r#"{"env":[9]}"#, 0),
            ("sub: text", "sub: {ports: [4]}", "", r#"{"sub":{"ports":[1,2,4]}}"#, 1),
        ] {
            let world = Memory::new().file("/1", one).file("/2", two);
            let options = ValueOptions {
                files: vec![b"1".to_vec(), b"2".to_vec()],
                set: if set.is_empty() { Vec::new() } else { vec![set.as_bytes().to_vec()] },
                ..ValueOptions::default()
            };
            let mut lists = Lists::new(&rules, &chart);
            let values = user_values_with(&world, &options, &Budgets::default(), Some(&mut lists)).unwrap();
            let json = to_raw_json(&Value::Map(values)).unwrap();
            assert_eq!(String::from_utf8_lossy(&json).trim_end(), want, "{one} {two}");
            assert_eq!(lists.differing().count(), differing, "{one} {two}");
        }
    }
}
