//! What arguments can be, and constants of each kind.

use nexachart_value::Type;

use crate::random::Random;

/// A kind of argument: its type, and what a text has to look like to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Any,
    Bool,
    Int,
    /// A Go `int`, which a number of the values is not.
    Exact,
    /// A small number, never anything large: sizes and counts.
    Small,
    Float,
    Text,
    List,
    Texts,
    Map,
    /// A time, or the seconds of one; never anything that means the present.
    Time,
    /// A time, and not its seconds.
    Moment,
    Version,
    Key,
    Layout,
    Date,
    Pattern,
    Replacement,
    Constraint,
    VersionText,
    Base64,
    Json,
    Yaml,
    Toml,
    Url,
    UrlMap,
    Path,
    Duration,
    TypeName,
    Name,
    Format,
    Template,
}

use Kind::*;

impl Kind {
    /// The kind of a Go type.
    pub fn of(ty: Type) -> Kind {
        match ty {
            Type::Bool => Bool,
            Type::INT => Exact,
            Type::Int(_) | Type::Uint(_) => Int,
            Type::Float(_) => Float,
            Type::String => Text,
            Type::STRINGS => Texts,
            Type::Slice(_) => List,
            Type::Map(_) => Map,
            Type::Struct("time.Time") => Moment,
            Type::Pointer(_) => Version,
            Type::Named(_, under) => Kind::of(*under),
            _ => Any,
        }
    }

    /// The kinds of the arguments of a function, where its types do not say all. The last one repeats.
    pub fn of_function(name: &str) -> Option<&'static [Kind]> {
        Some(match name {
            "date" => &[Layout, Time],
            "dateInZone" | "date_in_zone" => &[Layout, Time, Name],
            "htmlDate" => &[Time],
            "htmlDateInZone" => &[Time, Name],
            "unixEpoch" => &[Moment],
            "dateModify" | "mustDateModify" | "date_modify" | "must_date_modify" => &[Duration, Moment],
            "toDate" | "mustToDate" => &[Layout, Date],
            "duration" | "durationRound" | "mustToDuration" => &[Duration],
            name if name.starts_with("duration") => &[Duration, Duration],
            "until" => &[Small],
            "untilStep" | "seq" => &[Small, Small, Small],
            "repeat" | "indent" | "nindent" | "wrap" | "trunc" | "abbrev" => &[Small, Text],
            "wrapWith" => &[Small, Text, Text],
            "abbrevboth" | "substr" => &[Small, Small, Text],
            "splitn" => &[Text, Small, Text],
            "chunk" | "mustChunk" => &[Small, List],
            "slice" | "mustSlice" => &[List, Small, Small],
            "round" => &[Float, Small],
            "plural" => &[Text, Text, Small],
            "fromJson" | "fromJsonArray" | "mustFromJson" => &[Json],
            "fromYaml" | "fromYamlArray" => &[Yaml],
            "fromToml" => &[Toml],
            "b64dec" | "b32dec" => &[Base64],
            "semver" => &[VersionText],
            "semverCompare" => &[Constraint, VersionText],
            "regexSplit" | "mustRegexSplit" | "regexFindAll" | "mustRegexFindAll" => &[Pattern, Text, Small],
            "regexReplaceAll"
            | "mustRegexReplaceAll"
            | "regexReplaceAllLiteral"
            | "mustRegexReplaceAllLiteral" => &[Pattern, Text, Replacement],
            name if name.to_ascii_lowercase().contains("regex") && name != "regexQuoteMeta" => {
                &[Pattern, Text]
            }
            "urlParse" => &[Url],
            "urlJoin" => &[UrlMap],
            "base" | "dir" | "clean" | "ext" | "isAbs" | "osBase" | "osDir" | "osClean" | "osExt"
            | "osIsAbs" => &[Path],
            "get" | "hasKey" | "unset" => &[Map, Key],
            "set" => &[Map, Key, Any],
            "pick" | "omit" => &[Map, Key],
            "pluck" => &[Key, Map],
            "dig" => &[Key, Any, Map],
            "dict" => &[Key, Any],
            "kindIs" | "typeIs" | "typeIsLike" => &[TypeName, Any],
            "join" => &[Text, List],
            "sortAlpha" | "toStrings" | "first" | "last" | "rest" | "initial" | "reverse" | "uniq"
            | "compact" | "mustFirst" | "mustLast" | "mustRest" | "mustInitial" | "mustReverse"
            | "mustUniq" | "mustCompact" => &[List],
            "append" | "prepend" | "push" | "mustAppend" | "mustPrepend" | "mustPush" | "without"
            | "mustWithout" => &[List, Any],
            "has" | "mustHas" => &[Any, List],
            "concat" => &[List],
            "printf" => &[Format, Any],
            "tpl" => &[Template, Any],
            "index" => &[Any, Key],
            "len" => &[List],
            "add" | "add1" | "sub" | "mul" | "div" | "mod" | "max" | "min" | "biggest" | "int" | "int64" => {
                &[Int]
            }
            "addf" | "add1f" | "subf" | "mulf" | "divf" | "maxf" | "minf" | "float64" | "ceil" | "floor" => {
                &[Float]
            }
            "eq" | "ne" | "lt" | "le" | "gt" | "ge" => &[Int],
            "toToml" | "mustToToml" => &[Map],
            "trimPrefix" | "trimSuffix" | "trimAll" | "trimall" | "hasPrefix" | "hasSuffix" | "contains" => {
                &[Text]
            }
            _ => return None,
        })
    }

    /// Whether another kind may stand in its place to see how that fails.
    pub fn may_be_missed(self) -> bool {
        !matches!(self, Small | Time | Moment | Duration)
    }
}

