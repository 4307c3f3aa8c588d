//! The values of a target: its layers over each other, lists merged where the workspace says so.

use nexachart_chart::{Journal, Lists, user_values_with};
use nexachart_source::{Diagnostic, Severity, World};
use nexachart_value::Map;
use nexachart_workspace::Target;

use crate::TemplateOptions;
use crate::release::Loaded;

/// The code of the remark on values that Helm would lay otherwise.
pub(crate) const LISTS: &str = "workspace::lists";

/// The user's values for a target whose workspace merges lists.
pub(crate) fn user_values(
    world: &dyn World,
    target: &Target,
    loaded: &Loaded,
    options: &TemplateOptions,
    journal: &mut Journal,
) -> Result<Map, Diagnostic> {
    let mut lists = Lists::new(&target.lists, &loaded.chart);
    let values = user_values_with(world, &options.values, &options.budgets, Some(&mut lists))?;
    for rule in lists.differing() {
        let path = rule.path.join(".");
        let message = format!("lists at `{path}` are merged, where Helm and Argo CD would replace them");
        let remark = Diagnostic::new(LISTS, Severity::Info, message);
        journal.push(remark.helped("`lists` in nexachart.yaml says so"));
    }
    Ok(values)
}
