//! The flags of `nexachart template`: Helm's, with its names and shorthands, and what becomes of each.
//!
//! They are parsed as Helm parses them (spf13/pflag), so that every call that Helm takes is taken and
//! every other one fails with the same words: flags and arguments in any order, `-f=x`, `-fx`, `-gn ns`.

use nexachart_driver::go::{strconv, time};

/// A flag.
#[derive(Debug)]
pub struct Flag {
    /// Its long name.
    pub name: &'static str,
    /// Its shorthand.
    pub short: Option<char>,
    /// What it takes.
    pub takes: Takes,
    /// What becomes of it.
    pub role: Role,
    /// What it is for.
    pub help: &'static str,
}

/// What a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing, or `=true` and the like.
    Bool,
    /// One text; the last one counts.
    Text,
    /// A text each time.
    Texts,
    /// A list with commas each time (pflag: StringSlice).
    List,
    /// `key=value` pairs with commas (pflag: StringToString).
    Pairs,
    /// An integer.
    Int,
    /// A floating point number.
    Float,
    /// A duration as Go writes them.
    Duration,
    /// A text after `=`; alone it stands for this one.
    Optional(&'static str),
}

/// What becomes of a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It does what it does in Helm.
    Helm,
    /// It is ours.
    Own,
    /// It is taken and has no effect: rendering has no use for it, in Helm neither.
    Ignored,
    /// It needs a network, a cluster or a plugin: refused when set to anything but this default.
    Refused(&'static str),
}

/// A flag as it was given.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    given: Vec<(&'static str, String)>,
    /// The arguments that are no flags.
    pub arguments: Vec<String>,
    /// Lines for standard error: the use of deprecated flags.
    pub notices: Vec<String>,
}

use Role::{Helm, Ignored, Own, Refused};
use Takes::{Bool, Duration, Float, Int, List, Optional, Pairs, Text, Texts};

const fn flag(name: &'static str, takes: Takes, role: Role, help: &'static str) -> Flag {
    Flag { name, short: None, takes, role, help }
}

const fn short(short: char, name: &'static str, takes: Takes, role: Role, help: &'static str) -> Flag {
    Flag { name, short: Some(short), takes, role, help }
}