impl Kind {
    /// What it is to those who look at types only: special texts are texts.
    pub fn plain(self) -> Kind {
        match self {
            Any | Bool | Int | Exact | Float | List | Texts | Map | Version | Moment => self,
            Small => Exact,
            Time => Any,
            UrlMap => Map,
            _ => Text,
        }
    }

    /// Whether something of another kind can stand where this is wanted.
    pub fn takes(self, other: Kind) -> bool {
        let (want, other) = (self.plain(), other.plain());
        want == Any
            || want == other
            || matches!((want, other), (List, Texts) | (Int | Float, Int | Exact | Float))
    }
}

/// A constant of this kind, as it stands in a template; `None` where there are none.
pub fn constant(kind: Kind, r: &mut Random) -> Option<String> {
    // Those in front are sound ones, mostly.
    let text = |r: &mut Random, of: &[&str]| {
        let sound = if r.chance(80) { of.len().div_ceil(2) } else { of.len() };
        let text = r.one(&of[..sound]);
        Some(quoted(text, r))
    };
    match kind {
        Bool => Some(r.one(&["true", "false"]).into()),
        Int => Some(r.one(INTS).into()),
        Small => Some(r.one(&["0", "1", "2", "3", "4", "5", "7", "12", "-1", "20"]).into()),
        Float => Some(r.one(FLOATS).into()),
        Text => {
            let text = r.one(TEXTS);
            Some(quoted(text, r))
        }
        Exact => Some(r.one(&["0", "1", "2", "3", "-1", "7", "10", "42", "255", "100000"]).into()),
        Key => text(r, KEYS),
        Layout => text(r, LAYOUTS),
        Date => text(r, DATES),
        Pattern => text(r, PATTERNS),
        Replacement => text(r, &["x", "", "$1", "${1}-$2", "$0$0", "${n}y", "$1x", "$$", "${", "\n"]),
        Constraint => text(r, CONSTRAINTS),
        VersionText => text(r, VERSIONS),
        Base64 => text(r, &["YWJj", "aGVsbG8gd29ybGQ=", "", "a", "MFRGG===", "/+8=", "YQ", "_-8="]),
        Json => text(r, JSON),
        Yaml => text(r, YAML),
        Toml => text(
            r,
            &[
                "a = 1",
                "[t]\nb = \"x\"\n[t.u]\nc = [1, 2.5]",
                "a = 2024-01-01",
                "a =",
                "[[l]]\nx = true",
                "'k' = '''m\nn'''",
            ],
        ),
        Url => text(r, URLS),
        Path => text(
            r,
            &[
                "/a/b/c.txt",
                "a/../b",
                "",
                ".",
                "/",
                "x.tar.gz",
                "./a//b/",
                "..",
                ".hidden",
                "a/b/",
                "c:\\d\\e.f",
            ],
        ),
        Duration => {
            text(r, &["1h", "90m", "1h30m15s", "-2.5h", "100ms", "1us", "7", "x", "", "1000000s", "2540400h"])
        }
        TypeName => text(
            r,
            &[
                "string",
                "int",
                "float64",
                "map",
                "slice",
                "bool",
                "map[string]interface {}",
                "[]interface {}",
                "invalid",
                "int64",
                "*semver.Version",
                "ptr",
            ],
        ),
        Name => text(r, &["UTC", "Europe/Berlin", "America/New_York", "Nowhere/City", "", "Local"]),
        Format => text(r, FORMATS),
        Any | List | Texts | Map | Time | Moment | Version | UrlMap | Template => None,
    }
}

