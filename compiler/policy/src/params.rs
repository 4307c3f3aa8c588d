//! The parameters of a binding (apiserver: policy/generic/policy_dispatcher.go, CollectParams).

use std::sync::Arc;

use crate::binding::{ParamRef, Wanted};
use crate::cluster::{Cluster, Params, Scope};
use crate::data::Document;
use crate::policy::ParamKind;

/// The parameters to evaluate with, each in turn; `None` is `params == null`. The error is one of configuration.
pub(crate) fn collect(
    kind: Option<&ParamKind>,
    reference: Option<&ParamRef>,
    namespace: &str,
    cluster: &Cluster,
) -> Result<Vec<Option<Arc<Document>>>, String> {
    let (Some(kind), Some(reference)) = (kind, reference) else {
        return Ok(vec![None]);
    };
    let Some(known) = cluster.params(&kind.api_version, &kind.kind) else {
        return Err(format!("paramKind kind `{}` not known", kind.display()));
    };
    let mut place = None;
    if known.scope == Scope::Namespaced {
        let of_reference = Some(reference.namespace.as_str()).filter(|namespace| !namespace.is_empty());
        place = of_reference.or(Some(namespace).filter(|namespace| !namespace.is_empty()));
        if place.is_none() {
            return Err(
                "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources"
                    .into(),
            );
        }
    } else if !reference.namespace.is_empty() {
        return Err("paramRef.namespace must not be provided for a cluster-scoped `paramKind`".into());
    }
    let found = select(known, place, reference)?;
    if found.is_empty() && reference.deny_missing {
        return Err("no params found for policy binding with `Deny` parameterNotFoundAction".into());
    }
    Ok(found)
}

fn select(
    known: &Params,
    namespace: Option<&str>,
    reference: &ParamRef,
) -> Result<Vec<Option<Arc<Document>>>, String> {
    let in_place = known.objects.iter().filter(|object| {
        let metadata = object.object().map("metadata");
        namespace
            .is_none_or(|namespace| metadata.is_some_and(|metadata| metadata.text("namespace") == namespace))
    });
    let is = |object: &&Arc<Document>| {
        let metadata = object.object().map("metadata");
        match &reference.wanted {
            Wanted::Name(name) => metadata.is_some_and(|metadata| metadata.text("name") == name),
            Wanted::Selected(selector) => selector.matches(metadata.and_then(|m| m.map("labels"))),
            Wanted::Both | Wanted::Nothing | Wanted::Bad(_) => false,
        }
    };
    match &reference.wanted {
        Wanted::Both => Err("paramRef.name and paramRef.selector are mutually exclusive".into()),
        Wanted::Nothing => Err("one of name or selector must be provided".into()),
        Wanted::Bad(error) => Err(error.clone()),
        _ => Ok(in_place.filter(is).map(|object| Some(Arc::clone(object))).collect()),
    }
}
