//! Go: pkg/apis/flowcontrol/v1/defaults.go.

use super::Default;
use crate::node::Object;

pub(super) const DEFAULTS: &[(&str, Default)] = &[
    ("flowcontrol/v1.FlowSchemaSpec", schema),
    ("flowcontrol/v1.ExemptPriorityLevelConfiguration", exempt),
    ("flowcontrol/v1.LimitedPriorityLevelConfiguration", limited),
    ("flowcontrol/v1.QueuingConfiguration", queuing),
];

fn schema(object: &mut Object) {
    object.default("matchingPrecedence", 1000);
}

fn exempt(object: &mut Object) {
    object.default("nominalConcurrencyShares", 0);
    object.default("lendablePercent", 0);
}

fn limited(object: &mut Object) {
    object.default("nominalConcurrencyShares", 30);
    object.default("lendablePercent", 0);
}

fn queuing(object: &mut Object) {
    object.default("handSize", 8);
    object.default("queues", 64);
    object.default("queueLengthLimit", 50);
}
