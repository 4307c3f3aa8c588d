//! JUnit's XML, as Jenkins' XSD has it: a suite a target, a case a finding. Errors are failures; of warnings the case passes
//! and says them. A target without findings has one case that passes.

use std::collections::BTreeMap;

use nexachart_source::Severity;

use super::found::{Found, found, object_name};
use super::{Entry, word};

pub(super) fn text(entries: &[Entry<'_>], targets: &[String]) -> String {
    let all = found(entries);
    let mut suites: BTreeMap<String, Vec<&Found<'_>>> = BTreeMap::new();
    for target in targets {
        suites.insert(target.clone(), Vec::new());
    }
    for (entry, found) in all.iter().map(|found| (chart_of(entries, found), found)) {
        let names = match (found.diagnostic.targets.as_slice(), targets) {
            ([], [only]) => vec![only.clone()],
            ([], _) => vec![entry],
            (names, _) => names.to_vec(),
        };
        for name in names {
            suites.entry(name).or_default().push(found);
        }
    }
    if suites.is_empty() {
        suites.insert("nexachart".to_string(), Vec::new());
    }
    let tests: usize = suites.values().map(|cases| cases.len().max(1)).sum();
    let failures: usize = suites.values().map(|cases| failing(cases)).sum();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"nexachart\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n"
    );
    for (name, cases) in &suites {
        suite(&mut out, name, cases);
    }
    out.push_str("</testsuites>\n");
    out
}

/// The chart of a finding that names no target.
fn chart_of(entries: &[Entry<'_>], found: &Found<'_>) -> String {
    let entry = entries.iter().find(|entry| std::ptr::eq(entry.diagnostic, found.diagnostic));
    let chart = entry.and_then(|entry| entry.sources.chart);
    chart.map_or("nexachart".to_string(), |chart| String::from_utf8_lossy(chart).into_owned())
}

fn failing(cases: &[&Found<'_>]) -> usize {
    cases.iter().filter(|found| found.diagnostic.severity == Severity::Error).count()
}

fn suite(out: &mut String, name: &str, cases: &[&Found<'_>]) {
    let (tests, failures) = (cases.len().max(1), failing(cases));
    let name = escaped(name);
    out.push_str(&format!(
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n"
    ));
    if cases.is_empty() {
        out.push_str(&format!("    <testcase classname=\"nexachart\" name=\"{name}\"/>\n"));
    }
    for found in cases {
        case(out, found);
    }
    out.push_str("  </testsuite>\n");
}

fn case(out: &mut String, found: &Found<'_>) {
    let place = found.spot.as_ref().map(|spot| match (spot.line, spot.column) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", spot.path),
        (Some(line), None) => format!("{}:{line}", spot.path),
        _ => spot.path.clone(),
    });
    let first = found.message.lines().next().unwrap_or_default();
    let name = match (&found.diagnostic.object, &place) {
        (Some(object), _) => object_name(object),
        (None, Some(place)) => place.clone(),
        (None, None) => first.to_string(),
    };
    let mut told = String::new();
    if let Some(place) = &place {
        told.push_str(&format!("{place}: "));
    }
    told.push_str(&format!("{}: {}\n", found.code, found.message.trim_end()));
    for (word, labels) in [("note", &found.labels), ("from", &found.trace)] {
        for label in labels {
            let spot = label.spot.as_ref().map(|spot| match spot.line {
                Some(line) => format!("{}:{line}: ", spot.path),
                None => format!("{}: ", spot.path),
            });
            told.push_str(&format!("{word}: {}{}\n", spot.unwrap_or_default(), label.text));
        }
    }
    if let Some(help) = &found.help {
        told.push_str(&format!("help: {help}\n"));
    }
    out.push_str(&format!("    <testcase classname=\"{}\" name=\"{}\">\n", found.code, escaped(&name)));
    let told = escaped(&told);
    match found.diagnostic.severity {
        Severity::Error => out.push_str(&format!(
            "      <failure type=\"{}\" message=\"{}\">{told}</failure>\n",
            found.code,
            escaped(first)
        )),
        severity => {
            out.push_str(&format!("      <system-out>{}: {told}</system-out>\n", word(severity)));
        }
    }
    out.push_str("    </testcase>\n");
}

/// A text for XML, in an attribute too. Controls are gone by now.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in super::inert(&super::safe(text.as_bytes())).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}
