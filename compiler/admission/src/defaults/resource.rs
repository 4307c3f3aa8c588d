//! Go: pkg/apis/resource/v1/defaults.go. `timeAdded` of a taint, the time of the request, is left out.

use super::Default;
use crate::node::{Node, Object};

pub(super) const DEFAULTS: &[(&str, Default)] = &[
    ("resource/v1.ExactDeviceRequest", request),
    ("resource/v1.DeviceSubRequest", request),
    ("resource/v1.Device", device),
];

fn request(object: &mut Object) {
    object.default("allocationMode", "ExactCount");
    if object.text("allocationMode") == "ExactCount" {
        object.default("count", 1);
    }
}

fn device(object: &mut Object) {
    if let Some(mappings) = object.map_mut("nodeAllocatableResourceMappings") {
        for mapping in mappings.iter_mut().filter_map(|(_, mapping)| mapping.as_map_mut()) {
            mapping.default("allocationMultiplier", Node::text("1"));
        }
    }
}
