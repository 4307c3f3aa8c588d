//! Arguments as Helm parses them (spf13/pflag), so that every call that Helm takes is taken and every other
//! one fails with the same words: flags and arguments in any order, `-f=x`, `-fx`, `-gn ns`.

use nexachart_driver::go::{strconv, time};
use nexachart_driver::misuse;
use nexachart_driver::source::{Diagnostic, nearest};

use crate::flags::Takes::{
    Bool, Choice, Duration, Float, Int, KlogBool, KlogLevel, List, Optional, Pairs, Text, Texts, Wait,
};
use crate::flags::{Flag, Group, Role, TEMPLATE, flags};

/// The flags and arguments of a command line.
#[derive(Clone, Debug)]
pub struct Arguments {
    groups: &'static [Group],
    given: Vec<(&'static str, Vec<u8>)>,
    /// The arguments that are no flags.
    pub plain: Vec<Vec<u8>>,
    /// What Helm says of the use of deprecated flags.
    pub notices: Vec<Notice>,
}

/// A remark on a flag that goes out of use.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What is to be said.
    pub message: String,
    /// The line that Helm prints.
    pub line: String,
}

impl Notice {
    /// What pflag says, which is no line of a log.
    fn said(message: String) -> Notice {
        Notice { line: message.clone(), message }
    }

    /// What Helm logs.
    pub fn logged(message: String) -> Notice {
        Notice { line: format!("level=WARN msg={}", strconv::quote(message.as_bytes())), message }
    }
}

impl Default for Arguments {
    fn default() -> Arguments {
        Arguments::of(TEMPLATE)
    }
}

impl Arguments {
    /// None as yet, of a command with these flags.
    pub fn of(groups: &'static [Group]) -> Arguments {
        Arguments { groups, given: Vec::new(), plain: Vec::new(), notices: Vec::new() }
    }

    /// The last text given for a flag.
    pub fn text(&self, name: &str) -> Option<&[u8]> {
        self.last_of(&[name])
    }

    /// The last text given for any of these flags.
    pub fn last_of(&self, names: &[&str]) -> Option<&[u8]> {
        self.given.iter().rev().find(|(n, _)| names.contains(n)).map(|(_, value)| value.as_slice())
    }

