//! The drafts of JSON Schema: their names, vocabularies and metaschemas.

use crate::keyword::Keyword;
use crate::location::split;

/// A version of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Draft {
    Draft4,
    Draft6,
    Draft7,
    Draft2019,
    Draft2020,
}

/// How the schemas of one resource are to be understood.
#[derive(Clone, Debug)]
pub(crate) struct Dialect {
    pub draft: Draft,
    /// The vocabularies that a custom metaschema asks for; `None` for those that the draft has by default.
    pub vocabularies: Option<Vec<&'static str>>,
}

/// Where a keyword holds subschemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// It is one.
    Schema,
    /// A list of them.
    List,
    /// An object of them.
    Map,
    /// One of them or a list (`items`).
    SchemaOrList,
}

impl Draft {
    pub const LATEST: Draft = Draft::Draft2020;
    pub const ALL: [Draft; 5] =
        [Draft::Draft4, Draft::Draft6, Draft::Draft7, Draft::Draft2019, Draft::Draft2020];

    /// The draft that a `$schema` names; an empty fragment may follow.
    pub fn of_url(url: &[u8]) -> Option<Draft> {
        let (url, fragment) = split(url);
        if !fragment.is_empty() {
            return None;
        }
        let name = url.strip_prefix(b"http://").or_else(|| url.strip_prefix(b"https://")).unwrap_or(url);
        Some(match name {
            b"json-schema.org/schema" => Draft::LATEST,
            b"json-schema.org/draft/2020-12/schema" => Draft::Draft2020,
            b"json-schema.org/draft/2019-09/schema" => Draft::Draft2019,
            b"json-schema.org/draft-07/schema" => Draft::Draft7,
            b"json-schema.org/draft-06/schema" => Draft::Draft6,
            b"json-schema.org/draft-04/schema" => Draft::Draft4,
            _ => return None,
        })
    }

    /// The URL of its metaschema.
    pub fn url(self) -> &'static str {
        match self {
            Draft::Draft4 => "http://json-schema.org/draft-04/schema",
            Draft::Draft6 => "http://json-schema.org/draft-06/schema",
            Draft::Draft7 => "http://json-schema.org/draft-07/schema",
            Draft::Draft2019 => "https://json-schema.org/draft/2019-09/schema",
            Draft::Draft2020 => "https://json-schema.org/draft/2020-12/schema",
        }
    }

    /// The keyword that names a schema.
    pub fn id_keyword(self) -> Keyword {
        if self == Draft::Draft4 { Keyword::OldId } else { Keyword::Id }
    }

    /// What stands before the name of a vocabulary in its URL.
    pub fn vocabulary_prefix(self) -> &'static [u8] {
        match self {
            Draft::Draft2019 => b"https://json-schema.org/draft/2019-09/vocab/",
            Draft::Draft2020 => b"https://json-schema.org/draft/2020-12/vocab/",
            _ => b"",
        }
    }

    /// The names of its vocabularies.
    pub fn vocabularies(self) -> &'static [&'static str] {
        match self {
            Draft::Draft2019 => &["core", "applicator", "validation", "meta-data", "format", "content"],
            Draft::Draft2020 => &[
                "core",
                "applicator",
                "unevaluated",
                "validation",
                "meta-data",
                "format-annotation",
                "format-assertion",
                "content",
            ],
            _ => &[],
        }
    }

    /// What a keyword holds, if it holds subschemas.
    pub fn subschemas(self, keyword: Keyword) -> Option<Holds> {
        use Keyword::*;
        let (since, holds) = match keyword {
            Definitions | Properties | PatternProperties | Dependencies => (Draft::Draft4, Holds::Map),
            Not | AdditionalProperties | AdditionalItems => (Draft::Draft4, Holds::Schema),
            AllOf | AnyOf | OneOf => (Draft::Draft4, Holds::List),
            Items => (Draft::Draft4, Holds::SchemaOrList),
            PropertyNames | Contains => (Draft::Draft6, Holds::Schema),
            If | Then | Else => (Draft::Draft7, Holds::Schema),
            Defs | DependentSchemas => (Draft::Draft2019, Holds::Map),
            UnevaluatedProperties | UnevaluatedItems | ContentSchema => (Draft::Draft2019, Holds::Schema),
            PrefixItems => (Draft::Draft2020, Holds::List),
            _ => return None,
        };
        (self >= since).then_some(holds)
    }
}

impl Dialect {
    /// Whether the keywords of a vocabulary mean something.
    pub fn has(&self, vocabulary: &str) -> bool {
        if vocabulary == "core" || self.draft < Draft::Draft2019 {
            return true;
        }
        match &self.vocabularies {
            Some(names) => names.contains(&vocabulary),
            None => match self.draft {
                Draft::Draft2019 => ["applicator", "validation"].contains(&vocabulary),
                _ => ["applicator", "unevaluated", "validation"].contains(&vocabulary),
            },
        }
    }
}

/// What there is at a URL of json-schema.org.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Published {
    /// A metaschema: its JSON text.
    Text(&'static str),
    /// A folder of metaschemas, by its name.
    Folder(&'static str),
}

/// What there is at a URL, if it is one of json-schema.org's.
pub(crate) fn published(url: &[u8]) -> Option<Published> {
    let path = url
        .strip_prefix(b"http://json-schema.org/")
        .or_else(|| url.strip_prefix(b"https://json-schema.org/"))?;
    macro_rules! metaschemas {
        ($($name:literal)*) => {
            match path {
                $(_ if path == $name.as_bytes() =>
                    Published::Text(include_str!(concat!("../metaschemas/", $name, ".json"))),)*
                b"schema" => return published(Draft::LATEST.url().as_bytes()),
                b"draft-04" => Published::Folder("draft-04"),
                b"draft-06" => Published::Folder("draft-06"),
                b"draft-07" => Published::Folder("draft-07"),
                b"draft" => Published::Folder("draft"),
                b"draft/2019-09" => Published::Folder("draft/2019-09"),
                b"draft/2019-09/meta" => Published::Folder("draft/2019-09/meta"),
                b"draft/2020-12" => Published::Folder("draft/2020-12"),
                b"draft/2020-12/meta" => Published::Folder("draft/2020-12/meta"),
                _ => return None,
            }
        };
    }
    Some(metaschemas! {
        "draft-04/schema" "draft-06/schema" "draft-07/schema"
        "draft/2019-09/schema" "draft/2019-09/meta/core" "draft/2019-09/meta/applicator"
        "draft/2019-09/meta/validation" "draft/2019-09/meta/meta-data" "draft/2019-09/meta/format"
        "draft/2019-09/meta/content"
        "draft/2020-12/schema" "draft/2020-12/meta/core" "draft/2020-12/meta/applicator"
        "draft/2020-12/meta/unevaluated" "draft/2020-12/meta/validation" "draft/2020-12/meta/meta-data"
        "draft/2020-12/meta/format-annotation" "draft/2020-12/meta/format-assertion"
        "draft/2020-12/meta/content"
    })
}