/// All flags of `template`, Helm's global ones among them.
pub static FLAGS: &[Flag] = &[
    short(
        'f',
        "values",
        List,
        Helm,
        "Read values from a file, `-` for standard input (repeatable; the last wins)",
    ),
    flag("set", Texts, Helm, "Set values: key=value,other=value (repeatable)"),
    flag("set-string", Texts, Helm, "Set values that are texts whatever they look like"),
    flag("set-json", Texts, Helm, "Set values given as JSON: key=JSON, or one JSON object"),
    flag("set-file", Texts, Helm, "Set values to the content of files: key=path"),
    flag("set-literal", Texts, Helm, "Set one value to a text in which nothing is special"),
    short('n', "namespace", Text, Helm, "The namespace of the release [env: HELM_NAMESPACE]"),
    flag("name-template", Text, Helm, "A template for the name of the release"),
    short('g', "generate-name", Bool, Helm, "Make up the name of the release"),
    short(
        's',
        "show-only",
        Texts,
        Helm,
        "Print only the manifests of these templates (repeatable, patterns allowed)",
    ),
    flag("output-dir", Text, Helm, "Write the manifests to files below this folder"),
    flag("release-name", Bool, Helm, "Use the name of the release in the path below --output-dir"),
    flag("include-crds", Bool, Helm, "Print the objects of crds/ too"),
    flag("skip-crds", Bool, Ignored, "Taken for Helm's sake: CRDs are printed only with --include-crds"),
    flag("no-hooks", Bool, Helm, "Leave out hooks"),
    flag("skip-tests", Bool, Helm, "Leave out hooks that are tests"),
    flag("is-upgrade", Bool, Helm, "Set .Release.IsUpgrade instead of .Release.IsInstall"),
    flag("kube-version", Text, Helm, "The Kubernetes version that .Capabilities tells"),
    short(
        'a',
        "api-versions",
        List,
        Helm,
        "API versions for .Capabilities beside the default ones (repeatable)",
    ),
    flag("skip-schema-validation", Bool, Helm, "Do not check values against values.schema.json"),
    flag("enable-dns", Bool, Helm, "Let getHostByName ask the network"),
    flag("description", Text, Ignored, "Taken for Helm's sake: shows in no manifest"),
    short('l', "labels", Pairs, Helm, "Labels of the release: shown in no manifest, but checked"),
    flag("debug", Bool, Helm, "Print manifests even where they are broken [env: HELM_DEBUG]"),
    flag("message-format", Text, Own, "How messages are printed: human, short, helm or json"),
    flag(
        "seed",
        Text,
        Own,
        "Draw random values from this number: the same ones in each run. Not for real secrets",
    ),
    flag("now", Text, Own, "The time that templates see: RFC 3339, or seconds since 1970"),
    flag("jobs", Int, Own, "How many threads may be used (default: one for each core)"),
    flag("dry-run", Optional("unset"), Helm, "Only `client`: there is no cluster here"),
    flag("validate", Bool, Refused("false"), "Needs a cluster"),
    flag("dependency-update", Bool, Refused("false"), "Needs a network"),
    flag("repo", Text, Refused(""), "Needs a network"),
    flag("post-renderer", Text, Refused(""), "Needs a plugin"),
    flag("post-renderer-args", List, Refused(""), "Needs a plugin"),
    flag("verify", Bool, Refused("false"), "Needs a keyring and a packed chart of a repository"),
    flag("version", Text, Ignored, "Taken for Helm's sake: a chart on disk has its version"),
    flag("devel", Bool, Ignored, "As --version"),
    flag("keyring", Text, Ignored, "As --verify, without which it says nothing"),
    flag("render-subchart-notes", Bool, Ignored, "Taken for Helm's sake: notes are not printed"),
    flag("create-namespace", Bool, Ignored, "Concerns installing"),
    flag("disable-openapi-validation", Bool, Ignored, "Concerns installing"),
    flag("force-conflicts", Bool, Ignored, "Concerns installing"),
    flag("force-replace", Bool, Ignored, "Concerns installing"),
    flag("replace", Bool, Ignored, "Concerns installing"),
    flag("rollback-on-failure", Bool, Ignored, "Concerns installing"),
    flag("server-side", Bool, Ignored, "Concerns installing"),
    flag("take-ownership", Bool, Ignored, "Concerns installing"),
    flag("timeout", Duration, Ignored, "Concerns installing"),
    flag("wait", Optional("watcher"), Ignored, "Concerns installing"),
    flag("wait-for-jobs", Bool, Ignored, "Concerns installing"),
    flag("ca-file", Text, Ignored, "Concerns repositories"),
    flag("cert-file", Text, Ignored, "Concerns repositories"),
    flag("key-file", Text, Ignored, "Concerns repositories"),
    flag("insecure-skip-tls-verify", Bool, Ignored, "Concerns repositories"),
    flag("pass-credentials", Bool, Ignored, "Concerns repositories"),
    flag("password", Text, Ignored, "Concerns repositories"),
    flag("username", Text, Ignored, "Concerns repositories"),
    flag("plain-http", Bool, Ignored, "Concerns repositories"),
    flag("registry-config", Text, Ignored, "Concerns repositories"),
    flag("repository-cache", Text, Ignored, "Concerns repositories"),
    flag("repository-config", Text, Ignored, "Concerns repositories"),
    flag("content-cache", Text, Ignored, "Concerns repositories"),
    flag("burst-limit", Int, Ignored, "Concerns clusters"),
    flag("qps", Float, Ignored, "Concerns clusters"),
    flag("kube-apiserver", Text, Ignored, "Concerns clusters"),
    flag("kube-as-group", Texts, Ignored, "Concerns clusters"),
    flag("kube-as-user", Text, Ignored, "Concerns clusters"),
    flag("kube-ca-file", Text, Ignored, "Concerns clusters"),
    flag("kube-context", Text, Ignored, "Concerns clusters"),
    flag("kube-insecure-skip-tls-verify", Bool, Ignored, "Concerns clusters"),
    flag("kube-tls-server-name", Text, Ignored, "Concerns clusters"),
    flag("kube-token", Text, Ignored, "Concerns clusters"),
    flag("kubeconfig", Text, Ignored, "Concerns clusters"),
    flag("color", Text, Helm, "When messages are coloured: never, auto or always"),
    flag("colour", Text, Helm, "As --color"),
    short('h', "help", Bool, Own, "Print help"),
];

