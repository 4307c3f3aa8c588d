//! Named formats of strings (apiserver: cel/library/format.go, cel/format.go).

use super::{Call, Cost, Function, Library, Overload, Version, text_cost};
use crate::fault::Fault;
use crate::kernel::named_format::NamedFormat;
use crate::value::{Opaque, Value};

/// Named formats.
pub const LIBRARY: Library = Library { name: "format", opaque: &[], functions: FUNCTIONS };

const SINCE: Version = Version(1, 31);

macro_rules! constant {
    ($key:literal, $name:literal, $doc:literal, $example:literal) => {
        Function::new(
            $name,
            SINCE,
            $doc,
            &[$example],
            &[Overload::function($name, "() -> kubernetes.NamedFormat", |_| named($key))],
        )
    };
}

const FUNCTIONS: &[Function] = &[
    Function::new(
        "format.named",
        SINCE,
        "The format of this name, if there is one.",
        &[
            "format.named('dns1123Label').value() == format.dns1123Label()",
            "!format.named('nothing').hasValue()",
        ],
        &[Overload::function("format-named", "(string) -> optional_type(kubernetes.NamedFormat)", by_name)],
    ),
    Function::new(
        "validate",
        SINCE,
        "What is wrong with a text; none if it has the format.",
        &[
            "format.dns1123Label().validate('a.b').value() == ['must not contain dots']",
            "!format.dns1123Label().validate('a-b').hasValue()",
        ],
        &[Overload::member(
            "format-validate",
            "(kubernetes.NamedFormat, string) -> optional_type(list(string))",
            validate,
        )
        .cost(Cost::Of(validate_cost))],
    ),
    constant!(
        "dns1123Label",
        "format.dns1123Label",
        "A label of DNS: the names of most objects' parts.",
        "!format.dns1123Label().validate('my-name').hasValue()"
    ),
    constant!(
        "dns1123Subdomain",
        "format.dns1123Subdomain",
        "Labels of DNS with dots between them: the names of most objects.",
        "!format.dns1123Subdomain().validate('apps.example.com').hasValue()"
    ),
    constant!(
        "dns1035Label",
        "format.dns1035Label",
        "A label of DNS that begins with a letter: the names of Services.",
        "format.dns1035Label().validate('1st').hasValue()"
    ),
    constant!(
        "qualifiedName",
        "format.qualifiedName",
        "A key of labels and annotations.",
        "!format.qualifiedName().validate('example.com/Name_1').hasValue()"
    ),
    constant!(
        "dns1123LabelPrefix",
        "format.dns1123LabelPrefix",
        "The begin of a label of DNS: it may end with a dash.",
        "!format.dns1123LabelPrefix().validate('my-name-').hasValue()"
    ),
    constant!(
        "dns1123SubdomainPrefix",
        "format.dns1123SubdomainPrefix",
        "The begin of labels of DNS with dots: it may end with a dash.",
        "!format.dns1123SubdomainPrefix().validate('my.name-').hasValue()"
    ),
    constant!(
        "dns1035LabelPrefix",
        "format.dns1035LabelPrefix",
        "The begin of a label of DNS that begins with a letter: it may end with a dash.",
        "!format.dns1035LabelPrefix().validate('my-name-').hasValue()"
    ),
    constant!(
        "labelValue",
        "format.labelValue",
        "A value of a label: empty, or up to 63 letters, digits, `-`, `_` and `.`.",
        "!format.labelValue().validate('').hasValue()"
    ),
    constant!(
        "uri",
        "format.uri",
        "An absolute URL or an absolute path, as `isURL` has it.",
        "!format.uri().validate('https://example.com').hasValue()"
    ),
    constant!(
        "uuid",
        "format.uuid",
        "A UUID, with dashes or without.",
        "!format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue()"
    ),
    constant!(
        "byte",
        "format.byte",
        "Base64 that is not empty.",
        "!format.byte().validate('aGVsbG8=').hasValue()"
    ),
    constant!(
        "date",
        "format.date",
        "A date of RFC 3339.",
        "format.date().validate('2021-02-29').value() == ['invalid date']"
    ),
    constant!(
        "datetime",
        "format.datetime",
        "A date with a time of RFC 3339.",
        "!format.datetime().validate('2021-01-01T00:00:00Z').hasValue()"
    ),
];

impl Opaque for NamedFormat {
    fn type_name(&self) -> &str {
        "kubernetes.NamedFormat"
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(self.name() == other.downcast::<NamedFormat>()?.name())
    }

    fn canonical(&self) -> Option<String> {
        Some(self.name().to_owned())
    }
}

fn named(key: &str) -> Result<Value, Fault> {
    NamedFormat::named(key).map(Value::opaque).ok_or_else(Fault::no_such_overload)
}

fn by_name(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(match NamedFormat::named(call.str(0)?) {
        Some(format) => Value::some(Value::opaque(format)),
        None => Value::Optional(None),
    })
}

/// Length of the text times length of a regular expression for the format.
fn validate_cost(args: &[Value], _result: &Value) -> u64 {
    match args {
        [format, text] => format.downcast::<NamedFormat>().map_or(1, |format| {
            text_cost(1.0 + text.plain_size() as f64) * (format.regex_size() as f64 * 0.25).ceil() as u64
        }),
        _ => 1,
    }
}

fn validate(call: &Call<'_>) -> Result<Value, Fault> {
    let errors = call.opaque::<NamedFormat>(0)?.validate(call.str(1)?);
    Ok(match errors.is_empty() {
        true => Value::Optional(None),
        false => Value::some(Value::list(errors.into_iter().map(Value::from).collect())),
    })
}
