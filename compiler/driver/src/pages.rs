//! The page of each code, as the book has it: `compiler/book/codes`.

macro_rules! pages {
    ($($code:literal at $file:literal,)*) => {
        &[$(($code, include_str!(concat!("../../book/codes/", $file, ".md"))),)*]
    };
}

/// All pages by their codes, in byte order.
#[rustfmt::skip]
static PAGES: &[(&str, &str)] = pages! {
    "budget::chart" at "budget/chart",
    "budget::chart-depth" at "budget/chart-depth",
    "budget::documents" at "budget/documents",
    "budget::entries" at "budget/entries",
    "budget::file" at "budget/file",
    "budget::include-depth" at "budget/include-depth",
    "budget::items" at "budget/items",
    "budget::keys" at "budget/keys",
    "budget::memory" at "budget/memory",
    "budget::nodes" at "budget/nodes",
    "budget::output" at "budget/output",
    "budget::ratio" at "budget/ratio",
    "budget::schema-depth" at "budget/schema-depth",
    "budget::schema-steps" at "budget/schema-steps",
    "budget::steps" at "budget/steps",
    "budget::template-depth" at "budget/template-depth",
    "budget::text" at "budget/text",
    "budget::tokens" at "budget/tokens",
    "budget::tpl-depth" at "budget/tpl-depth",
    "chart::condition" at "chart/condition",
    "chart::dependencies" at "chart/dependencies",
    "chart::dependency" at "chart/dependency",
    "chart::deprecated" at "chart/deprecated",
    "chart::helmignore" at "chart/helmignore",
    "chart::import" at "chart/import",
    "chart::kube-version" at "chart/kube-version",
    "chart::load" at "chart/load",
    "chart::locate" at "chart/locate",
    "chart::metadata" at "chart/metadata",
    "chart::not-found" at "chart/not-found",
    "chart::requirements" at "chart/requirements",
    "chart::stale-dependency" at "chart/stale-dependency",
    "chart::symlink" at "chart/symlink",
    "chart::tag" at "chart/tag",
    "chart::yaml" at "chart/yaml",
    "check::empty" at "check/empty",
    "cli::deprecated" at "cli/deprecated",
    "cli::kube-version" at "cli/kube-version",
    "cli::name-template" at "cli/name-template",
    "cli::show-only" at "cli/show-only",
    "cli::usage" at "cli/usage",
    "cli::version-template" at "cli/version-template",
    "diff::alone" at "diff/alone",
    "git::revision" at "git/revision",
    "git::run" at "git/run",
    "golden::differs" at "golden/differs",
    "golden::missing" at "golden/missing",
    "golden::read" at "golden/read",
    "golden::secret" at "golden/secret",
    "golden::stale" at "golden/stale",
    "internal" at "internal",
    "lint::chart" at "lint/chart",
    "lint::chart-yaml" at "lint/chart-yaml",
    "lint::crds" at "lint/crds",
    "lint::dependencies" at "lint/dependencies",
    "lint::deprecated-api" at "lint/deprecated-api",
    "lint::extension" at "lint/extension",
    "lint::failed" at "lint/failed",
    "lint::icon" at "lint/icon",
    "lint::indent" at "lint/indent",
    "lint::list-annotation" at "lint/list-annotation",
    "lint::load" at "lint/load",
    "lint::object-name" at "lint/object-name",
    "lint::render" at "lint/render",
    "lint::required" at "lint/required",
    "lint::selector" at "lint/selector",
    "lint::templates" at "lint/templates",
    "lint::values" at "lint/values",
    "lint::version" at "lint/version",
    "lint::yaml" at "lint/yaml",
    "manifest::unknown-hook" at "manifest/unknown-hook",
    "object::duplicate" at "object/duplicate",
    "os::file" at "os/file",
    "os::thread" at "os/thread",
    "policy::error" at "policy/error",
    "policy::invalid" at "policy/invalid",
    "policy::load" at "policy/load",
    "policy::unbound" at "policy/unbound",
    "policy::violation" at "policy/violation",
    "release::name" at "release/name",
    "render::argument-count" at "render/argument-count",
    "render::bad-index" at "render/bad-index",
    "render::empty" at "render/empty",
    "render::exec" at "render/exec",
    "render::fail" at "render/fail",
    "render::function" at "render/function",
    "render::incomparable" at "render/incomparable",
    "render::json" at "render/json",
    "render::missing-key" at "render/missing-key",
    "render::nil-field" at "render/nil-field",
    "render::no-field" at "render/no-field",
    "render::nondeterministic" at "render/nondeterministic",
    "render::not-a-function" at "render/not-a-function",
    "render::not-iterable" at "render/not-iterable",
    "render::required" at "render/required",
    "render::seed" at "render/seed",
    "render::stale" at "render/stale",
    "render::tpl" at "render/tpl",
    "render::unchanged" at "render/unchanged",
    "render::undefined-variable" at "render/undefined-variable",
    "render::undetermined" at "render/undetermined",
    "render::unknown-template" at "render/unknown-template",
    "render::wrong-type" at "render/wrong-type",
    "report::json" at "report/json",
    "report::merge" at "report/merge",
    "schema::deprecated-api" at "schema/deprecated-api",
    "schema::duplicate" at "schema/duplicate",
    "schema::duplicate-field" at "schema/duplicate-field",
    "schema::forbidden" at "schema/forbidden",
    "schema::invalid" at "schema/invalid",
    "schema::not-an-object" at "schema/not-an-object",
    "schema::not-found" at "schema/not-found",
    "schema::removed-api" at "schema/removed-api",
    "schema::required" at "schema/required",
    "schema::rule" at "schema/rule",
    "schema::too-long" at "schema/too-long",
    "schema::type" at "schema/type",
    "schema::unknown-field" at "schema/unknown-field",
    "schema::unknown-kind" at "schema/unknown-kind",
    "schema::unsupported" at "schema/unsupported",
    "schema::warning" at "schema/warning",
    "template::bad-constant" at "template/bad-constant",
    "template::duplicate-define" at "template/duplicate-define",
    "template::missing-end" at "template/missing-end",
    "template::missing-value" at "template/missing-value",
    "template::parentheses" at "template/parentheses",
    "template::parse" at "template/parse",
    "template::stray-end" at "template/stray-end",
    "template::unclosed-action" at "template/unclosed-action",
    "template::unclosed-comment" at "template/unclosed-comment",
    "template::undefined-variable" at "template/undefined-variable",
    "template::unexpected-token" at "template/unexpected-token",
    "template::unknown-function" at "template/unknown-function",
    "template::unterminated-string" at "template/unterminated-string",
    "values::float" at "values/float",
    "values::globals" at "values/globals",
    "values::misspelt" at "values/misspelt",
    "values::not-a-table" at "values/not-a-table",
    "values::read" at "values/read",
    "values::schema" at "values/schema",
    "values::set" at "values/set",
    "values::type" at "values/type",
    "values::undefined" at "values/undefined",
    "values::unquoted" at "values/unquoted",
    "values::unused" at "values/unused",
    "values::yaml" at "values/yaml",
    "values::yaml-trap" at "values/yaml-trap",
    "workspace::chart" at "workspace/chart",
    "workspace::empty" at "workspace/empty",
    "workspace::environment" at "workspace/environment",
    "workspace::exists" at "workspace/exists",
    "workspace::file" at "workspace/file",
    "workspace::golden" at "workspace/golden",
    "workspace::lists" at "workspace/lists",
    "workspace::target" at "workspace/target",
    "workspace::values" at "workspace/values",
    "yaml::duplicate-key" at "yaml/duplicate-key",
    "yaml::indentation" at "yaml/indentation",
    "yaml::mapping" at "yaml/mapping",
    "yaml::quotes" at "yaml/quotes",
    "yaml::syntax" at "yaml/syntax",
    "yaml::tab" at "yaml/tab",
    "yaml::type" at "yaml/type",
};

