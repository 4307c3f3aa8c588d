//! Claims, volumes and classes of storage. Go: pkg/apis/core/validation, ValidatePersistentVolumeClaimSpec; pkg/apis/storage/validation.

use nexachart_go::strconv::quote;

use super::Rules;
use crate::{Code, Node, Quantity, syntax};

const MODES: [&str; 4] = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

impl Rules<'_> {
    /// The spec of a claim, or of a template of one.
    pub(super) fn claim_spec(&mut self, claim: Node<'_>) {
        let Some(spec) = claim.at("spec") else {
            self.required(claim, "spec.accessModes", "at least 1 access mode is required");
            return self.required(claim, "spec.resources[storage]", "");
        };
        self.access_modes(spec, "at least 1 access mode is required");
        if let Some(selector) = spec.at("selector") {
            self.selector(selector);
        }
        let request = spec.at("resources").and_then(|resources| resources.at("requests")?.at("storage"));
        match request {
            None => self.required(spec, "resources[storage]", ""),
            Some(node) if Quantity::of(node) <= Quantity::ZERO => {
                let value = quote(node.text().as_bytes());
                self.invalid_below(spec, "resources[storage]", &value, "must be greater than zero");
            }
            Some(_) => {}
        }
        for key in ["storageClassName", "volumeAttributesClassName"] {
            if let Some(class) = spec.at(key).filter(|class| !class.text().is_empty()) {
                self.invalid_each(class, syntax::subdomain(class.text()));
            }
        }
        if let Some(mode) =
            spec.at("volumeMode").filter(|mode| !matches!(mode.text(), "Block" | "Filesystem"))
        {
            self.unsupported(mode, &["Block", "Filesystem"]);
        }
        for source in ["dataSource", "dataSourceRef"].iter().filter_map(|key| spec.at(key)) {
            for key in ["name", "kind"] {
                if source.text_at(key).is_empty() {
                    self.required(source, key, "");
                }
            }
            if source.text_at("apiGroup").is_empty() && source.text_at("kind") != "PersistentVolumeClaim" {
                let value = quote(source.text_at("kind").as_bytes());
                let why = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
                self.invalid_below(source, "", &value, why);
            }
        }
    }

    fn access_modes(&mut self, spec: Node<'_>, why: &str) {
        let modes = spec.list("accessModes");
        if modes.is_empty() {
            self.required(spec, "accessModes", why);
        }
        for mode in modes.filter(|mode| !MODES.contains(&mode.text())) {
            self.unsupported(mode, &MODES);
        }
        let once = modes.filter(|mode| mode.text() == "ReadWriteOncePod").count();
        if let Some(node) = spec.at("accessModes").filter(|_| once > 0 && once < modes.len()) {
            self.forbidden(node, "may not use ReadWriteOncePod with other access modes");
        }
    }

    /// Go: ValidatePersistentVolumeSpec, as far as it does not look at the sources.
    pub(super) fn persistent_volume(&mut self, root: Node<'_>) {
        let Some(spec) = root.at("spec") else {
            return self.required(root, "spec.accessModes", "");
        };
        self.access_modes(spec, "");
        match spec.map("capacity").len() {
            0 => self.required(spec, "capacity", ""),
            _ if spec.at("capacity").and_then(|capacity| capacity.get("storage")).is_none() => {
                let message = "Unsupported value: supported values: \"storage\"";
                self.findings.add_below(Code::Unsupported, spec, "capacity", message.into());
            }
            _ => {}
        }
        for amount in spec.map("capacity").filter(|amount| Quantity::of(*amount) <= Quantity::ZERO) {
            self.invalid(amount, "must be greater than zero");
        }
        self.one_of(spec, "persistentVolumeReclaimPolicy", &["Delete", "Recycle", "Retain"]);
        if let Some(class) = spec.at("storageClassName").filter(|class| !class.text().is_empty()) {
            self.invalid_each(class, syntax::subdomain(class.text()));
        }
        if let Some(mode) =
            spec.at("volumeMode").filter(|mode| !matches!(mode.text(), "Block" | "Filesystem"))
        {
            self.unsupported(mode, &["Block", "Filesystem"]);
        }
    }

    pub(super) fn storage_class(&mut self, root: Node<'_>) {
        match root.at("provisioner").filter(|node| !node.text().is_empty()) {
            None => self.required(root, "provisioner", ""),
            Some(node) => self.invalid_each(node, syntax::qualified_name(&node.text().to_lowercase())),
        }
        self.one_of(root, "reclaimPolicy", &["Delete", "Retain"]);
        if let Some(mode) = root.at("volumeBindingMode")
            && !matches!(mode.text(), "Immediate" | "WaitForFirstConsumer")
        {
            self.unsupported(mode, &["Immediate", "WaitForFirstConsumer"]);
        }
    }
}
