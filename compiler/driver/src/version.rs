//! What `version` says to a script that asks Helm for its version (Helm: pkg/cmd/version.go).

use std::rc::Rc;
use std::sync::Arc;

use nexachart_chart::{Capabilities, HelmVersion};
use nexachart_funcs::{GO, State};
use nexachart_source::{Budgets, Diagnostic, World};
use nexachart_template::{MissingKey, Options, Set, execute, parse};
use nexachart_value::Value;

use crate::{Nature, RenderOutside};

/// The version of Helm whose output is given.
pub fn helm_version() -> HelmVersion {
    Capabilities::default().helm_version
}

/// The output of a template over that version: `.Version`, `.GitCommit`, `.GitTreeState`, `.GoVersion` and
/// `.KubeClientVersion`. It has Go's functions only.
pub fn version_from_template(
    world: &Arc<dyn World>,
    text: &[u8],
    stack: usize,
) -> Result<Vec<u8>, Diagnostic> {
    const NAME: &str = "_";
    let failed = |text: Vec<u8>| Diagnostic::error("cli::version-template", text);
    let mut set =
        Set::new(NAME, &GO, Options { missing_key: MissingKey::Zero, stack, budgets: Budgets::default() });
    set.add(parse(NAME.as_bytes(), text, &GO).map_err(|error| failed(error.text))?);
    let mut state = State::new(Box::new(RenderOutside::new(world.clone(), Nature::default())));
    let version = helm_version();
    let fields = [
        ("Version", version.version),
        ("GitCommit", version.git_commit),
        ("GitTreeState", version.git_tree_state),
        ("GoVersion", version.go_version),
        ("KubeClientVersion", version.kube_client_version),
    ];
    let data = Value::map(fields.map(|(name, value)| (name, Value::from(value))));
    execute(&Rc::new(set), NAME.as_bytes(), data, &mut state)
        .map_err(|error| failed(error.message().to_vec()))
}
