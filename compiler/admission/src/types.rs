//! The Go types of Kubernetes' objects: which fields a struct has, of which type, and which of them are written when empty.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::defaults::{self, Default};
use crate::node::Node;

/// The types of Kubernetes 1.36.3, made by `generate/main.go`; the head of the file has its form.
const TABLE: &str = include_str!("../types.txt");

/// All kinds and structs.
pub struct Types {
    kinds: HashMap<(&'static str, &'static str), Kind>,
    structs: Vec<Struct>,
}

/// A kind that the API server stores as a Go struct.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Its resource: `deployments`.
    pub resource: &'static str,
    /// Whether its objects stand in namespaces.
    pub namespaced: bool,
    /// Its struct.
    pub(crate) body: usize,
}

/// A Go struct.
pub(crate) struct Struct {
    /// `apps/v1.DeploymentSpec`.
    pub name: &'static str,
    /// Sorted by name.
    pub fields: Vec<Field>,
    /// Its `SetDefaults_` function.
    pub default: Option<Default>,
    /// Whether there are defaults in it or below.
    pub defaulted: bool,
}

/// A field of a Go struct.
pub(crate) struct Field {
    /// Its name in JSON.
    pub name: &'static str,
    /// When it is written.
    pub written: Written,
    /// Its type.
    pub body: Body,
    /// What the marker `+default` says.
    pub default: Option<Node>,
}

/// When a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// Always.
    Always,
    /// `omitempty`: not if it is false, 0, empty, or a nil pointer. Structs are always written.
    Filled,
    /// `omitzero`: also not if it is a struct without content.
    NotZero,
}

/// A Go type.
#[derive(Debug)]
pub(crate) enum Body {
    /// `string`
    Text,
    /// `bool`
    Bool,
    /// Whole numbers between these.
    Int(i64, i64),
    /// `float32`, `float64`
    Float,
    /// `[]byte`: base64.
    Bytes,
    /// `resource.Quantity`
    Quantity,
    /// `metav1.Time`
    Time,
    /// `metav1.MicroTime`
    MicroTime,
    /// `metav1.Duration`
    Duration,
    /// `intstr.IntOrString`
    IntOrString,
    /// Any JSON: `runtime.RawExtension` and what marshals itself.
    Json,
    /// `core.ResourceList`: a map of quantities.
    Resources,
    /// A pointer.
    Pointer(Box<Body>),
    /// A slice.
    List(Box<Body>),
    /// A map from text.
    Map(Box<Body>),
    /// A struct, by its place in the table.
    Struct(usize),
}

impl Types {
    /// The types of the bundled version. The table is read when it is asked for first (less than a millisecond).
    pub fn bundled() -> &'static Types {
        static TYPES: OnceLock<Types> = OnceLock::new();
        TYPES.get_or_init(|| Types::read(TABLE))
    }

    /// A kind; `None` if it is no built-in one of this version of its group.
    ///
    /// ```
    /// let types = nexachart_admission::Types::bundled();
    /// let kind = types.kind("rbac.authorization.k8s.io/v1", "ClusterRole").unwrap();
    /// assert_eq!(kind.resource, "clusterroles");
    /// assert!(!kind.namespaced);
    /// assert!(types.kind("example.com/v1", "Widget").is_none());
    /// ```
    pub fn kind(&self, version: &str, kind: &str) -> Option<Kind> {
        let kinds: &HashMap<(&str, &str), Kind> = &self.kinds;
        kinds.get(&(version, kind)).copied()
    }

    /// All kinds: version (`apps/v1`), kind (`Deployment`), and what is known of it. In no order.
    pub fn kinds(&self) -> impl Iterator<Item = (&'static str, &'static str, Kind)> {
        self.kinds.iter().map(|((version, kind), found)| (*version, *kind, *found))
    }

    pub(crate) fn get(&self, at: usize) -> &Struct {
        &self.structs[at]
    }

    fn read(table: &'static str) -> Types {
        let names: HashMap<&str, usize> =
            table.lines().filter_map(|line| line.strip_prefix("struct ")).zip(0..).collect();
        let mut types = Types { kinds: HashMap::new(), structs: Vec::with_capacity(names.len()) };
        for line in table.lines() {
            if let Some(field) = line.strip_prefix(' ') {
                if let (Some(last), Some(field)) = (types.structs.last_mut(), Field::read(field, &names)) {
                    last.fields.push(field);
                }
            } else if let Some(name) = line.strip_prefix("struct ") {
                types.structs.push(Struct {
                    name,
                    fields: Vec::new(),
                    default: defaults::of(name),
                    defaulted: false,
                });
            } else if let Some(kind) = line.strip_prefix("kind ") {
                let mut words = kind.split(' ');
                let mut word = || words.next().unwrap_or_default();
                let key = (word(), word());
                let (resource, scope, name) = (word(), word(), word());
                if let Some(&body) = names.get(name) {
                    types.kinds.insert(key, Kind { resource, namespaced: scope == "namespaced", body });
                }
            }
        }
        types.find_defaulted();
        types
    }

    /// Marks the structs that have defaults in them or below, until nothing changes any more.
    fn find_defaulted(&mut self) {
        loop {
            let mut changed = false;
            for at in 0..self.structs.len() {
                let body = &self.structs[at];
                if body.defaulted {
                    continue;
                }
                let found = body.default.is_some()
                    || body.fields.iter().any(|field| field.default.is_some() || self.reaches(&field.body));
                changed |= found;
                self.structs[at].defaulted = found;
            }
            if !changed {
                return;
            }
        }
    }

    /// Whether there are defaults below a type.
    pub(crate) fn reaches(&self, body: &Body) -> bool {
        match body {
            Body::Resources => true,
            Body::Pointer(inner) | Body::List(inner) | Body::Map(inner) => self.reaches(inner),
            Body::Struct(at) => self.structs[*at].defaulted,
            _ => false,
        }
    }
}

