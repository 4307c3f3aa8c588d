//! Mounts of volumes and devices. Go: pkg/apis/core/validation/validation.go, ValidateVolumeMounts, ValidateVolumeDevices.

use std::collections::HashSet;

use super::Rules;
use super::pod::{Pod, Source};
use crate::Node;

impl Rules<'_> {
    /// What a container mounts.
    pub(super) fn mounts(&mut self, container: Node<'_>, pod: &Pod<'_>) {
        let (mounts, devices) = (container.list("volumeMounts"), container.list("volumeDevices"));
        let mut paths = HashSet::new();
        for mount in mounts {
            self.volume_name(mount, pod);
            match mount.at("mountPath").filter(|path| !path.text().is_empty()) {
                None => {
                    self.required(mount, "mountPath", "");
                    if !paths.insert("") {
                        self.invalid_below(mount, "mountPath", "\"\"", "must be unique");
                    }
                }
                Some(path) if !paths.insert(path.text()) => self.invalid(path, "must be unique"),
                Some(_) => {}
            }
            for device in devices {
                if let Some(name) = mount.at("name").filter(|name| name.text() == device.text_at("name")) {
                    self.invalid(name, "must not already exist in volumeDevices");
                }
                let path = mount.at("mountPath").filter(|path| path.text() == device.text_at("devicePath"));
                if let Some(path) = path {
                    self.invalid(path, "must not already exist as a path in volumeDevices");
                }
            }
            self.sub_path(mount);
            self.propagation(mount, container);
        }
        self.devices(container, pod);
    }

    fn volume_name(&mut self, mount: Node<'_>, pod: &Pod<'_>) {
        match mount.at("name").filter(|name| !name.text().is_empty()) {
            None => self.required(mount, "name", ""),
            Some(name) if !pod.volumes.contains_key(name.text()) => {
                self.not_found(name);
                let help = crate::suggest(name.text(), pod.volumes.keys().copied());
                if let (Some(finding), Some(meant)) = (self.findings.list.last_mut(), help) {
                    finding.help = Some(format!("did you mean `{meant}`?"));
                }
            }
            Some(_) => {}
        }
    }

    fn sub_path(&mut self, mount: Node<'_>) {
        let given = |key: &str| mount.at(key).filter(|path| !path.text().is_empty());
        if let Some(path) = given("subPath") {
            self.descending_path(path);
        }
        if let Some(path) = given("subPathExpr") {
            if given("subPath").is_some() {
                self.invalid(path, "subPathExpr and subPath are mutually exclusive");
            }
            self.descending_path(path);
        }
    }

    fn propagation(&mut self, mount: Node<'_>, container: Node<'_>) {
        const MODES: [&str; 3] = ["Bidirectional", "HostToContainer", "None"];
        if let Some(node) = mount.at("mountPropagation") {
            let privileged =
                container.at("securityContext").is_some_and(|context| context.flag("privileged"));
            if !MODES.contains(&node.text()) {
                self.unsupported(node, &MODES);
            } else if node.text() == "Bidirectional" && !privileged {
                let why = "Bidirectional mount propagation is available only to privileged containers";
                self.forbidden(node, why);
            }
        }
        if let Some(node) = mount.at("recursiveReadOnly") {
            match node.text() {
                "Disabled" => {}
                "Enabled" | "IfPossible" => {
                    if !mount.flag("readOnly") {
                        self.forbidden(node, "may only be specified when readOnly is true");
                    }
                    if !matches!(mount.text_at("mountPropagation"), "" | "None") {
                        let why = "may only be specified when mountPropagation is None or not specified";
                        self.forbidden(node, why);
                    }
                }
                _ => self.unsupported(node, &["Disabled", "IfPossible", "Enabled"]),
            }
        }
    }

    fn devices(&mut self, container: Node<'_>, pod: &Pod<'_>) {
        let (mut names, mut paths) = (HashSet::new(), HashSet::new());
        for device in container.list("volumeDevices") {
            self.volume_name(device, pod);
            let Some(name) = device.at("name") else { continue };
            if !names.insert(name.text()) {
                self.invalid(name, "must be unique");
            }
            let is_claim = match pod.volumes.get(name.text()) {
                Some(Source::Volume(volume)) => {
                    volume.at("persistentVolumeClaim").is_some() || volume.at("ephemeral").is_some()
                }
                _ => true,
            };
            if !is_claim {
                let why =
                    "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode";
                self.invalid(name, why);
            }
            match device.at("devicePath").filter(|path| !path.text().is_empty()) {
                None => self.required(device, "devicePath", ""),
                Some(path) if path.text().split('/').any(|part| part == "..") => {
                    self.invalid(path, "can not contain backsteps ('..')");
                }
                Some(path) if !paths.insert(path.text()) => self.invalid(path, "must be unique"),
                Some(_) => {}
            }
        }
    }
}