    /// All texts given for a flag.
    pub fn texts(&self, name: &str) -> Vec<Vec<u8>> {
        self.given.iter().filter(|(n, _)| *n == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether a flag without value is set.
    pub fn is_set(&self, name: &str) -> bool {
        self.text(name).is_some_and(|value| strconv::parse_bool(value).unwrap_or(false))
    }

    /// Adds the arguments of a command line; what stands before a wrong one is there also after an error.
    /// The error is pflag's text.
    pub fn parse(&mut self, args: impl IntoIterator<Item = Vec<u8>>) -> Result<(), Vec<u8>> {
        let mut args = self.take_own(args.into_iter())?.into_iter();
        while let Some(arg) = args.next() {
            if arg == b"--" {
                self.plain.extend(args);
                break;
            }
            if let Some(long) = arg.strip_prefix(b"--") {
                self.parse_long(&arg, long, &mut args)?;
            } else if arg.len() > 1 && arg.starts_with(b"-") {
                self.parse_short(&arg[1..], &mut args)?;
            } else {
                self.plain.push(arg);
            }
        }
        Ok(())
    }

    /// Takes out our own flags with their values, wherever they stand: what remains is just what Helm would
    /// see.
    fn take_own(&mut self, mut args: impl Iterator<Item = Vec<u8>>) -> Result<Vec<Vec<u8>>, Vec<u8>> {
        let mut rest = Vec::new();
        while let Some(arg) = args.next() {
            let long = arg.strip_prefix(b"--");
            let name = long.map(|long| cut(long, b'=').map_or(long, |(name, _)| name));
            let own = |flag: &Flag| flag.role == Role::Own && flag.takes != Bool;
            if let Some(long) = long
                && flags(self.groups).any(|flag| own(flag) && Some(flag.name.as_bytes()) == name)
            {
                self.parse_long(&arg, long, &mut args)?;
                continue;
            }
            let end = arg == b"--";
            rest.push(arg);
            if end {
                rest.extend(args);
                break;
            }
        }
        Ok(rest)
    }

    fn parse_long(
        &mut self,
        arg: &[u8],
        long: &[u8],
        args: &mut dyn Iterator<Item = Vec<u8>>,
    ) -> Result<(), Vec<u8>> {
        if long.starts_with(b"-") || long.starts_with(b"=") {
            return Err([b"bad flag syntax: ", arg].concat());
        }
        let (name, value) = match cut(long, b'=') {
            Some((name, value)) => (name, Some(value.to_vec())),
            None => (long, None),
        };
        let Some(flag) = flags(self.groups).find(|flag| flag.name.as_bytes() == name) else {
            return Err([b"unknown flag: --", name].concat());
        };
        let value = match (value, flag.takes) {
            (Some(value), _) => value,
            (None, Bool | KlogBool) => b"true".to_vec(),
            (None, Wait) => b"watcher".to_vec(),
            (None, Optional(default)) => default.into(),
            (None, _) => args.next().ok_or_else(|| [b"flag needs an argument: --", name].concat())?,
        };
        self.accept(flag, value)
    }

    fn parse_short(
        &mut self,
        letters: &[u8],
        args: &mut dyn Iterator<Item = Vec<u8>>,
    ) -> Result<(), Vec<u8>> {
        let mut rest = letters;
        while let Some((&letter, after)) = rest.split_first() {
            let about = |what: &str| {
                // pflag takes bytes for characters.
                let letter = strconv::quote_rune(letter.into());
                [what.as_bytes(), b": ", letter.as_bytes(), b" in -", letters].concat()
            };
            let Some(flag) = flags(self.groups).find(|flag| flag.short == Some(char::from(letter))) else {
                return Err(about("unknown shorthand flag"));
            };
            if let Some(value) = after.strip_prefix(b"=").filter(|_| after.len() > 1) {
                return self.accept(flag, value.to_vec());
            }
            match flag.takes {
                Bool | KlogBool => self.accept(flag, b"true".to_vec())?,
                _ if !after.is_empty() => return self.accept(flag, after.to_vec()),
                _ => {
                    let value = args.next().ok_or_else(|| about("flag needs an argument"))?;
                    return self.accept(flag, value);
                }
            }
            rest = after;
        }
        Ok(())
    }

    fn accept(&mut self, flag: &Flag, value: Vec<u8>) -> Result<(), Vec<u8>> {
        let mut list = Vec::new();
        let checked = match flag.takes {
            Bool => strconv::parse_bool(&value).map(drop).map_err(|e| e.to_string()),
            Int => strconv::parse_int(&value, 0, 64).map(drop).map_err(|e| e.to_string()),
            Float => {
                strconv::parse_float(&value, strconv::FloatBits::B32).map(drop).map_err(|e| e.to_string())
            }
            Duration => time::Duration::parse(&value).map(drop).map_err(|e| e.to_string()),
            Pairs => pairs(&value, &mut list),
            List => fields(&value, &mut list),
            Wait => self.wait(&value),
            KlogBool => strconv::parse_bool(&value).map(drop).map_err(|_| "parse error".to_string()),
            KlogLevel => strconv::parse_int(&value, 10, 32).map(drop).map_err(|e| e.to_string()),
            Choice(names) if names.split('|').any(|name| name.as_bytes() == value) => Ok(()),
            Choice(names) => Err(format!("must be one of {}", names.replace('|', ", "))),
            Text | Texts | Optional(_) => Ok(()),
        };
        checked.map_err(|reason| {
            let name = match flag.short {
                Some(short) => format!("-{short}, --{}", flag.name),
                None => format!("--{}", flag.name),
            };
            format!("invalid argument {} for \"{name}\" flag: {reason}", strconv::quote(&value)).into_bytes()
        })?;
        match flag.takes {
            List | Pairs => self.given.extend(list.into_iter().map(|field| (flag.name, field))),
            _ => self.given.push((flag.name, value)),
        }
        if !flag.deprecated.is_empty() {
            let message = format!("Flag --{} has been deprecated, {}", flag.name, flag.deprecated);
            self.notices.push(Notice::said(message));
        }
        Ok(())
    }

    /// Checks what to wait for (Helm: flags.go waitValue).
    fn wait(&mut self, value: &[u8]) -> Result<(), String> {
        let instead = match value {
            b"watcher" | b"hookOnly" | b"legacy" => return Ok(()),
            b"true" => "watcher",
            b"false" => "hookOnly",
            _ => {
                let value = strconv::quote(value);
                let valid = "Valid inputs are watcher, hookOnly, and legacy";
                return Err(format!("invalid wait input {value}. {valid}"));
            }
        };
        let value = String::from_utf8_lossy(value);
        self.notices.push(Notice::logged(format!(
            "--wait={value} is deprecated (boolean value) and can be replaced with --wait={instead}"
        )));
        Ok(())
    }
}

/// The error of a command line with these flags that could not be parsed: pflag's text, and what was meant, if that is
/// known.
pub fn misused(groups: &'static [Group], text: Vec<u8>) -> Diagnostic {
    let unknown =
        text.strip_prefix(b"unknown flag: --").map(|name| String::from_utf8_lossy(name).into_owned());
    let near = unknown.and_then(|name| nearest(&name, flags(groups).map(|flag| flag.name)));
    let failure = misuse(text);
    match near {
        Some(near) => failure.helped(format!("did you mean `--{near}`?")),
        None => failure,
    }
}

/// `key=value` pairs: a single one is no CSV (pflag: stringToStringValue).
fn pairs(value: &[u8], list: &mut Vec<Vec<u8>>) -> Result<(), String> {
    match value.iter().filter(|&&b| b == b'=').count() {
        0 => list.push(value.to_vec()),
        1 => list.push(trim_quotes(value).to_vec()),
        _ => fields(value, list)?,
    }
    match list.iter().find(|field| !field.contains(&b'=')) {
        Some(field) => Err(format!("{} must be formatted as key=value", String::from_utf8_lossy(field))),
        None => Ok(()),
    }
}

/// Go: `strings.Trim(value, "\"")`.
fn trim_quotes(mut value: &[u8]) -> &[u8] {
    while let Some(rest) = value.strip_prefix(b"\"") {
        value = rest;
    }
    while let Some(rest) = value.strip_suffix(b"\"") {
        value = rest;
    }
    value
}

/// What stands before and after the first `separator`.
fn cut(text: &[u8], separator: u8) -> Option<(&[u8], &[u8])> {
    let at = text.iter().position(|&b| b == separator)?;
    Some((&text[..at], &text[at + 1..]))
}

/// The fields of one line of comma-separated values (Go: encoding/csv, as pflag reads lists).
fn fields(line: &[u8], fields: &mut Vec<Vec<u8>>) -> Result<(), String> {
    if line.is_empty() {
        return Ok(());
    }
    let mut rest = line;
    let error = |left: usize, what: &str| {
        let column = line.len() - left + 1;
        Err(format!("parse error on line 1, column {column}: {what}"))
    };
    loop {
        let (field, after) = if let Some(mut quoted) = rest.strip_prefix(b"\"") {
            let mut field = Vec::new();
            loop {
                let Some((text, after)) = cut(quoted, b'"') else {
                    return error(0, "extraneous or missing \" in quoted-field");
                };
                field.extend_from_slice(text);
                quoted = after;
                let Some(after) = after.strip_prefix(b"\"") else { break };
                field.push(b'"');
                quoted = after;
            }
            match quoted.strip_prefix(b",") {
                Some(after) => (field, Some(after)),
                None if quoted.is_empty() => (field, None),
                None => return error(quoted.len() + 1, "extraneous or missing \" in quoted-field"),
            }
        } else {
            let (field, after) = match cut(rest, b',') {
                Some((field, after)) => (field, Some(after)),
                None => (rest, None),
            };
            if let Some(at) = field.iter().position(|&b| b == b'"') {
                return error(rest.len() - at, "bare \" in non-quoted field");
            }
            (field.to_vec(), after)
        };
        fields.push(field);
        match after {
            Some(after) => rest = after,
            None => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    fn parse_line(line: &str) -> Result<Arguments, String> {
        let mut parsed = Arguments::default();
        let args = line.split(' ').map(|arg| arg.as_bytes().to_vec());
        parsed.parse(args).map_err(|e| String::from_utf8(e).unwrap())?;
        Ok(parsed)
    }

    #[test]
    fn takes_every_form() {
        let parsed =
            parse_line("rel -f a.yaml,b.yaml -fc.yaml -f=d.yaml chart -gn ns --set a=b --debug=false")
                .unwrap();
        assert_eq!(parsed.plain, [&b"rel"[..], b"chart"]);
        assert_eq!(parsed.texts("values"), [b"a.yaml", b"b.yaml", b"c.yaml", b"d.yaml"]);
        assert_eq!(parsed.text("namespace"), Some(&b"ns"[..]));
        assert_eq!(parsed.texts("set"), [b"a=b"]);
        assert!(parsed.is_set("generate-name") && !parsed.is_set("debug"));
    }

    #[test]
    fn takes_bytes() {
        let mut parsed = Arguments::default();
        parsed.parse([b"-f\xff,\"b,\"\"c\"".to_vec(), b"\xfe".to_vec()]).unwrap();
        assert_eq!(parsed.texts("values"), [&b"\xff"[..], b"b,\"c"]);
        assert_eq!(parsed.plain, [b"\xfe"]);
        assert!(parsed.parse([b"--\xff".to_vec()]).is_err());
        assert!(parsed.parse([b"-\xff".to_vec()]).is_err());
    }

    #[test]
    fn fails_in_the_words_of_pflag() {
        for (line, error) in [
            ("--frobnicate", "unknown flag: --frobnicate"),
            ("--set", "flag needs an argument: --set"),
            ("-f", "flag needs an argument: 'f' in -f"),
            ("-gz", "unknown shorthand flag: 'z' in -gz"),
            ("--=x", "bad flag syntax: --=x"),
            (
                "--include-crds=maybe",
                r#"invalid argument "maybe" for "--include-crds" flag: strconv.ParseBool: parsing "maybe": invalid syntax"#,
            ),
            ("-l a", r#"invalid argument "a" for "-l, --labels" flag: a must be formatted as key=value"#),
            (
                "--message-format x",
                r#"invalid argument "x" for "--message-format" flag: must be one of human, short, helm, json, sarif, junit, github, gitlab"#,
            ),
        ] {
            assert_eq!(parse_line(line).unwrap_err(), error);
        }
    }
}
