//! Volumes. Go: pkg/apis/core/validation/validation.go, ValidateVolumes, validateVolumeSource.

use std::collections::{HashMap, HashSet};

use super::Rules;
use super::pod::Source;
use crate::{Node, Quantity, syntax};

/// What a volume can be, in the order in which the server looks.
const SOURCES: [&str; 30] = [
    "emptyDir",
    "hostPath",
    "gitRepo",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "secret",
    "nfs",
    "iscsi",
    "glusterfs",
    "flocker",
    "persistentVolumeClaim",
    "rbd",
    "cinder",
    "cephfs",
    "quobyte",
    "downwardAPI",
    "fc",
    "flexVolume",
    "configMap",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "storageos",
    "projected",
    "scaleIO",
    "csi",
    "ephemeral",
    "image",
];

/// Fields of sources that have to be there.
const REQUIRED: [(&str, &[&str]); 20] = [
    ("hostPath", &["path"]),
    ("gitRepo", &["repository"]),
    ("gcePersistentDisk", &["pdName"]),
    ("awsElasticBlockStore", &["volumeID"]),
    ("secret", &["secretName"]),
    ("nfs", &["server", "path"]),
    ("iscsi", &["targetPortal", "iqn"]),
    ("glusterfs", &["endpoints", "path"]),
    ("persistentVolumeClaim", &["claimName"]),
    ("rbd", &["image"]),
    ("cinder", &["volumeID"]),
    ("quobyte", &["registry", "volume"]),
    ("flexVolume", &["driver"]),
    ("configMap", &["name"]),
    ("azureFile", &["secretName", "shareName"]),
    ("vsphereVolume", &["volumePath"]),
    ("photonPersistentDisk", &["pdID"]),
    ("portworxVolume", &["volumeID"]),
    ("azureDisk", &["diskName", "diskURI"]),
    ("csi", &["driver"]),
];

