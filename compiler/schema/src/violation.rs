//! What is wrong with a value: a tree of violations, and how it is told.

use crate::check::Check;
use crate::document::{Node, NodeId, Text};
use crate::message::{number, quote, quoted_list, spaced, whole};
use crate::number::Decimal;
use crate::path::Path;
use crate::schema::{Schema, SchemaId, Types};

/// Something that a schema does not allow, with its reasons.
#[derive(Debug)]
pub(crate) struct Violation<'a> {
    pub place: Place,
    pub kind: Kind<'a>,
    pub causes: Vec<Violation<'a>>,
}

/// A violation, or the fact that there is one where nobody wants to know more.
pub(crate) type Refusal<'a> = Option<Box<Violation<'a>>>;

/// Where in the value.
#[derive(Debug)]
pub(crate) enum Place {
    Node(NodeId),
    /// What a path leads to when all is said and done, see [`Path`].
    Path(Path),
}

/// What is not allowed. Go: the types of package kind.
#[derive(Debug)]
pub(crate) enum Kind<'a> {
    /// Several things at once.
    Group,
    /// A value that is foreign to JSON, by the name of its type.
    Foreign(Text),
    FalseSchema,
    /// Two places at which the same schema was met for the same value.
    ReferenceCycle {
        schema: SchemaId,
        places: [String; 2],
    },
    Type {
        got: Node,
        want: Types,
    },
    Const(&'a Schema),
    Enum(&'a Schema),
    Format {
        text: Text,
        name: &'static str,
        error: String,
    },
    /// What is wrong stands behind a reference.
    Reference,
    MinProperties {
        got: usize,
        want: i64,
    },
    MaxProperties {
        got: usize,
        want: i64,
    },
    Required(Vec<&'a [u8]>),
    /// `dependencies` and `dependentRequired`.
    Dependency {
        property: &'a [u8],
        missing: Vec<&'a [u8]>,
    },
    /// The values of the properties.
    AdditionalProperties(Vec<NodeId>),
    PropertyName(Text),
    MinItems {
        got: usize,
        want: i64,
    },
    MaxItems {
        got: usize,
        want: i64,
    },
    UniqueItems(usize, usize),
    AdditionalItems(usize),
    Contains,
    MinContains {
        got: Vec<usize>,
        want: i64,
    },
    MaxContains {
        got: Vec<usize>,
        want: i64,
    },
    MinLength {
        got: usize,
        want: i64,
    },
    MaxLength {
        got: usize,
        want: i64,
    },
    Pattern {
        got: Text,
        want: &'a [u8],
    },
    Minimum {
        got: Decimal,
        want: &'a Decimal,
    },
    Maximum {
        got: Decimal,
        want: &'a Decimal,
    },
    ExclusiveMinimum {
        got: Decimal,
        want: &'a Decimal,
    },
    ExclusiveMaximum {
        got: Decimal,
        want: &'a Decimal,
    },
    MultipleOf {
        got: Decimal,
        want: &'a Decimal,
    },
    Not,
    AllOf,
    AnyOf,
    /// Perhaps two that match.
    OneOf(Option<(usize, usize)>),
}

impl Violation<'_> {
    /// Appends the violation and its causes, each on a line, `indent` levels deep (Go: ValidationError.display).
    pub fn write(&self, check: &Check<'_>, indent: usize, out: &mut String) {
        // The tree is as deep as the evaluation was, which is bounded.
        let mut indent = indent;
        // A reference with one cause says nothing that the cause does not.
        if !(matches!(self.kind, Kind::Reference) && self.causes.len() == 1) {
            out.push('\n');
            (1..indent).for_each(|_| out.push_str("  "));
            let place = match &self.place {
                Place::Node(node) => check.pointer(*node),
                Place::Path(path) => path.pointer(check.document),
            };
            out.push_str(&format!("- at {}: {}", quote(&place), self.text(check)));
            indent += 1;
        }
        for cause in &self.causes {
            cause.write(check, indent, out);
        }
    }

    fn text(&self, check: &Check<'_>) -> String {
        let document = check.document;
        let count = |keyword: &str, got: usize, want: i64| {
            format!("{keyword}: got {}, want {}", whole(got as i64), whole(want))
        };
        let bound = |keyword: &str, got: &Decimal, want: &Decimal| {
            format!("{keyword}: got {}, want {}", number(got.to_f64()), number(want.to_f64()))
        };
        let matched = |bound: &str, got: &[usize], want: i64| {
            let (want, count) = (whole(want), whole(got.len() as i64));
            let places = spaced(got);
            format!(
                "{bound} {want} items required to match contains schema, but matched {count} items at {places}"
            )
        };
        match &self.kind {
            Kind::Group | Kind::Reference => "validation failed".to_owned(),
            Kind::Foreign(ty) => format!("invalid jsonType {}", String::from_utf8_lossy(document.text(*ty))),
            Kind::FalseSchema => "false schema".to_owned(),
            Kind::ReferenceCycle { schema, places: [first, second] } => {
                let location = nexachart_go::strconv::quote(check.location(*schema).as_bytes());
                format!("both {first} and {second} resolve to {location} causing reference cycle")
            }
            Kind::Type { got, want } => format!("got {}, want {}", Types::of(*got).names(), want.names()),
            Kind::Const(schema) => check.constant_text(schema),
            Kind::Enum(schema) => check.enumeration_text(schema),
            Kind::Format { text, name, error } => {
                format!("{} is not valid {name}: {error}", quote(document.text(*text)))
            }
            Kind::MinProperties { got, want } => count("minProperties", *got, *want),
            Kind::MaxProperties { got, want } => count("maxProperties", *got, *want),
            Kind::Required(missing) => match &missing[..] {
                [one] => format!("missing property {}", quote(one)),
                several => format!("missing properties {}", quoted_list(several.iter().copied())),
            },
            Kind::Dependency { property, missing } => {
                let missing = quoted_list(missing.iter().copied());
                format!("properties {missing} required, if {} exists", quote(property))
            }
            Kind::AdditionalProperties(values) => {
                let names = quoted_list(values.iter().map(|value| document.key_text(*value)));
                format!("additional properties {names} not allowed")
            }
            Kind::PropertyName(name) => format!("invalid propertyName {}", quote(document.text(*name))),
            Kind::MinItems { got, want } => count("minItems", *got, *want),
            Kind::MaxItems { got, want } => count("maxItems", *got, *want),
            Kind::UniqueItems(first, second) => {
                format!("items at {} and {} are equal", whole(*first as i64), whole(*second as i64))
            }
            Kind::AdditionalItems(count) => {
                format!("last {} additionalItem(s) not allowed", whole(*count as i64))
            }
            Kind::Contains => "no items match contains schema".to_owned(),
            Kind::MinContains { got, want } if got.is_empty() => {
                format!("min {} items required to match contains schema, but none matched", whole(*want))
            }
            Kind::MinContains { got, want } => matched("min", got, *want),
            Kind::MaxContains { got, want } => matched("max", got, *want),
            Kind::MinLength { got, want } => count("minLength", *got, *want),
            Kind::MaxLength { got, want } => count("maxLength", *got, *want),
            Kind::Pattern { got, want } => {
                format!("{} does not match pattern {}", quote(document.text(*got)), quote(want))
            }
            Kind::Minimum { got, want } => bound("minimum", got, want),
            Kind::Maximum { got, want } => bound("maximum", got, want),
            Kind::ExclusiveMinimum { got, want } => bound("exclusiveMinimum", got, want),
            Kind::ExclusiveMaximum { got, want } => bound("exclusiveMaximum", got, want),
            Kind::MultipleOf { got, want } => bound("multipleOf", got, want),
            Kind::Not => "'not' failed".to_owned(),
            Kind::AllOf => "'allOf' failed".to_owned(),
            Kind::AnyOf => "'anyOf' failed".to_owned(),
            Kind::OneOf(None) => "'oneOf' failed, none matched".to_owned(),
            Kind::OneOf(Some((first, second))) => {
                let (first, second) = (whole(*first as i64), whole(*second as i64));
                format!("'oneOf' failed, subschemas {first}, {second} matched")
            }
        }
    }
}
