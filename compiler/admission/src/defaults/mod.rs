//! What the API server sets where an object says nothing (`pkg/apis/*/*/defaults.go` of kubernetes, and the markers
//! `+default`), struct by struct, from the outside in (`zz_generated.defaults.go`).

mod admissionregistration;
mod apiextensions;
mod apps;
mod autoscaling;
mod batch;
mod core;
mod discovery;
mod flowcontrol;
mod networking;
mod pod;
mod rbac;
mod resource;
mod scheduling;
mod storage;

use crate::node::{Node, Object};
use crate::quantity;
use crate::types::{Body, Struct, Types};

/// A `SetDefaults_` function.
pub(crate) type Default = fn(&mut Object);

/// The functions of all groups, by the name of their struct.
pub(crate) fn functions() -> impl Iterator<Item = (&'static str, Default)> {
    let groups: [&[(&str, Default)]; 14] = [
        admissionregistration::DEFAULTS,
        apiextensions::DEFAULTS,
        apps::DEFAULTS,
        autoscaling::DEFAULTS,
        batch::DEFAULTS,
        core::DEFAULTS,
        discovery::DEFAULTS,
        flowcontrol::DEFAULTS,
        networking::DEFAULTS,
        pod::DEFAULTS,
        rbac::DEFAULTS,
        resource::DEFAULTS,
        scheduling::DEFAULTS,
        storage::DEFAULTS,
    ];
    groups.into_iter().flatten().copied()
}

/// The function of a struct.
pub(crate) fn of(name: &str) -> Option<Default> {
    functions().find(|(of, _)| *of == name).map(|(_, function)| function)
}

/// Sets the defaults of a struct and of all below it.
pub(crate) fn apply(types: &Types, body: &Struct, object: &mut Object) {
    if let Some(function) = body.default {
        function(object);
    }
    for field in &body.fields {
        if let Some(default) = &field.default {
            object.default(field.name, default.clone());
        }
        if !types.reaches(&field.body) {
            continue;
        }
        // A struct by value is there, whether or not the object has it.
        if matches!(field.body, Body::Struct(_)) {
            object.map_or_new(field.name);
        }
        if let Some(value) = object.get_mut(field.name) {
            below(types, &field.body, value);
        }
    }
}

fn below(types: &Types, body: &Body, value: &mut Node) {
    match (body, value) {
        (Body::Pointer(inner), value) => below(types, inner, value),
        (Body::Struct(at), Node::Map(object)) => apply(types, types.get(*at), object),
        (Body::List(inner), Node::List(items)) => items.iter_mut().for_each(|item| below(types, inner, item)),
        // Go: SetDefaults_ResourceList.
        (Body::Resources, Node::Map(list)) => {
            list.iter_mut().for_each(|(_, value)| quantity::round_up_to_milli(value))
        }
        // The generator of the functions does not look into maps.
        _ => {}
    }
}