impl Parsed {
    /// The last text given for a flag.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.given.iter().rev().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }

    /// All texts given for a flag.
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.given.iter().filter(|(n, _)| *n == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether a flag without value is set.
    pub fn is_set(&self, name: &str) -> bool {
        self.text(name).is_some_and(|value| strconv::parse_bool(value.as_bytes()).unwrap_or(false))
    }
}

/// Parses the arguments of a command line. The error is pflag's text.
pub fn parse(args: impl IntoIterator<Item = String>) -> Result<Parsed, String> {
    let mut parsed = Parsed::default();
    let mut args = take_own(args.into_iter().collect(), &mut parsed)?.into_iter();
    while let Some(arg) = args.next() {
        if arg == "--" {
            parsed.arguments.extend(args);
            break;
        }
        if let Some(long) = arg.strip_prefix("--") {
            parse_long(&arg, long, &mut args, &mut parsed)?;
        } else if arg.len() > 1 && arg.starts_with('-') {
            parse_short(&arg[1..], &mut args, &mut parsed)?;
        } else {
            parsed.arguments.push(arg);
        }
    }
    Ok(parsed)
}

/// Takes out our own flags with their values, wherever they stand: what remains is just what Helm would see.
fn take_own(args: Vec<String>, parsed: &mut Parsed) -> Result<Vec<String>, String> {
    let mut rest = Vec::with_capacity(args.len());
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        let name = arg.strip_prefix("--").map(|long| long.split('=').next().unwrap_or(long));
        let own = FLAGS.iter().any(|flag| flag.role == Own && flag.takes != Bool && Some(flag.name) == name);
        if own {
            parse_long(&arg, &arg[2..], &mut args, parsed)?;
        } else {
            rest.push(arg);
            if rest.last().is_some_and(|last| last == "--") {
                rest.extend(args);
                break;
            }
        }
    }
    Ok(rest)
}

fn parse_long(
    arg: &str,
    long: &str,
    args: &mut dyn Iterator<Item = String>,
    parsed: &mut Parsed,
) -> Result<(), String> {
    if long.starts_with(['-', '=']) {
        return Err(format!("bad flag syntax: {arg}"));
    }
    let (name, value) = match long.split_once('=') {
        Some((name, value)) => (name, Some(value.to_string())),
        None => (long, None),
    };
    let Some(flag) = FLAGS.iter().find(|flag| flag.name == name) else {
        return Err(format!("unknown flag: --{name}"));
    };
    let value = match (value, flag.takes) {
        (Some(value), _) => value,
        (None, Bool) => "true".to_string(),
        (None, Optional(default)) => default.to_string(),
        (None, _) => args.next().ok_or_else(|| format!("flag needs an argument: --{name}"))?,
    };
    accept(flag, value, parsed)
}

fn parse_short(
    letters: &str,
    args: &mut dyn Iterator<Item = String>,
    parsed: &mut Parsed,
) -> Result<(), String> {
    let mut rest = letters;
    while let Some(letter) = rest.chars().next() {
        let Some(flag) = FLAGS.iter().find(|flag| flag.short == Some(letter)) else {
            return Err(format!("unknown shorthand flag: {letter:?} in -{letters}"));
        };
        let after = &rest[letter.len_utf8()..];
        if let Some(value) = after.strip_prefix('=').filter(|_| after.len() > 1 || flag.takes != Bool) {
            return accept(flag, value.to_string(), parsed);
        }
        match flag.takes {
            Bool => accept(flag, "true".to_string(), parsed)?,
            _ if !after.is_empty() => return accept(flag, after.to_string(), parsed),
            _ => {
                let missing = || format!("flag needs an argument: {letter:?} in -{letters}");
                return accept(flag, args.next().ok_or_else(missing)?, parsed);
            }
        }
        rest = after;
    }
    Ok(())
}