/// A text as a constant of a template: in quotes, sometimes in back quotes.
pub fn quoted(text: &str, r: &mut Random) -> String {
    if r.chance(20) && !text.contains(['`', '\r']) {
        return format!("`{text}`");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

const INTS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "-1",
    "7",
    "10",
    "42",
    "255",
    "-300",
    "0x1F",
    "0b101",
    "0o17",
    "017",
    "1_000",
    "'a'",
    "'\\n'",
    "1e3",
    "9223372036854775807",
    "-9223372036854775808",
    "4294967296",
    "100000",
];
const FLOATS: &[&str] = &[
    "0.5",
    "1.5",
    "-2.25",
    "1e20",
    "1e-7",
    ".5",
    "3.0",
    "0.1",
    "123456789.125",
    "1e6",
    "1e21",
    "0x1p-2",
    "2.5",
    "-0.0",
];
pub const TEXTS: &[&str] = &[
    "",
    "a",
    "abc",
    "hello world",
    "Hello World",
    "  padded  ",
    "line one\nline two\n",
    "a,b,c",
    "a b  c",
    "x: y",
    "- item",
    "true",
    "null",
    "0x10",
    "1.0",
    "007",
    "1e3",
    "ünïcödé",
    "日本語",
    "tab\there",
    "quote\"d",
    "it's",
    "<b>&amp;</b>",
    "key=value",
    "fooBarBaz",
    "snake_case_name",
    "kebab-case",
    "UPPER",
    "\n",
    " ",
    "{{ .Values.a }}",
    "# no comment",
    "a\\b",
    "e\u{301}",
    "😀",
    "very long text that goes on and on so that it has to be folded somewhere beyond the eightieth column",
    "~",
    "yes",
    "2024-01-01",
    "a: b: c",
    "*x",
    "&x",
    "!t",
    "%",
    "@",
    "`",
    "[",
    "{a",
    "--- x",
    "multi\n\n  indented\nend",
];
pub const KEYS: &[&str] = &[
    "a", "b", "c", "name", "list", "map", "text", "n", "odd-key", "x.y", "", "missing", "0", "host", "nested",
];
const LAYOUTS: &[&str] = &[
    "2006-01-02",
    "2006-01-02T15:04:05Z07:00",
    "Mon Jan _2 15:04:05 MST 2006",
    "02/01/06 03:04PM",
    "15h 4m 5.000s",
    "__2 002",
    "Jan",
    "Monday, 02-Jan-06",
    "2006-01-02 15:04:05.999999 -0700",
    "-070000 Z0700",
    "",
    "x",
    "3:4:5 pm",
];
const DATES: &[&str] = &[
    "2024-02-29",
    "2023-12-31T23:59:59Z",
    "Mon Jan  2 15:04:05 UTC 2006",
    "29/02/24 11:05AM",
    "2024-02-30",
    "",
    "x",
    "1999-07-04T12:00:00+02:00",
];
const PATTERNS: &[&str] = &[
    "a",
    "[a-z]+",
    "(a)(b)?",
    "^\\s*$",
    "\\d{1,3}",
    "(?i)HELLO",
    "o*",
    "",
    "(?P<n>l+)",
    "[",
    "a**",
    "\\bw",
    "x|y|",
    "[^a]",
    "(a|b)*c",
    ".",
    "(?s).+",
    "[[:upper:]]",
    "\\pL",
    "l{2}",
    "(?m)^l",
    "$",
    "a(?=b)",
    "\\Q.\\E",
    "é",
];
const CONSTRAINTS: &[&str] = &[
    ">=1.2.0",
    "^1.2",
    "~1.2.3",
    "1.x",
    "*",
    ">1.0.0 <2.0.0",
    "1.2 - 2.3",
    "=1.2.3 || >3",
    "!=1.0",
    "^0",
    ">=1.2.3-0",
    "",
    "x",
    "=>1",
    "~>2",
    ">= 1.2, < 3",
    "^1.2.3-beta",
];
const VERSIONS: &[&str] = &[
    "1.2.3",
    "v1.2",
    "1",
    "2.0.0-rc.1+b7",
    "0.0.0",
    "",
    "x",
    "1.2.3.4",
    "01.2.3",
    "1.2.3-beta.2",
    "v3.0.0-0",
    "18446744073709551616.0.0",
];
const JSON: &[&str] = &[
    "{\"a\": 1}",
    "[1, 2.5, \"x\"]",
    "null",
    "{\"a\": {\"b\": [true, null]}}",
    "{",
    "\"s\"",
    "1e400",
    "{\"a\": 1, \"a\": 2}",
    "[1,]",
    "{\"u\": \"\\u00e9\\n<\"}",
    "",
];
const YAML: &[&str] = &[
    "a: 1",
    "- x\n- y: 2",
    "a: &x [1, 2]\nb: *x",
    "a: |\n  text\n  more\n",
    "a: >-\n  folded\n  text",
    "a: b: c",
    "a:\n- b\n -c",
    "{a: yes, b: ~}",
    "? k\n: v",
    "a: 0o17\nb: 0x1f\nc: 1_000\nd: 1e3\ne: .5",
    "- [a, {b: c}]\n-\n  - d",
    "",
    "a: 'it''s'\nb: \"\\u00e9\\n\"",
    "a: 1\na: 2",
    "<<: {x: 1}\ny: 2",
    "a: !!str 1",
    "--- \na: 1\n---\nb: 2",
    "a: \"x",
    "\ta: 1",
    "1: x\ntrue: y\nnull: z",
    "a: 2024-01-01\nb: 12:30:45",
];
const URLS: &[&str] = &[
    "http://user:pw@host.example:8080/p/a?q=1&r=x%20y#frag",
    "https://example.com",
    "/path/only",
    "mailto:a@b",
    "http://[::1]:80/",
    "",
    "%zz",
    "a b",
    "//h/p",
    "http://h:x/",
];
const FORMATS: &[&str] = &[
    "%v",
    "%s",
    "%d",
    "%q",
    "%5d|%-5s|",
    "%05.2f",
    "%x",
    "%T",
    "%v %v",
    "%+v",
    "%#v",
    "%t",
    "%e",
    "%g",
    "%c",
    "%U",
    "%08b",
    "%o",
    "%%",
    "%z",
    "%!",
    "%[2]v %[1]v",
    "%*d",
    "%.3s",
    "% d",
    "%+d",
    "%6.3v",
    "%s: %d\n",
    "%",
    "no verbs",
    "%-10v|",
    "%X",
    "%#x",
    "%O",
    "%G",
    "%#q",
    "% x",
    "%.2e",
    "%d%%",
];