impl Struct {
    /// A field by its name in JSON.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.binary_search_by(|field| field.name.cmp(name)).ok().map(|at| &self.fields[at])
    }
}

impl Field {
    fn read(line: &'static str, names: &HashMap<&str, usize>) -> Option<Field> {
        let (line, default) = match line.split_once(" =") {
            Some((line, default)) => (line, Some(constant(default))),
            None => (line, None),
        };
        let mut words = line.split(' ');
        let name = words.next()?;
        let written = match words.next()? {
            "o" => Written::Filled,
            "z" => Written::NotZero,
            _ => Written::Always,
        };
        Some(Field { name, written, body: Body::read(words.next()?, names)?, default })
    }
}

/// The markers are texts, numbers and booleans.
fn constant(text: &'static str) -> Node {
    match text {
        "true" => Node::Bool(true),
        "false" => Node::Bool(false),
        _ => match text.parse() {
            Ok(number) => Node::Int(number),
            Err(_) => Node::text(text.trim_matches('"')),
        },
    }
}

impl Body {
    fn read(text: &str, names: &HashMap<&str, usize>) -> Option<Body> {
        let inner = |text| Some(Box::new(Body::read(text, names)?));
        if let Some(rest) = text.strip_prefix('*') {
            return Some(Body::Pointer(inner(rest)?));
        }
        if let Some(rest) = text.strip_prefix("[]") {
            return Some(Body::List(inner(rest)?));
        }
        if let Some(rest) = text.strip_prefix("{}") {
            return Some(Body::Map(inner(rest)?));
        }
        Some(match text {
            "s" => Body::Text,
            "b" => Body::Bool,
            "i16" => Body::Int(i16::MIN.into(), i16::MAX.into()),
            "i32" => Body::Int(i32::MIN.into(), i32::MAX.into()),
            "i64" => Body::Int(i64::MIN, i64::MAX),
            "u8" => Body::Int(0, u8::MAX.into()),
            "u16" => Body::Int(0, u16::MAX.into()),
            "u32" => Body::Int(0, u32::MAX.into()),
            "u64" => Body::Int(0, i64::MAX),
            "f32" | "f64" => Body::Float,
            "y" => Body::Bytes,
            "q" => Body::Quantity,
            "t" => Body::Time,
            "m" => Body::MicroTime,
            "d" => Body::Duration,
            "x" => Body::IntOrString,
            "j" => Body::Json,
            "R" => Body::Resources,
            name => Body::Struct(*names.get(name)?),
        })
    }

    /// The type behind pointers.
    pub fn target(&self) -> &Body {
        match self {
            Body::Pointer(inner) => inner.target(),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line of the table is understood, and every default function has its struct.
    #[test]
    fn whole() {
        let types = Types::bundled();
        let fields = TABLE.lines().filter(|line| line.starts_with(' ')).count();
        assert_eq!(types.structs.iter().map(|s| s.fields.len()).sum::<usize>(), fields);
        assert_eq!(types.kinds().count(), TABLE.lines().filter(|line| line.starts_with("kind ")).count());
        for (name, _) in defaults::functions() {
            assert!(types.structs.iter().any(|s| s.name == name), "{name}");
        }
        for body in &types.structs {
            assert!(body.fields.is_sorted_by(|a, b| a.name < b.name), "{}", body.name);
        }
    }
}