fn accept(flag: &Flag, value: String, parsed: &mut Parsed) -> Result<(), String> {
    let invalid = |reason: String| {
        let name = match flag.short {
            Some(short) => format!("-{short}, --{}", flag.name),
            None => format!("--{}", flag.name),
        };
        format!("invalid argument {} for \"{name}\" flag: {reason}", strconv::quote(value.as_bytes()))
    };
    let checked = match flag.takes {
        Bool => strconv::parse_bool(value.as_bytes()).map(drop).map_err(|e| e.to_string()),
        Int => strconv::parse_int(value.as_bytes(), 0, 64).map(drop).map_err(|e| e.to_string()),
        Float => strconv::parse_float(value.as_bytes(), strconv::FloatBits::B32)
            .map(drop)
            .map_err(|e| e.to_string()),
        Duration => time::Duration::parse(value.as_bytes()).map(drop).map_err(|e| e.to_string()),
        Pairs => fields(&value).and_then(|fields| fields.iter().try_for_each(|field| pair(field))),
        List => fields(&value).map(drop),
        Text | Texts | Optional(_) => Ok(()),
    };
    checked.map_err(invalid)?;
    match flag.takes {
        List | Pairs => {
            let fields = fields(&value).unwrap_or_default();
            parsed.given.extend(fields.into_iter().map(|field| (flag.name, field)));
        }
        _ => parsed.given.push((flag.name, value)),
    }
    if flag.name == "validate" {
        parsed
            .notices
            .push("Flag --validate has been deprecated, use '--dry-run=server' instead".to_string());
    }
    Ok(())
}

fn pair(field: &str) -> Result<(), String> {
    if field.contains('=') { Ok(()) } else { Err(format!("{field} must be formatted as key=value")) }
}

/// The fields of one line of comma-separated values (Go: encoding/csv, as pflag reads lists).
fn fields(line: &str) -> Result<Vec<String>, String> {
    let mut fields = Vec::new();
    if line.is_empty() {
        return Ok(fields);
    }
    let mut rest = line;
    let error = |rest: &str, what: &str| {
        let column = line.len() - rest.len() + 1;
        Err(format!("parse error on line 1, column {column}: {what}"))
    };
    loop {
        if let Some(mut quoted) = rest.strip_prefix('"') {
            let mut field = String::new();
            loop {
                let Some((text, after)) = quoted.split_once('"') else {
                    return error("", "extraneous or missing \" in quoted-field");
                };
                field.push_str(text);
                quoted = after;
                match after.strip_prefix('"') {
                    Some(after) => {
                        field.push('"');
                        quoted = after;
                    }
                    None => break,
                }
            }
            fields.push(field);
            match quoted.strip_prefix(',') {
                Some(after) => rest = after,
                None if quoted.is_empty() => return Ok(fields),
                None => return error(&format!("\"{quoted}"), "extraneous or missing \" in quoted-field"),
            }
        } else {
            let (field, after) = match rest.split_once(',') {
                Some((field, after)) => (field, Some(after)),
                None => (rest, None),
            };
            if let Some(at) = field.find('"') {
                return error(&rest[at..], "bare \" in non-quoted field");
            }
            fields.push(field.to_string());
            match after {
                Some(after) => rest = after,
                None => return Ok(fields),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn parse_line(line: &str) -> Result<super::Parsed, String> {
        parse(line.split(' ').map(str::to_string))
    }

    #[test]
    fn takes_every_form() {
        let parsed =
            parse_line("rel -f a.yaml,b.yaml -fc.yaml -f=d.yaml chart -gn ns --set a=b --debug=false")
                .unwrap();
        assert_eq!(parsed.arguments, ["rel", "chart"]);
        assert_eq!(parsed.texts("values"), ["a.yaml", "b.yaml", "c.yaml", "d.yaml"]);
        assert_eq!(parsed.text("namespace"), Some("ns"));
        assert_eq!(parsed.texts("set"), ["a=b"]);
        assert!(parsed.is_set("generate-name") && !parsed.is_set("debug"));
    }

    #[test]
    fn fails_in_the_words_of_pflag() {
        let error = |line| parse_line(line).unwrap_err();
        assert_eq!(error("--frobnicate"), "unknown flag: --frobnicate");
        assert_eq!(error("--set"), "flag needs an argument: --set");
        assert_eq!(error("-f"), "flag needs an argument: 'f' in -f");
        assert_eq!(error("-gz"), "unknown shorthand flag: 'z' in -gz");
        assert_eq!(error("--=x"), "bad flag syntax: --=x");
        let maybe = r#"invalid argument "maybe" for "--include-crds" flag: strconv.ParseBool: parsing "maybe": invalid syntax"#;
        assert_eq!(error("--include-crds=maybe"), maybe);
        assert_eq!(
            error("-l a"),
            r#"invalid argument "a" for "-l, --labels" flag: a must be formatted as key=value"#
        );
    }
}
