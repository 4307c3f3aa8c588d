//! `.helmignore` (Helm: pkg/ignore).

use nexachart_go::filepath::{base, matches};
use nexachart_go::strings::trim_space;
use nexachart_source::{FileKind, Severity};

use crate::log::{Journal, note};

/// Which files of a folder do not belong to the chart.
#[derive(Debug, Default)]
pub(crate) struct Rules(Vec<Rule>);

#[derive(Debug)]
struct Rule {
    pattern: Vec<u8>,
    form: Form,
    place: Place,
    /// `!`: what does not match is ignored.
    negated: bool,
    /// `/` at the end: only folders match.
    only_dirs: bool,
}

/// How much there is to match: most rules are names and endings, and each is asked about each file.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// `.git`: nothing in the pattern is special.
    Plain,
    /// `*.bak`: the star is all that is special.
    Ending,
    /// Any other.
    Wild,
}

/// What a pattern is compared with.
#[derive(Debug)]
enum Place {
    /// The path from the chart's folder.
    Path,
    /// The name alone, in every folder.
    Name,
}

impl Rules {
    /// Reads the text of a `.helmignore`. The errors are for `**` and for malformed patterns.
    pub fn parse(text: &[u8]) -> Result<Rules, String> {
        // Go: bufio.MaxScanTokenSize.
        const MAX_LINE: usize = 64 << 10;
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let mut rules = Rules::default();
        for line in text.split(|&b| b == b'\n') {
            if line.len() >= MAX_LINE {
                return Err("bufio.Scanner: token too long".into());
            }
            rules.add(line)?;
        }
        Ok(rules)
    }

    /// Adds what Helm always ignores: hidden files in `templates/`.
    pub fn with_defaults(mut self) -> Rules {
        // The pattern is sound.
        let _ = self.add(b"templates/.?*");
        self
    }

    fn add(&mut self, line: &[u8]) -> Result<(), String> {
        let line = trim_space(line);
        if line.is_empty() || line.starts_with(b"#") {
            return Ok(());
        }
        if memchr::memmem::find(line, b"**").is_some() {
            return Err("double-star (**) syntax is not supported".into());
        }
        matches(line, b"abc").map_err(|e| e.to_string())?;
        let (negated, rest) = line.strip_prefix(b"!").map_or((false, line), |rest| (true, rest));
        let (only_dirs, rest) = rest.strip_suffix(b"/").map_or((false, rest), |rest| (true, rest));
        let (place, pattern) = match rest.strip_prefix(b"/") {
            Some(rest) => (Place::Path, rest),
            None if rest.contains(&b'/') => (Place::Path, rest),
            None => (Place::Name, rest),
        };
        self.0.push(Rule { pattern: pattern.to_vec(), form: Form::of(pattern), place, negated, only_dirs });
        Ok(())
    }

    /// Whether a file is ignored: the first rule that says so decides.
    pub fn ignores(&self, path: &[u8], kind: FileKind, journal: &mut Journal) -> bool {
        self.0.iter().any(|rule| {
            if rule.only_dirs && kind != FileKind::Dir {
                return rule.negated;
            }
            rule.fits(path, journal) != rule.negated
        })
    }
}

impl Form {
    fn of(pattern: &[u8]) -> Form {
        let plain = |text: &[u8]| !text.iter().any(|b| b"*?[\\".contains(b));
        match pattern {
            _ if plain(pattern) => Form::Plain,
            [b'*', ending @ ..] if plain(ending) => Form::Ending,
            _ => Form::Wild,
        }
    }
}

impl Rule {
    fn fits(&self, path: &[u8], journal: &mut Journal) -> bool {
        let name = match self.place {
            Place::Path => path,
            Place::Name => base(path),
        };
        match self.form {
            Form::Plain => return name == self.pattern,
            Form::Ending => {
                return name.strip_suffix(&self.pattern[1..]).is_some_and(|starred| !starred.contains(&b'/'));
            }
            Form::Wild => {}
        }
        matches(&self.pattern, name).unwrap_or_else(|error| {
            let (rule, error) = (String::from_utf8_lossy(&self.pattern), error.to_string());
            let attributes = [("rule", &*rule), ("error", &error)];
            note(journal, "chart::helmignore", Severity::Error, "failed to compile", &attributes);
            false
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values: Helm's pkg/ignore.
    #[test]
    fn ignores() {
        use FileKind::{Dir, File};
        for (rules, path, kind, want) in [
            ("*.txt", "a/b.txt", File, true),
            ("*.txt", "a/b.text", File, false),
            ("*", "a/b", File, true),
            ("a/*", "a/b", File, true),
            ("/*.txt", "b.txt", File, true),
            ("/*.txt", "a/b.txt", File, false),
            ("a\\*", "a*", File, true),
            ("/a.txt", "a.txt", File, true),
            ("/a.txt", "b/a.txt", File, false),
            ("a/b", "a/b", File, true),
            ("a/b", "c/a/b", File, false),
            ("a/", "a", Dir, true),
            ("a/", "a", File, false),
            ("# x\n\n  a  \n", "x/a", File, true),
            ("!a", "a", File, false),
            ("!a", "b", File, true),
            ("!a/", "a", File, true),
            ("!a/", "a", Dir, false),
            ("\u{feff}a", "a", File, true),
            ("", "templates/.x", File, true),
            ("", "templates/.", Dir, false),
            ("", "x/templates/.x", File, false),
            ("a\r\nb", "a", File, true),
        ] {
            let rules = Rules::parse(rules.as_bytes()).unwrap().with_defaults();
            assert_eq!(rules.ignores(path.as_bytes(), kind, &mut Vec::new()), want, "{path}");
        }
        assert_eq!(Rules::parse(b"a\n**/b").unwrap_err(), "double-star (**) syntax is not supported");
        assert_eq!(Rules::parse(b"a[").unwrap_err(), "syntax error in pattern");
    }
}
