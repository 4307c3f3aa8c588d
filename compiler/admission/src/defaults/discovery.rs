//! Go: pkg/apis/discovery/v1/defaults.go.

use super::Default;
use crate::node::Object;

pub(super) const DEFAULTS: &[(&str, Default)] = &[("discovery/v1.EndpointPort", port)];

fn port(object: &mut Object) {
    object.default("name", "");
    object.default("protocol", "TCP");
}
