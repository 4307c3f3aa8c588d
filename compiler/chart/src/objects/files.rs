//! `.Files`: the files of a chart that are nothing else (Helm: pkg/engine/files.go).

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::memchr_iter;
use nexachart_go::glob::{Error as GlobError, Glob};
use nexachart_go::path;
use nexachart_value::yaml_write::to_yaml;
use nexachart_value::{Makes, Map, Method, Object, Type, Value};

use super::same;
use crate::File;

const BYTES_MAP: Type = Type::Map(&Type::BYTES);
const FILES: Type = Type::Named("engine.files", &BYTES_MAP);

/// What a line takes beside its bytes.
const LINE: u64 = 56;
/// What a file takes in a map of them and in its YAML, beside its bytes.
const ENTRY: u64 = 512;

/// `engine.files`: a map from paths to contents, with methods. A file is read when it is asked for.
#[derive(Debug)]
pub(crate) struct Files(BTreeMap<Arc<[u8]>, File>);

impl Files {
    /// Of two files with the same path the later one counts.
    pub fn new(files: &[File]) -> Files {
        Files(files.iter().map(|file| (file.name.clone(), file.clone())).collect())
    }

    fn bytes(&self, path: &[u8]) -> Result<Arc<[u8]>, String> {
        match self.0.get(path) {
            Some(file) => file.bytes().map_err(|e| e.to_string()),
            None => Ok(Arc::default()),
        }
    }

    fn glob(&self, pattern: &[u8]) -> Result<Files, String> {
        let glob = match Glob::new(pattern) {
            Err(error @ GlobError::TooComplex) => return Err(error.to_string()),
            // Helm takes everything then.
            Err(_) => return Ok(Files(self.0.clone())),
            Ok(glob) => glob,
        };
        let mut found = BTreeMap::new();
        for (name, file) in &self.0 {
            if glob.matches(name).map_err(|e| e.to_string())? {
                found.insert(name.clone(), file.clone());
            }
        }
        Ok(Files(found))
    }

    fn lines(&self, path: &[u8]) -> Result<Value, String> {
        let bytes = self.bytes(path)?;
        let text = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        if bytes.is_empty() {
            return Ok(Value::strings::<&str>([]));
        }
        Ok(Value::strings(text.split(|&b| b == b'\n')))
    }

    /// What it takes to make a text of a file.
    fn as_text(&self, path: &[u8]) -> Makes {
        let text = self.bytes(path).map_or(0, |bytes| bytes.len() as u64);
        Makes { text, items: 0, memory: text, steps: text / 32 }
    }

    /// What it takes to make a list of its lines.
    fn as_lines(&self, path: &[u8]) -> Makes {
        let Ok(bytes) = self.bytes(path) else { return Makes::default() };
        let items = memchr_iter(b'\n', &bytes).count() as u64 + 1;
        let memory = bytes.len() as u64 + items * LINE;
        Makes { text: 0, items, memory, steps: memory / 32 }
    }

    /// What it takes to make a map of all files, and a text of that.
    fn as_map(&self) -> Makes {
        let (text, items) = (self.expanse(), self.0.len() as u64);
        // Control characters, each of which is written as an escape, take 50 ns.
        Makes { text, items, memory: text + items * ENTRY, steps: text / 4 + items * 16 }
    }

    /// A YAML map from the names without their folders to the contents; empty if it cannot be written.
    fn as_yaml(&self, ty: Type, content: fn(&[u8]) -> Value) -> Result<Value, String> {
        let map = Map::new(ty, Default::default());
        for (name, file) in &self.0 {
            let bytes = file.bytes().map_err(|e| e.to_string())?;
            map.insert(path::base(name), content(&bytes));
        }
        let mut yaml = to_yaml(&Value::Map(map)).unwrap_or_default();
        if yaml.ends_with(b"\n") {
            yaml.pop();
        }
        Ok(Value::from(yaml))
    }
}

impl Object for Files {
    fn ty(&self) -> Type {
        FILES
    }

    fn underlying(&self) -> Option<Value> {
        let map = Map::new(BYTES_MAP, Default::default());
        for (name, file) in &self.0 {
            map.insert(&**name, bytes_value(&file.bytes().unwrap_or_default()));
        }
        Some(Value::Map(map))
    }

    fn weight(&self) -> u64 {
        128 * self.0.len() as u64
    }

    fn expanse(&self) -> u64 {
        self.0.values().map(|file| 64 + file.bytes().map_or(0, |bytes| bytes.len() as u64)).sum()
    }

    fn method(&self, name: &str) -> Option<&'static Method> {
        METHODS.iter().find(|(method, _)| *method == name).map(|(_, method)| method)
    }

    fn equal(&self, other: &dyn Object) -> bool {
        same(self, other, |a, b| {
            let content = |file: &File| file.bytes().unwrap_or_default();
            a.0.len() == b.0.len()
                && a.0.iter().zip(&b.0).all(|((x, f), (y, g))| x == y && content(f) == content(g))
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

static METHODS: [(&str, Method); 6] = [
    ("Get", of_path(Type::String, TEXT, |files, args| on(files, args, |f, path| Ok(text(&f.bytes(path)?))))),
    (
        "GetBytes",
        of_path(Type::BYTES, TEXT, |files, args| on(files, args, |f, path| Ok(bytes_value(&f.bytes(path)?)))),
    ),
    (
        "Glob",
        of_path(FILES, Makes::little, |files, args| {
            on(files, args, |f, pattern| Ok(Value::object(f.glob(pattern)?)))
        }),
    ),
    ("Lines", of_path(Type::STRINGS, LINES, |files, args| on(files, args, Files::lines))),
    ("AsConfig", of_all(|files, args| on(files, args, |f, _| f.as_yaml(Type::STRING_MAP, text)))),
    // In YAML, as in JSON, bytes are base64.
    ("AsSecrets", of_all(|files, args| on(files, args, |f, _| f.as_yaml(BYTES_MAP, bytes_value)))),
];

type Body = fn(&dyn Object, &[Value]) -> Result<Value, String>;
type Forecast = fn(&dyn Object, &[Value]) -> Makes;

const TEXT: Forecast = |files, args| of(files).map_or(Makes::default(), |f| f.as_text(argument(args)));
const LINES: Forecast = |files, args| of(files).map_or(Makes::default(), |f| f.as_lines(argument(args)));
const MAP: Forecast = |files, _| of(files).map_or(Makes::default(), Files::as_map);

const fn of_path(result: Type, makes: Forecast, call: Body) -> Method {
    Method { params: &[Type::String], variadic: false, result, more: &[], makes, call }
}

const fn of_all(call: Body) -> Method {
    Method { params: &[], variadic: false, result: Type::String, more: &[], makes: MAP, call }
}

/// Calls a method with its argument, if it has one.
fn on(
    object: &dyn Object,
    args: &[Value],
    body: fn(&Files, &[u8]) -> Result<Value, String>,
) -> Result<Value, String> {
    of(object).map_or(Ok(Value::Nil), |files| body(files, argument(args)))
}

fn of(object: &dyn Object) -> Option<&Files> {
    object.as_any().downcast_ref()
}

fn argument(args: &[Value]) -> &[u8] {
    args.first().and_then(Value::as_str).map_or(&b""[..], |s| s.as_bytes())
}

fn text(bytes: &[u8]) -> Value {
    Value::String(bytes.into())
}

fn bytes_value(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.into())
}
