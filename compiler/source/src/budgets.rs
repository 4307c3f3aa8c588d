//! How much a command may take: budgets that no input gets beyond, each with its name and its default.
//!
//! A budget is one row of [`BUDGETS`]; the flag's help, its parsing and the messages come from that row.

use std::fmt;
use std::ops::{Index, IndexMut};

/// What is bounded. The rows of [`BUDGETS`] say more of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// Steps of templates.
    Steps,
    /// Bytes that values of templates hold.
    Memory,
    /// Bytes of one text.
    Text,
    /// Items of one list or map.
    Items,
    /// Bytes that templates print.
    Output,
    /// Documents that templates print.
    Documents,
    /// `include` of a name within itself.
    IncludeDepth,
    /// `template` in `template`.
    TemplateDepth,
    /// `tpl` in `tpl`.
    TplDepth,
    /// Keys and password hashes, as RSA keys of 2,048 bits that take as long.
    Keys,
    /// Tokens of templates.
    Tokens,
    /// YAML nodes of one document.
    Nodes,
    /// Bytes of a chart.
    Chart,
    /// How many times larger a chart is than its archive.
    Ratio,
    /// Files and folders of a chart.
    Entries,
    /// Charts in charts.
    ChartDepth,
    /// Bytes of one file of the user's.
    File,
    /// Steps of a schema check.
    SchemaSteps,
    /// Schemas in schemas.
    SchemaDepth,
}

/// A row of [`BUDGETS`].
#[derive(Debug)]
pub struct Row {
    /// What is bounded.
    pub budget: Budget,
    /// Its name on the command line.
    pub name: &'static str,
    /// Its code in reports: `budget::` and the name.
    pub code: &'static str,
    /// How much is allowed where nothing else is said.
    pub default: u64,
    /// What is counted.
    pub unit: &'static str,
    /// What it bounds, in a line.
    pub bounds: &'static str,
    /// What Helm has in its place.
    pub helm: &'static str,
}

impl Row {
    /// The default as one would write it: `64M`, `20000`.
    pub fn shown_default(&self) -> String {
        let sizes = [(30, "G"), (20, "M"), (10, "k")];
        let is_bytes = self.unit == "bytes";
        let size = sizes.into_iter().find(|(shift, _)| is_bytes && self.default.is_multiple_of(1 << shift));
        size.map_or(self.default.to_string(), |(shift, suffix)| format!("{}{suffix}", self.default >> shift))
    }
}

macro_rules! row {
    ($budget:ident, $name:literal, $default:expr, $unit:literal, $bounds:literal, $helm:literal) => {
        Row {
            budget: Budget::$budget,
            name: $name,
            code: concat!("budget::", $name),
            default: $default,
            unit: $unit,
            bounds: $bounds,
            helm: $helm,
        }
    };
}

/// All budgets, in the order of [`Budget`].
#[rustfmt::skip]
pub static BUDGETS: [Row; 19] = [
    row!(Steps, "steps", 10_000_000, "steps", "work of templates: statements, operands, rounds of loops, and what functions read and make", "none"),
    row!(Memory, "memory", 64 << 20, "bytes", "texts, lists and maps that functions made and templates still hold", "none"),
    row!(Text, "text", 16 << 20, "bytes", "one text that a function makes", "none"),
    row!(Items, "items", 1 << 20, "items", "one list or map that a function makes", "none"),
    row!(Output, "output", 72 << 20, "bytes", "all that templates print", "none"),
    row!(Documents, "documents", 50_000, "documents", "YAML documents that templates print", "none"),
    row!(IncludeDepth, "include-depth", 1_000, "levels", "a name that is included within itself", "1,000"),
    row!(TemplateDepth, "template-depth", 100_000, "levels", "`template` within `template`", "100,000"),
    row!(TplDepth, "tpl-depth", 1_000, "levels", "`tpl` within `tpl`", "none"),
    row!(Keys, "keys", 64, "keys", "keys and password hashes that templates make, as RSA keys of 2,048 bits that take as long", "none"),
    row!(Tokens, "tokens", 3_000_000, "tokens", "words and signs in the actions of templates that are parsed", "none"),
    row!(Nodes, "nodes", 1_000_000, "nodes", "nodes of one YAML document, aliases followed", "a share of aliases"),
    row!(Chart, "chart", 100 << 20, "bytes", "all files of a chart, unpacked", "100 MiB"),
    row!(Ratio, "ratio", 50, "times", "how much larger an archive of more than 16 MiB becomes when it is unpacked", "none"),
    row!(Entries, "entries", 20_000, "entries", "files and folders of a chart", "none"),
    row!(ChartDepth, "chart-depth", 100, "levels", "charts in charts", "none"),
    row!(File, "file", 64 << 20, "bytes", "a values file, standard input, a file for --set-file", "none"),
    row!(SchemaSteps, "schema-steps", 5_000_000, "steps", "the check of one chart's values against its schema", "none"),
    row!(SchemaDepth, "schema-depth", 1_000, "levels", "schemas within schemas while values are checked", "none"),
];

/// How much of everything is allowed.
///
/// ```
/// use nexachart_source::{Budget, Budgets};
/// let mut budgets = Budgets::default();
/// budgets.set("text=4k").unwrap();
/// assert_eq!(budgets[Budget::Text], 4096);
/// assert!(budgets.set("test=1").unwrap_err().starts_with("there is no budget \"test\""));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets([u64; BUDGETS.len()]);

