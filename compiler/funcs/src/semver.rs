//! Semantic versions (Sprig: semver.go; Masterminds/semver).

use std::any::Any;

use nexachart_go::semver::{Constraints, Version};
use nexachart_template::{Error, Func};
use nexachart_value::{Makes, Method, Object, Type, UintType, Value};

const STRING: Type = Type::String;
const VERSION: Type = Type::Struct("semver.Version");
const POINTER: Type = Type::Pointer(&VERSION);

pub static FUNCS: &[Func] = &[
    Func::new("semver", &[STRING], POINTER, |_, a| {
        let version = Version::parse(a.str(0)).map_err(|e| Error::new(e.to_string()))?;
        Ok(Value::object(SemVer { version, ty: POINTER }))
    })
    .doc(
        "A version, with the methods Major, Minor, Patch, Prerelease, Metadata, Original, Compare and so on.",
        &[("{{ semver \"v1.2.3-rc.1\" }}", "1.2.3-rc.1"), ("{{ (semver \"1.2.3\").Minor }}", "2")],
    ),
    Func::new("semverCompare", &[STRING, STRING], Type::Bool, |_, a| compare(a.str(0), a.str(1))).doc(
        "Whether a version meets a constraint. One with a pre-release does only where the constraint has one too.",
        &[("{{ semverCompare \"^1.2\" \"1.9.0\" }}", "true"), ("{{ semverCompare \">=1.34-0\" \"v1.34.0-gke.1\" }}", "true")],
    ),
];

fn compare(constraint: &[u8], version: &[u8]) -> Result<Value, Error> {
    let constraints = Constraints::parse(constraint).map_err(|e| Error::new(e.to_string()))?;
    let version = Version::parse(version).map_err(|e| Error::new(e.to_string()))?;
    Ok(constraints.check(&version).into())
}

/// A version as a value: `*semver.Version`, or `semver.Version` where a method returned one.
#[derive(Debug)]
struct SemVer {
    version: Version,
    ty: Type,
}

impl Object for SemVer {
    fn ty(&self) -> Type {
        self.ty
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let number = |n| Value::Uint(UintType::Uint64, n);
        let v = &self.version;
        vec![
            ("major", number(v.major())),
            ("minor", number(v.minor())),
            ("patch", number(v.patch())),
            ("pre", v.prerelease().into()),
            ("metadata", v.metadata().into()),
            ("original", v.original().into()),
        ]
    }

    fn string(&self) -> Option<Vec<u8>> {
        Some(self.version.to_string().into_bytes())
    }

