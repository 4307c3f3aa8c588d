//! Environment variables and where they come from. Go: pkg/apis/core/validation/validation.go, ValidateEnv, ValidateEnvFrom.

use std::collections::HashSet;

use super::Rules;
use super::pod::{Pod, Source};
use crate::{Node, Quantity, syntax};

/// What a variable may be of the fields of its pod.
const FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

/// What a file may be of them.
const FILE_FIELDS: [&str; 5] =
    ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

/// What may be told of a container's resources.
const RESOURCES: [&str; 6] = [
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
];

impl Rules<'_> {
    /// The variables of a container.
    pub(super) fn env(&mut self, container: Node<'_>, pod: &Pod<'_>) {
        let mut names = HashSet::new();
        for variable in container.list("env") {
            match variable.at("name").filter(|name| !name.text().is_empty()) {
                None => self.required(variable, "name", ""),
                Some(name) => {
                    self.invalid_each(name, self.env_name(name.text()));
                    if !names.insert(name.text()) {
                        let what = format!(
                            "hides previous definition of {:?}, which may be dropped when using apply",
                            name.text()
                        );
                        self.warn(variable, what);
                    }
                }
            }
            if let Some(from) = variable.at("valueFrom") {
                self.value_from(variable, from, pod);
            }
        }
        self.env_from(container);
    }

    fn env_name(&self, name: &str) -> Vec<String> {
        match self.version.0 {
            32.. => syntax::env_name(name),
            _ => syntax::strict_env_name(name),
        }
    }

    fn value_from(&mut self, variable: Node<'_>, from: Node<'_>, pod: &Pod<'_>) {
        let mut sources = 0;
        if let Some(field) = from.at("fieldRef") {
            sources += 1;
            self.field_ref(field, &FIELDS);
        }
        if let Some(resource) = from.at("resourceFieldRef") {
            sources += 1;
            self.resource_ref(resource, false);
        }
        for key in ["configMapKeyRef", "secretKeyRef"] {
            if let Some(reference) = from.at(key) {
                sources += 1;
                self.key_ref(reference);
            }
        }
        if let Some(file) = from.at("fileKeyRef") {
            sources += 1;
            self.file_key_ref(file, pod);
        }
        let value = "\"\"";
        if sources == 0 {
            let files =
                if self.version.0 >= 35 { ", `secretKeyRef` or `fileKeyRef`" } else { " or `secretKeyRef`" };
            let why =
                format!("must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`{files}");
            self.invalid_below(variable, "valueFrom", value, &why);
        } else if !variable.text_at("value").is_empty() {
            self.invalid_below(
                variable,
                "valueFrom",
                value,
                "may not be specified when `value` is not empty",
            );
        } else if sources > 1 {
            self.invalid_below(
                variable,
                "valueFrom",
                value,
                "may not have more than one field specified at a time",
            );
        }
    }

    fn key_ref(&mut self, reference: Node<'_>) {
        match reference.at("name") {
            Some(name) => self.invalid_each(name, syntax::subdomain(name.text())),
            None => syntax::subdomain("")
                .iter()
                .for_each(|why| self.invalid_below(reference, "name", "\"\"", why)),
        }
        match reference.at("key").filter(|key| !key.text().is_empty()) {
            Some(key) => self.invalid_each(key, syntax::config_key(key.text())),
            None => self.required(reference, "key", ""),
        }
    }

    fn file_key_ref(&mut self, reference: Node<'_>, pod: &Pod<'_>) {
        for key in ["key", "volumeName", "path"] {
            if reference.text_at(key).is_empty() {
                self.required(reference, key, "");
            }
        }
        let Some(name) = reference.at("volumeName") else { return };
        match pod.volumes.get(name.text()) {
            None => self.not_found(name),
            Some(Source::Volume(volume)) if volume.at("emptyDir").is_some() => {}
            Some(_) => self.invalid(name, "referenced volume must be of type emptyDir"),
        }
    }

    fn env_from(&mut self, container: Node<'_>) {
        for source in container.list("envFrom") {
            if let Some(prefix) = source.at("prefix").filter(|prefix| !prefix.text().is_empty()) {
                self.invalid_each(prefix, self.env_name(prefix.text()));
            }
            let sources: Vec<Node<'_>> =
                ["configMapRef", "secretRef"].iter().filter_map(|key| source.at(key)).collect();
            for reference in &sources {
                match reference.at("name").filter(|name| !name.text().is_empty()) {
                    None => self.required(*reference, "name", ""),
                    Some(name) => self.invalid_each(name, syntax::subdomain(&syntax::as_prefix(name.text()))),
                }
            }
            match sources.len() {
                0 => self.invalid_below(
                    source,
                    "",
                    "\"\"",
                    "must specify one of: `configMapRef` or `secretRef`",
                ),
                1 => {}
                _ => self.invalid_below(
                    source,
                    "",
                    "\"\"",
                    "may not have more than one field specified at a time",
                ),
            }
        }
    }

    /// A file of the downward API.
    pub(super) fn downward_file(&mut self, file: Node<'_>) {
        self.local_path(file, "path");
        self.file_mode(file, "mode");
        match (file.at("fieldRef"), file.at("resourceFieldRef")) {
            (Some(field), resource) => {
                self.field_ref(field, &FILE_FIELDS);
                if resource.is_some() {
                    let why = "fieldRef and resourceFieldRef can not be specified simultaneously";
                    self.invalid_below(file, "", "\"resource\"", why);
                }
            }
            (None, Some(resource)) => self.resource_ref(resource, true),
            (None, None) => self.required(file, "", "one of fieldRef and resourceFieldRef is required"),
        }
    }

    /// Go: validateObjectFieldSelector.
    fn field_ref(&mut self, reference: Node<'_>, fields: &[&str]) {
        let Some(node) = reference.at("fieldPath").filter(|node| !node.text().is_empty()) else {
            return self.required(reference, "fieldPath", "");
        };
        let version = reference.text_at("apiVersion");
        if !version.is_empty() && version != "v1" {
            let why = format!("error converting fieldPath: unsupported pod version: {version}");
            return self.invalid(node, &why);
        }
        let path = node.text();
        let subscript = path.strip_suffix("']").and_then(|rest| rest.split_once("['"));
        match subscript {
            Some(("metadata.annotations", key)) => {
                self.invalid_each(node, syntax::qualified_name(&key.to_lowercase()));
            }
            Some(("metadata.labels", key)) => self.invalid_each(node, syntax::qualified_name(key)),
            Some((path, _)) => {
                let why =
                    format!("error converting fieldPath: field label does not support subscript: {path}");
                self.invalid(node, &why);
            }
            None if fields.contains(&path) => {}
            // Go: ConvertDownwardAPIFieldLabel knows these names, and an old one of `spec.nodeName`.
            None if path == "spec.host" && fields.contains(&"spec.nodeName") => {}
            None if known_label(path) => self.unsupported(node, fields),
            None => {
                self.invalid(node, &format!("error converting fieldPath: field label not supported: {path}"))
            }
        }
    }

    /// Go: validateContainerResourceFieldSelector.
    fn resource_ref(&mut self, reference: Node<'_>, in_file: bool) {
        let resource = reference.text_at("resource");
        if in_file && reference.text_at("containerName").is_empty() {
            self.required(reference, "containerName", "");
        } else if resource.is_empty() {
            self.required(reference, "resource", "");
        } else if !RESOURCES.contains(&resource)
            && !resource.starts_with("limits.hugepages-")
            && !resource.starts_with("requests.hugepages-")
            && let Some(node) = reference.at("resource")
        {
            self.unsupported(node, &RESOURCES);
        }
        let Some(divisor) = reference.at("divisor") else { return };
        let quantity = Quantity::of(divisor);
        let is_one_of = |units: &[&str]| units.iter().any(|unit| Quantity::parse(unit) == Ok(quantity));
        let supported = match resource.split_once('.').map(|(_, name)| name) {
            Some("cpu") => is_one_of(&["1m", "1"]),
            _ => is_one_of(&[
                "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei",
            ]),
        };
        if quantity != Quantity::ZERO && !supported && !resource.is_empty() {
            let (units, name) = match resource.split_once('.').map_or("", |(_, name)| name) {
                "cpu" => ("1m and 1", "cpu"),
                "memory" => ("1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei", "memory"),
                _ => ("1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei", "local ephemeral storage"),
            };
            let why = format!("only divisor's values {units} are supported with the {name} resource");
            self.invalid_below(reference, "divisor", &format!("{resource:?}"), &why);
        }
    }
}

/// Names that Go's conversion of field labels knows without a subscript.
fn known_label(path: &str) -> bool {
    FIELDS.contains(&path)
        || FILE_FIELDS.contains(&path)
        || matches!(
            path,
            "spec.restartPolicy" | "spec.schedulerName" | "status.phase" | "status.nominatedNodeName"
        )
}
