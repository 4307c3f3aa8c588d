//! The codes of findings: stable names, which reports print behind `nxc::`. Each has a page in the book, which
//! `nexachart explain-code` prints too.

use crate::{BUDGETS, Severity};

/// A code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name: `render::nil-field`.
    pub name: &'static str,
    /// How bad findings with it are, where nothing else is said.
    pub severity: Severity,
    /// What it says, in a line.
    pub summary: &'static str,
}

const fn error(name: &'static str, summary: &'static str) -> Code {
    Code { name, severity: Severity::Error, summary }
}

const fn warning(name: &'static str, summary: &'static str) -> Code {
    Code { name, severity: Severity::Warning, summary }
}

const fn info(name: &'static str, summary: &'static str) -> Code {
    Code { name, severity: Severity::Info, summary }
}

/// All codes but those of budgets, in byte order.
#[rustfmt::skip]
pub static CODES: &[Code] = &[
    warning("chart::condition", "A condition of a dependency is no boolean"),
    error("chart::dependencies", "A dependency that Chart.yaml names is not there, or does not fit"),
    error("chart::dependency", "A dependency cannot be taken from its folder"),
    warning("chart::deprecated", "The chart says of itself that it is deprecated"),
    error("chart::helmignore", "A line of .helmignore is no pattern"),
    warning("chart::import", "A table that is to be imported is not in the values of the dependency"),
    error("chart::kube-version", "The chart is not for this version of Kubernetes"),
    error("chart::load", "The chart cannot be loaded"),
    info("chart::locate", "How the chart was found"),
    error("chart::metadata", "Chart.yaml lacks a field, or has one that cannot be"),
    error("chart::not-found", "There is no chart of that name"),
    warning("chart::requirements", "The chart has a requirements.yaml, which is of Helm 2"),
    warning("chart::stale-dependency", "What lies in charts/ is not what its folder has now"),
    info("chart::symlink", "The chart holds a link, which was followed"),
    warning("chart::tag", "A tag of a dependency is no boolean"),
    error("chart::yaml", "A file of the chart is no YAML, or not of the right shape"),
    error("check::empty", "There is no object to check"),
    warning("cli::deprecated", "A flag goes out of use"),
    error("cli::kube-version", "What --kube-version was given is no version"),
    error("cli::name-template", "--name-template does not give a name"),
    error("cli::show-only", "--show-only names a template that is not there"),
    error("cli::usage", "The command line cannot be taken"),
    error("cli::version-template", "What --template was given is no template"),
    error("diff::alone", "A chart stands on one side of the comparison only"),
    error("git::revision", "git does not know the revision, or not for this folder"),
    error("git::run", "git cannot be run, or does not do what is asked"),
    error("golden::differs", "What is rendered is not what the golden says"),
    error("golden::missing", "A target has no golden"),
    error("golden::read", "A golden cannot be read"),
    error("golden::secret", "A golden holds what looks like a secret"),
    error("golden::stale", "A golden is of no target"),
    error("internal", "nexachart itself is wrong"),
    error("lint::chart", "What is to be linted is no chart"),
    error("lint::chart-yaml", "Chart.yaml says what `helm lint` does not take"),
    error("lint::crds", "A file of crds/ holds something else than definitions of custom resources"),
    error("lint::dependencies", "Chart.yaml and charts/ do not name the same dependencies, or one of them twice"),
    warning("lint::deprecated-api", "An object has an API version that goes out of use"),
    error("lint::extension", "A file of templates/ is named as no template is"),
    error("lint::failed", "A chart has findings that fail it"),
    error("lint::icon", "The chart has no icon, or its URL is none"),
    warning("lint::indent", "A rendered file begins with blanks"),
    error("lint::list-annotation", "An annotation for Helm stands within a List, where Helm does not see it"),
    error("lint::load", "The chart cannot be loaded"),
    warning("lint::object-name", "An object has a name that Kubernetes does not take"),
    error("lint::render", "The chart cannot be rendered with its own values"),
    warning("lint::required", "The chart requires a value that its own values do not have"),
    error("lint::selector", "A workload has no selector"),
    error("lint::templates", "The chart has no folder of templates"),
    error("lint::values", "values.yaml is not there, is no YAML, or does not fit the schema"),
    error("lint::version", "A version in Chart.yaml is none, or no text"),
    error("lint::yaml", "What a template printed is no YAML"),
    warning("manifest::unknown-hook", "A hook of a kind that there is not: the object is left out"),
    warning("object::duplicate", "Two templates print one object"),
    error("os::file", "A file cannot be read or written"),
    error("os::thread", "The system starts no more threads"),
    error("policy::error", "A policy cannot be asked about an object"),
    error("policy::invalid", "A policy or binding is not one that an API server would take"),
    error("policy::load", "Policies cannot be read"),
    error("policy::unbound", "A policy without a binding, or a binding without a policy"),
    error("policy::violation", "An object breaks a rule of a policy"),
    error("release::name", "The release has no name that Kubernetes takes"),
    error("render::argument-count", "A function gets more or fewer arguments than it takes"),
    error("render::bad-index", "`index` asks for what the list, text or map cannot have"),
    error("render::empty", "A target prints no object"),
    error("render::exec", "A template fails in a way that has no code of its own"),
    error("render::fail", "The chart ends the render with `fail`"),
    error("render::function", "A function cannot do its work with what it is given"),
    error("render::incomparable", "Two values cannot be compared with each other"),
    error("render::json", "An object cannot be written as JSON"),
    error("render::missing-key", "A map lacks a key that is asked for"),
    error("render::nil-field", "A field is asked of what is not set"),
    error("render::no-field", "A field is asked of what has no fields, or not that one"),
    warning("render::nondeterministic", "A template calls a function whose result differs in each run"),
    error("render::not-a-function", "What is no function gets arguments"),
    error("render::not-iterable", "`range` over what has no elements"),
    error("render::required", "A value that the chart requires is not set"),
    error("render::seed", "Random values are to follow from a secret that cannot be used"),
    error("render::stale", "The folder holds files that this run did not write"),
    error("render::tpl", "A text that `tpl` is given is no template"),
    warning("render::unchanged", "Nothing changed that any target is made of"),
    error("render::undefined-variable", "A variable is used where its declaration was not reached"),
    error("render::undetermined", "Each run would print something else"),
    error("render::unknown-template", "A template is included that nobody defines"),
    error("render::wrong-type", "A function gets a value of a type that it does not take"),
    error("report::json", "A report cannot be written as JSON"),
    error("report::merge", "Reports of shards do not make one run"),
    warning("schema::deprecated-api", "An API version goes out of use"),
    error("schema::duplicate", "An item stands twice in a list that has each once"),
    error("schema::duplicate-field", "A field stands twice"),
    error("schema::forbidden", "A field must not be set here"),
    error("schema::invalid", "A value is none that the field takes"),
    error("schema::not-an-object", "A document is no object"),
    error("schema::not-found", "Something is named that is not there"),
    error("schema::removed-api", "An API version is no more in this version of Kubernetes"),
    error("schema::required", "A field that must be there is not"),
    error("schema::rule", "A rule of a schema (CEL) does not hold"),
    error("schema::too-long", "A text or list is longer than the field takes"),
    error("schema::type", "A field has another type than it must have"),
    error("schema::unknown-field", "A field is not one of this kind"),
    error("schema::unknown-kind", "No schema is known for a kind"),
    error("schema::unsupported", "A value is none of those that the field takes"),
    warning("schema::warning", "Kubernetes would warn of this"),
    error("template::bad-constant", "A number or text in a template is written wrongly"),
    error("template::duplicate-define", "A file defines two templates of one name"),
    error("template::missing-end", "An `if`, `with`, `range`, `define` or `block` has no `end`"),
    error("template::missing-value", "An action has no value"),
    error("template::parentheses", "Parentheses do not match"),
    error("template::parse", "A template cannot be parsed, for a reason that has no code of its own"),
    error("template::stray-end", "An `end`, `else`, `break` or `continue` belongs to nothing"),
    error("template::unclosed-action", "An action is opened with `{{` and not closed with `}}`"),
    error("template::unclosed-comment", "A comment is not closed"),
    error("template::undefined-variable", "A variable is used that is not declared"),
    error("template::unexpected-token", "A word or sign stands where none of its kind can"),
    error("template::unknown-function", "A function is called that there is not"),
    error("template::unterminated-string", "A text is opened with a quote and not closed"),
    warning("values::float", "An integer becomes a float64: it loses digits, or is printed with an exponent"),
    warning("values::globals", "`global` is no map"),
    warning("values::misspelt", "A key that no template reads is near to one that is read"),
    warning("values::not-a-table", "A map and something else meet where values are laid over each other"),
    error("values::read", "Values cannot be read or laid over each other"),
    error("values::schema", "Values do not fit values.schema.json"),
    error("values::set", "What a --set flag was given cannot be taken"),
    warning("values::type", "A value is of another type than the chart's own one"),
    warning("values::undefined", "A template reads a value that is set nowhere"),
    warning("values::unquoted", "A text is printed without quotes, and YAML reads something else"),
    warning("values::unused", "A key is set that no template reads"),
    error("values::yaml", "A values file is no YAML, or no map"),
    warning("values::yaml-trap", "YAML reads a value as something else than what is written"),
    error("workspace::chart", "Two charts of the workspace have one name"),
    error("workspace::empty", "The workspace has no chart, or none that is asked for"),
    error("workspace::environment", "There is no environment of that name"),
    error("workspace::exists", "What is to be made is there already"),
    error("workspace::file", "nexachart.yaml says what cannot be"),
    error("workspace::golden", "Two targets have one golden"),
    error("workspace::lists", "A rule for merging lists does not fit the values"),
    error("workspace::target", "There is no target of that name"),
    error("workspace::values", "A file of values is of no environment"),
    warning("yaml::duplicate-key", "A map has one key twice: the last one counts"),
    error("yaml::indentation", "A line that a template printed is indented as no YAML can be"),
    error("yaml::mapping", "A key that a template printed stands where none can, or lacks its colon"),
    error("yaml::quotes", "A quoted text that a template printed does not end, or has an escape that there is not"),
    error("yaml::syntax", "What a template printed is no YAML"),
    error("yaml::tab", "A line that a template printed is indented with a tab"),
    error("yaml::type", "What a template printed is YAML, but no object"),
];

/// All codes, those of budgets too.
pub fn codes() -> impl Iterator<Item = Code> {
    CODES.iter().copied().chain(BUDGETS.iter().map(|row| error(row.code, row.bounds)))
}

/// The code of that name, with or without `nxc::` before it.
///
/// ```
/// use nexachart_source::code;
/// assert_eq!(code("nxc::render::fail").unwrap().name, "render::fail");
/// assert!(code("render::nothing").is_none());
/// ```
pub fn code(name: &str) -> Option<Code> {
    let name = name.strip_prefix("nxc::").unwrap_or(name);
    codes().find(|code| code.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_in_order() {
        assert!(CODES.is_sorted_by(|a, b| a.name < b.name));
    }
}
