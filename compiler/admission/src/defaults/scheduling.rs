//! Go: pkg/apis/scheduling/v1/defaults.go.

use super::Default;
use crate::node::Object;

pub(super) const DEFAULTS: &[(&str, Default)] = &[("scheduling/v1.PriorityClass", priority_class)];

fn priority_class(object: &mut Object) {
    object.default("preemptionPolicy", "PreemptLowerPriority");
}