impl Rules<'_> {
    /// The volumes of a pod. Those that are right can be mounted.
    pub(super) fn volumes<'t>(&mut self, spec: Node<'t>, known: &mut HashMap<&'t str, Source<'t>>) {
        let claimed: HashSet<&str> = known.keys().copied().collect();
        for volume in spec.list("volumes") {
            let name = volume.text_at("name");
            // Go: the claims of a StatefulSet take the place of volumes with their names.
            if claimed.contains(name) {
                continue;
            }
            let before = self.findings.list.len();
            self.volume_source(volume);
            match volume.at("name").filter(|name| !name.text().is_empty()) {
                None => self.required(volume, "name", ""),
                Some(node) => {
                    self.invalid_each(node, syntax::label(node.text()));
                    if known.contains_key(name) {
                        self.duplicate(node);
                    }
                }
            }
            if self.findings.list.len() == before {
                known.insert(name, Source::Volume(volume));
            }
        }
    }

    fn volume_source(&mut self, volume: Node<'_>) {
        let mut first = None;
        for key in SOURCES {
            let Some(source) = volume.at(key) else { continue };
            if first.is_some() {
                self.forbidden(source, "may not specify more than 1 volume type");
                continue;
            }
            first = Some(source);
            self.source(key, source);
        }
    }

    fn source(&mut self, key: &str, source: Node<'_>) {
        for field in REQUIRED.iter().filter(|(name, _)| *name == key).flat_map(|(_, fields)| *fields) {
            if source.text_at(field).is_empty() {
                self.required(source, field, "");
            }
        }
        match key {
            "emptyDir" => {
                if let Some(limit) =
                    source.at("sizeLimit").filter(|limit| Quantity::of(*limit) < Quantity::ZERO)
                {
                    self.forbidden(limit, "SizeLimit field must be a valid resource quantity");
                }
            }
            "hostPath" => {
                if let Some(path) = source.at("path") {
                    self.no_backsteps(path);
                }
                const TYPES: [&str; 8] = [
                    "",
                    "DirectoryOrCreate",
                    "Directory",
                    "FileOrCreate",
                    "File",
                    "Socket",
                    "CharDevice",
                    "BlockDevice",
                ];
                self.one_of(source, "type", &TYPES);
            }
            "secret" | "configMap" => self.files(source),
            "downwardAPI" => {
                self.file_mode(source, "defaultMode");
                source.list("items").for_each(|file| self.downward_file(file));
            }
            "projected" => self.projected(source),
            "nfs" => {
                if let Some(path) = source.at("path").filter(|path| !path.text().starts_with('/')) {
                    self.invalid(path, "must be an absolute path");
                }
            }
            "ephemeral" => match source.at("volumeClaimTemplate") {
                None => self.required(source, "volumeClaimTemplate", ""),
                Some(template) => {
                    self.template_metadata(template);
                    self.claim_spec(template);
                }
            },
            "cephfs" | "rbd" if source.list("monitors").is_empty() => self.required(source, "monitors", ""),
            "image" => self.one_of(source, "pullPolicy", &["Always", "IfNotPresent", "Never"]),
            "csi" => {
                if let Some(driver) = source.at("driver").filter(|driver| !driver.text().is_empty()) {
                    if driver.text().len() > 63 {
                        self.too_long(driver, 63);
                    }
                    self.invalid_each(driver, syntax::subdomain(&driver.text().to_lowercase()));
                }
                if let Some(secret) = source.at("nodePublishSecretRef")
                    && secret.text_at("name").is_empty()
                {
                    self.required(secret, "name", "");
                }
            }
            _ => {}
        }
    }

    /// Files of a Secret or ConfigMap.
    fn files(&mut self, source: Node<'_>) {
        self.file_mode(source, "defaultMode");
        for item in source.list("items") {
            if item.text_at("key").is_empty() {
                self.required(item, "key", "");
            }
            self.local_path(item, "path");
            self.file_mode(item, "mode");
        }
    }

    /// Go: validateProjectionSources.
    fn projected(&mut self, volume: Node<'_>) {
        self.file_mode(volume, "defaultMode");
        let mut paths: HashSet<&str> = HashSet::new();
        for source in volume.list("sources") {
            let mut kinds = 0;
            for key in ["secret", "configMap"] {
                let Some(part) = source.at(key) else { continue };
                kinds += 1;
                if part.text_at("name").is_empty() {
                    self.required(part, "name", "");
                }
                self.files(part);
                part.list("items").for_each(|item| self.projected_path(volume, item, "path", &mut paths));
            }
            if let Some(part) = source.at("downwardAPI") {
                kinds += 1;
                for file in part.list("items") {
                    self.downward_file(file);
                    self.projected_path(volume, file, "path", &mut paths);
                }
            }
            if let Some(part) = source.at("serviceAccountToken") {
                kinds += 1;
                self.local_path(part, "path");
                if let Some(node) = part.at("expirationSeconds") {
                    match node.int().unwrap_or_default() {
                        ..600 => self.invalid(node, "may not specify a duration less than 10 minutes"),
                        seconds if seconds > 1 << 32 => {
                            self.invalid(node, "may not specify a duration larger than 2^32 seconds");
                        }
                        _ => {}
                    }
                }
            }
            if let Some(part) = source.at("clusterTrustBundle") {
                kinds += 1;
                self.local_path(part, "path");
                self.projected_path(volume, part, "path", &mut paths);
                match (part.at("name").is_some(), part.at("signerName").is_some()) {
                    (true, true) => self.invalid(part, "only one of name and signerName may be used"),
                    (false, false) => self.required(part, "", "either name or signerName must be specified"),
                    _ => {}
                }
            }
            kinds += usize::from(source.at("podCertificate").is_some());
            if kinds > 1 {
                self.forbidden(source, "may not specify more than 1 volume type per source");
            }
        }
    }

    fn projected_path<'t>(
        &mut self,
        volume: Node<'t>,
        part: Node<'t>,
        key: &str,
        paths: &mut HashSet<&'t str>,
    ) {
        let path = part.text_at(key);
        if !path.is_empty() && !paths.insert(path) {
            self.invalid_below(volume, "", &format!("{path:?}"), "conflicting duplicate paths");
        }
    }

    /// Permissions of a file.
    pub(super) fn file_mode(&mut self, parent: Node<'_>, key: &str) {
        let mode = parent.at(key).and_then(|node| Some((node, node.int()?)));
        if let Some((node, _)) = mode.filter(|(_, mode)| !(0..=0o777).contains(mode)) {
            self.invalid(node, "must be a number between 0 and 0777 (octal), both inclusive");
        }
    }

    /// A path that has to be there, within a folder. Go: ValidateLocalNonReservedPath.
    pub(super) fn local_path(&mut self, parent: Node<'_>, key: &str) {
        let Some(path) = parent.at(key).filter(|path| !path.text().is_empty()) else {
            return self.required(parent, key, "");
        };
        self.descending_path(path);
        if path.text().starts_with("..") && path.text() != ".." && !path.text().starts_with("../") {
            self.invalid(path, "must not start with '..'");
        }
    }

    /// Go: validateLocalDescendingPath.
    pub(super) fn descending_path(&mut self, path: Node<'_>) {
        if path.text().starts_with('/') {
            self.invalid(path, "must be a relative path");
        }
        self.no_backsteps(path);
    }

    fn no_backsteps(&mut self, path: Node<'_>) {
        if path.text().split('/').any(|part| part == "..") {
            self.invalid(path, "must not contain '..'");
        }
    }
}
