//! Values at paths with dots, `image.tag` (Helm: pkg/chart/common/values.go).

use nexachart_go::strconv::quote;

use crate::{Map, Type, Value};

impl Map {
    /// The table (a map) at a path with dots. It is the very map that these values hold.
    ///
    /// # Errors
    /// `"x" is not a table` for the first name on the way that is missing or something else.
    ///
    /// ```
    /// use nexachart_value::{Map, Value};
    /// let values = Value::map([("image", Value::map([("tag", Value::from("1.2"))]))]);
    /// let values = values.as_map().unwrap();
    /// assert_eq!(values.table(b"image").unwrap().len(), 1);
    /// assert_eq!(values.table(b"image.tag").unwrap_err(), "\"tag\" is not a table");
    /// assert_eq!(values.path_value(b"image.tag").unwrap().as_str().unwrap()[..], b"1.2"[..]);
    /// assert_eq!(values.path_value(b"image").unwrap_err(), "\"image\" is not a value");
    /// ```
    pub fn table(&self, path: &[u8]) -> Result<Map, String> {
        let mut found = self.clone();
        for name in path.split(|&b| b == b'.') {
            match found.get(name) {
                Some(Value::Map(map)) => found = map,
                _ => return Err(format!("{} is not a table", quote(name))),
            }
        }
        Ok(found)
    }

    /// The value at a path with dots, unless it is a `map[string]interface {}`.
    ///
    /// # Errors
    /// `"x" is not a value`, x being the last name of the path, or `YAML path cannot be empty`.
    pub fn path_value(&self, path: &[u8]) -> Result<Value, String> {
        if path.is_empty() {
            return Err("YAML path cannot be empty".to_string());
        }
        let (above, key) = match path.iter().rposition(|&b| b == b'.') {
            Some(at) => (self.table(&path[..at]).ok(), &path[at + 1..]),
            None => (Some(self.clone()), path),
        };
        let is_table = |value: &Value| value.ty() == Some(Type::MAP);
        let found = above.and_then(|above| above.get(key)).filter(|value| !is_table(value));
        found.ok_or_else(|| format!("{} is not a value", quote(key)))
    }
}
