//! The codes of what goes wrong in templates and in what they print.

use nexachart_template::{Fault, ParseFault};
use nexachart_value::yaml;

/// The code of an error of the evaluator.
pub(crate) fn of_render(fault: Option<&Fault>) -> &'static str {
    let Some(fault) = fault else { return "render::exec" };
    match fault {
        Fault::Call { .. } => "render::function",
        Fault::Fail => "render::fail",
        Fault::Required => "render::required",
        Fault::NilField { .. } => "render::nil-field",
        Fault::MissingKey { .. } => "render::missing-key",
        Fault::NoField { .. } => "render::no-field",
        Fault::WrongType { .. } => "render::wrong-type",
        Fault::Incomparable { .. } => "render::incomparable",
        Fault::NotIterable { .. } => "render::not-iterable",
        Fault::ArgumentCount { .. } => "render::argument-count",
        Fault::NotAFunction { .. } => "render::not-a-function",
        Fault::UnknownTemplate { .. } => "render::unknown-template",
        Fault::UndefinedVariable { .. } => "render::undefined-variable",
        Fault::OutOfRange { .. } | Fault::BadIndex { .. } => "render::bad-index",
        Fault::Text(_) => "render::tpl",
    }
}

/// The code of an error of the parser.
pub(crate) fn of_parse(fault: &ParseFault) -> &'static str {
    match fault {
        ParseFault::Other => "template::parse",
        ParseFault::UnclosedAction => "template::unclosed-action",
        ParseFault::UnclosedComment => "template::unclosed-comment",
        ParseFault::UnterminatedString => "template::unterminated-string",
        ParseFault::Parentheses => "template::parentheses",
        ParseFault::BadConstant => "template::bad-constant",
        ParseFault::UnexpectedToken => "template::unexpected-token",
        ParseFault::MissingValue => "template::missing-value",
        ParseFault::MissingEnd => "template::missing-end",
        ParseFault::StrayEnd => "template::stray-end",
        ParseFault::UnknownFunction { .. } => "template::unknown-function",
        ParseFault::UndefinedVariable { .. } => "template::undefined-variable",
        ParseFault::DuplicateDefine { .. } => "template::duplicate-define",
    }
}

/// The code of a rendered text that is no manifest, and what to do about it. Reasons are libyaml's; `line` is the one where the
/// reader stopped.
pub(crate) fn of_yaml(error: &yaml::Error, line: Option<&[u8]>) -> (&'static str, &'static str) {
    const REASONS: [(&str, &str, &str); 9] = [
        ("found a tab character that violates indentation", "yaml::tab", TAB),
        ("found character that cannot start any token", "yaml::syntax", SIGN),
        ("did not find expected key", "yaml::indentation", INDENT),
        ("did not find expected '-' indicator", "yaml::indentation", INDENT),
        ("block sequence entries are not allowed in this context", "yaml::indentation", INDENT),
        ("mapping values are not allowed in this context", "yaml::mapping", COLON),
        ("could not find expected ':'", "yaml::mapping", KEY),
        ("found unexpected end of stream", "yaml::quotes", QUOTES),
        ("found unknown escape character", "yaml::quotes", QUOTES),
    ];
    let reason = error.reason();
    if error.stage() == yaml::Stage::Decode {
        return ("yaml::type", "a manifest is a map with apiVersion and kind");
    }
    if reason == "found character that cannot start any token" && line.is_some_and(has_tab) {
        return ("yaml::tab", TAB);
    }
    let row = REASONS.iter().find(|(known, ..)| *known == reason);
    row.map_or(("yaml::syntax", "--debug prints the rendered text"), |&(_, code, help)| (code, help))
}

/// Whether a line is indented with a tab.
fn has_tab(line: &[u8]) -> bool {
    line.iter().take_while(|b| b.is_ascii_whitespace()).any(|&b| b == b'\t')
}

const TAB: &str = "YAML is indented with blanks";
const SIGN: &str = "a text that begins with such a sign has to be quoted: {{ .Values.key | quote }}";
const INDENT: &str =
    "its indentation fits neither the line above nor any before: look at `nindent`, `indent` and `{{-`";
const COLON: &str = "a `: ` stands where a text is, or the line above has a value and this one is deeper: quote the text \
                     with `quote`, or look at `nindent`";
const KEY: &str = "a key is followed by a colon and a blank; a text of several lines needs `|` or `nindent`";
const QUOTES: &str = "a text with quotes in it has to be quoted as a whole: {{ .Values.key | quote }}";