    fn method(&self, name: &str) -> Option<&'static Method> {
        let on_value = VALUE_METHODS.iter().find(|(n, _)| *n == name);
        // A struct that a method returned has no address, so the methods of the pointer cannot be called.
        let on_pointer = || POINTER_METHODS.iter().filter(|_| self.ty == POINTER).find(|(n, _)| *n == name);
        on_value.or_else(on_pointer).map(|(_, method)| method)
    }

    fn json(&self) -> Option<Result<Value, String>> {
        Some(Ok(self.version.to_string().into()))
    }

    fn deep_copy(&self) -> Option<Value> {
        let version = Version::parse(b"0.0.0").ok()?;
        Some(Value::object(SemVer { version, ty: self.ty }))
    }

    fn equal(&self, other: &dyn Object) -> bool {
        version(other)
            .is_some_and(|other| self.version == *other && self.version.original() == other.original())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn version(object: &dyn Object) -> Option<&Version> {
    object.as_any().downcast_ref::<SemVer>().map(|semver| &semver.version)
}

type Body = fn(&dyn Object, &[Value]) -> Result<Value, String>;

const fn method(params: &'static [Type], result: Type, call: Body) -> Method {
    Method { params, variadic: false, result, more: &[], makes: Makes::little, call }
}

const UINT: Type = Type::Uint(UintType::Uint64);

static VALUE_METHODS: &[(&str, Method)] = &[
    ("Major", method(&[], UINT, |v, _| Ok(part(v, Version::major)))),
    ("Minor", method(&[], UINT, |v, _| Ok(part(v, Version::minor)))),
    ("Patch", method(&[], UINT, |v, _| Ok(part(v, Version::patch)))),
    ("Prerelease", method(&[], STRING, |v, _| Ok(text(v, Version::prerelease)))),
    ("Metadata", method(&[], STRING, |v, _| Ok(text(v, Version::metadata)))),
    ("String", method(&[], STRING, |v, _| Ok(whole(v).into()))),
    ("IncMajor", method(&[], VERSION, |v, _| next(v, |v| v.inc_major().map_err(str::to_string)))),
    ("IncMinor", method(&[], VERSION, |v, _| next(v, |v| v.inc_minor().map_err(str::to_string)))),
    ("IncPatch", method(&[], VERSION, |v, _| next(v, |v| v.inc_patch().map_err(str::to_string)))),
    (
        "SetPrerelease",
        method(&[STRING], VERSION, |v, a| {
            next(v, |v| v.with_prerelease(bytes(a)).map_err(|e| e.to_string()))
        }),
    ),
    (
        "SetMetadata",
        method(&[STRING], VERSION, |v, a| next(v, |v| v.with_metadata(bytes(a)).map_err(|e| e.to_string()))),
    ),
    ("MarshalJSON", method(&[], Type::BYTES, |v, _| Ok(Value::Bytes(format!("\"{}\"", whole(v)).into())))),
    ("MarshalText", method(&[], Type::BYTES, |v, _| Ok(Value::Bytes(whole(v).into())))),
    ("Value", method(&[], Type::Any, |v, _| Ok(whole(v).into()))),
];

static POINTER_METHODS: &[(&str, Method)] = &[
    ("Original", method(&[], STRING, |v, _| Ok(text(v, Version::original)))),
    ("Compare", method(&[POINTER], Type::INT, |v, a| order(v, a, |o| Value::int(o as i64)))),
    (
        "Equal",
        // The one comparison that looks for a nil pointer.
        method(&[POINTER], Type::Bool, |v, a| match a {
            [Value::Nil] => Ok(false.into()),
            _ => order(v, a, |o| o.is_eq().into()),
        }),
    ),
    ("LessThan", method(&[POINTER], Type::Bool, |v, a| order(v, a, |o| o.is_lt().into()))),
    ("LessThanEqual", method(&[POINTER], Type::Bool, |v, a| order(v, a, |o| o.is_le().into()))),
    ("GreaterThan", method(&[POINTER], Type::Bool, |v, a| order(v, a, |o| o.is_gt().into()))),
    ("GreaterThanEqual", method(&[POINTER], Type::Bool, |v, a| order(v, a, |o| o.is_ge().into()))),
];

fn whole(object: &dyn Object) -> String {
    version(object).map_or_else(String::new, Version::to_string)
}

fn part(object: &dyn Object, get: fn(&Version) -> u64) -> Value {
    Value::Uint(UintType::Uint64, version(object).map_or(0, get))
}

fn text(object: &dyn Object, get: for<'a> fn(&'a Version) -> &'a str) -> Value {
    version(object).map_or("", get).into()
}

fn bytes(args: &[Value]) -> &[u8] {
    args.first().and_then(Value::as_str).map_or(b"", |s| s)
}

fn next(object: &dyn Object, f: impl Fn(&Version) -> Result<Version, String>) -> Result<Value, String> {
    let version = version(object).ok_or("no version")?;
    Ok(Value::object(SemVer { version: f(version)?, ty: VERSION }))
}

fn order(object: &dyn Object, args: &[Value], f: fn(std::cmp::Ordering) -> Value) -> Result<Value, String> {
    let other = match args.first() {
        Some(Value::Object(other)) => version(&**other),
        _ => None,
    };
    // A nil pointer; every other argument is refused by its type.
    let other = other.ok_or(crate::convert::NIL_DEREFERENCE)?;
    Ok(version(object).map_or(Value::Nil, |version| f(version.cmp(other))))
}