impl Default for Budgets {
    fn default() -> Budgets {
        Budgets(std::array::from_fn(|i| BUDGETS[i].default))
    }
}

impl Index<Budget> for Budgets {
    type Output = u64;
    fn index(&self, budget: Budget) -> &u64 {
        &self.0[budget as usize]
    }
}

impl IndexMut<Budget> for Budgets {
    fn index_mut(&mut self, budget: Budget) -> &mut u64 {
        &mut self.0[budget as usize]
    }
}

impl Budgets {
    /// Takes `NAME=N`; N may end in k, M or G, which are 1024 each. 0 allows nothing. The error says what is wrong
    /// with the argument.
    pub fn set(&mut self, argument: &str) -> Result<(), String> {
        let Some((name, number)) = argument.split_once('=') else {
            return Err(format!("\"{argument}\" is not NAME=N"));
        };
        let Some(row) = BUDGETS.iter().find(|row| row.name == name) else {
            let names: Vec<&str> = BUDGETS.iter().map(|row| row.name).collect();
            return Err(format!("there is no budget \"{name}\": there are {}", names.join(", ")));
        };
        let (digits, shift) = match number.as_bytes().last() {
            Some(b'k' | b'K') => (&number[..number.len() - 1], 10),
            Some(b'm' | b'M') => (&number[..number.len() - 1], 20),
            Some(b'g' | b'G') => (&number[..number.len() - 1], 30),
            _ => (number, 0),
        };
        let parsed = Some(digits).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        let value =
            parsed.and_then(|digits| digits.parse::<u64>().ok()).and_then(|n| n.checked_mul(1 << shift));
        self[row.budget] = value.ok_or_else(|| {
            format!("\"{number}\" is not a number for the budget {name}: digits, and k, M or G behind them")
        })?;
        Ok(())
    }

    /// Whether that much is allowed.
    ///
    /// # Errors
    /// That it is not.
    pub fn check(&self, budget: Budget, used: u64) -> Result<(), Exceeded> {
        if used > self[budget] { Err(self.exceeded(budget)) } else { Ok(()) }
    }

    /// The error for more than is allowed.
    pub fn exceeded(&self, budget: Budget) -> Exceeded {
        Exceeded { budget, allowed: self[budget] }
    }
}

impl Budget {
    /// Its row.
    pub fn row(self) -> &'static Row {
        &BUDGETS[self as usize]
    }

    /// What to do when it is used up.
    pub fn help(self) -> String {
        let Row { name, bounds, .. } = self.row();
        format!("it bounds {bounds}; if so much is meant, raise it with --budget {name}=N")
    }

    /// The budget whose [`Exceeded`] a text tells of, where the error went through texts on its way up.
    pub fn told_in(text: &str) -> Option<Budget> {
        let (name, rest) = text[text.rfind(HEAD)? + HEAD.len()..].split_once('"')?;
        let row = BUDGETS.iter().find(|row| row.name == name)?;
        rest.starts_with(" is used up: more than ").then_some(row.budget)
    }
}

const HEAD: &str = "the budget \"";

/// More than a budget allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exceeded {
    /// What is bounded.
    pub budget: Budget,
    /// How much is allowed.
    pub allowed: u64,
}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Row { name, unit, .. } = self.budget.row();
        write!(f, "{HEAD}{name}\" is used up: more than {} {unit}", self.allowed)
    }
}

impl std::error::Error for Exceeded {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_where_they_belong() {
        for (i, row) in BUDGETS.iter().enumerate() {
            assert_eq!((row.budget as usize, row.code.strip_prefix("budget::")), (i, Some(row.name)));
        }
    }

    #[test]
    fn numbers() {
        for (text, want) in [
            ("text=0", Some(0)),
            ("text=12", Some(12)),
            ("text=3K", Some(3 << 10)),
            ("text=3M", Some(3 << 20)),
            ("text=3g", Some(3 << 30)),
            ("text=", None),
            ("text=k", None),
            ("text=+1", None),
            ("text=-1", None),
            ("text=1.5M", None),
            ("text=99999999999999999999", None),
            ("text=99999999999999G", None),
            ("text", None),
        ] {
            let mut budgets = Budgets::default();
            let got = budgets.set(text).ok().map(|()| budgets[Budget::Text]);
            assert_eq!(got, want, "{text}");
        }
    }

    #[test]
    fn is_found_again_in_texts() {
        let exceeded = Budgets::default().exceeded(Budget::Nodes);
        let text = format!("cannot load values.yaml: {exceeded}, in line 3");
        assert_eq!(Budget::told_in(&text), Some(Budget::Nodes));
        assert_eq!(Budget::told_in("the budget \"x\" is used up: more than 1 y"), None);
    }

    /// The table of ARCHITECTURE.md has a row for each budget.
    #[test]
    fn rows_are_documented() {
        let page =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../ARCHITECTURE.md")).unwrap();
        for row in &BUDGETS {
            let line =
                format!("| `{}` | {} | {} | {} |", row.name, row.shown_default(), row.bounds, row.helm);
            assert!(page.contains(&line), "ARCHITECTURE.md lacks\n{line}");
        }
    }
}