/// The page of a code.
///
/// ```
/// use nexachart_driver::pages::page;
/// assert!(page("render::nil-field").unwrap().starts_with("# nxc::render::nil-field\n"));
/// ```
pub fn page(code: &str) -> Option<&'static str> {
    PAGES.iter().find(|(name, _)| *name == code).map(|(_, text)| *text)
}

/// Where the page of a code is published.
pub fn uri(code: &str) -> String {
    let path = code.replace("::", "/");
    format!("{}/blob/main/compiler/book/codes/{path}.md", env!("CARGO_PKG_REPOSITORY"))
}

/// What a page says before its examples, in one line.
pub(crate) fn description(page: &str) -> String {
    let head = page.split("\n## ").next().unwrap_or_default();
    let lines = head.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use nexachart_source::codes;

    use super::*;

    #[test]
    fn each_code_has_its_page_and_each_page_its_code() {
        let mut names: Vec<&str> = codes().map(|code| code.name).collect();
        names.sort_unstable();
        let pages: Vec<&str> = PAGES.iter().map(|(name, _)| *name).collect();
        assert_eq!(pages, names);
        for code in codes() {
            let head = format!("# nxc::{}\n\n{}.\n\n", code.name, code.summary);
            assert!(page(code.name).unwrap().starts_with(&head), "{}", code.name);
        }
    }
}
