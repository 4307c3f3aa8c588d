//! ConfigMaps and Secrets. Go: pkg/apis/core/validation/validation.go, ValidateConfigMap, ValidateSecret.

use nexachart_go::{base64, strconv::quote};

use super::Rules;
use crate::{Code, Node, Tree, Value, syntax};

/// What all values together may be. Go: MaxSecretSize.
const MOST: usize = 1024 * 1024;

impl Rules<'_> {
    pub(super) fn config_map(&mut self, root: Node<'_>) {
        let mut size = 0;
        for map in ["data", "binaryData"].iter().filter_map(|key| root.at(key)) {
            for entry in map.entries() {
                self.config_key(map, entry);
                size += match map.name() {
                    "data" => entry.text().len(),
                    _ => base64::decode(entry.text().as_bytes()).map_or(0, |bytes| bytes.len()),
                };
                let other = root.at("binaryData").and_then(|binary| binary.get(entry.name()));
                if map.name() == "data" && other.is_some() {
                    let key = entry.name();
                    let why = "duplicate of key present in binaryData";
                    self.invalid_below(map, &format!("[{key}]"), &quote(key.as_bytes()), why);
                }
            }
        }
        if size > MOST {
            self.too_long(root, MOST);
        }
    }

    pub(super) fn secret(&mut self, root: Node<'_>) {
        let (data, text) = (root.at("data"), root.at("stringData"));
        let mut size = 0;
        for map in [data, text].into_iter().flatten() {
            for entry in map.entries() {
                self.config_key(map, entry);
                size += match map.name() {
                    "stringData" => entry.text().len(),
                    // What stands there as text takes its place.
                    _ if text.is_some_and(|text| text.get(entry.name()).is_some()) => 0,
                    _ => base64::decode(entry.text().as_bytes()).map_or(0, |bytes| bytes.len()),
                };
            }
        }
        if size > MOST {
            let node = data.or(text).unwrap_or(root);
            let message = format!("Too long: may not be more than {MOST} bytes");
            self.findings.add(Code::TooLong, node, message);
        }
        // What a key holds; `stringData` wins.
        let value = |key: &str| {
            let text = text.and_then(|text| text.get(key)).map(|node| node.text().as_bytes().to_vec());
            text.or_else(|| base64::decode(data?.get(key)?.text().as_bytes()).ok())
        };
        let missing = |rules: &mut Self, key: &str| rules.required(root, &format!("data[{key}]"), "");
        match root.text_at("type") {
            "kubernetes.io/service-account-token" => {
                let name = root
                    .at("metadata")
                    .and_then(|metadata| metadata.at("annotations"))
                    .map_or("", |annotations| annotations.text_at("kubernetes.io/service-account.name"));
                if name.is_empty() {
                    self.required(root, "metadata.annotations[kubernetes.io/service-account.name]", "");
                }
            }
            "kubernetes.io/dockercfg" => self.docker_config(root, ".dockercfg", value(".dockercfg")),
            "kubernetes.io/dockerconfigjson" => {
                self.docker_config(root, ".dockerconfigjson", value(".dockerconfigjson"));
            }
            "kubernetes.io/basic-auth" if value("username").is_none() && value("password").is_none() => {
                missing(self, "username");
                missing(self, "password");
            }
            "kubernetes.io/ssh-auth" if value("ssh-privatekey").is_none_or(|key| key.is_empty()) => {
                missing(self, "ssh-privatekey");
            }
            "kubernetes.io/tls" => {
                for key in ["tls.crt", "tls.key"].iter().filter(|key| value(key).is_none()) {
                    missing(self, key);
                }
            }
            _ => {}
        }
    }

    /// Credentials are a map of JSON. They are never shown.
    fn docker_config(&mut self, root: Node<'_>, key: &str, value: Option<Vec<u8>>) {
        let below = format!("data[{key}]");
        let Some(value) = value else { return self.required(root, &below, "") };
        let wrong = match value.trim_ascii().first() {
            None => Some("unexpected end of JSON input"),
            Some(b'{') => match Tree::read(&value) {
                Ok(Some(tree)) if matches!(tree.root().value(), Value::Map(_)) => None,
                _ => Some("it is no JSON"),
            },
            Some(_) if value.trim_ascii() == b"null" => None,
            Some(_) => Some("it is no JSON object"),
        };
        if let Some(why) = wrong {
            self.invalid_below(root, &below, "\"<secret contents redacted>\"", why);
        }
    }

    fn config_key(&mut self, map: Node<'_>, entry: Node<'_>) {
        let key = entry.name();
        for why in syntax::config_key(key) {
            self.invalid_below(map, &format!("[{key}]"), &quote(key.as_bytes()), &why);
            if let Some(finding) = self.findings.list.last_mut() {
                finding.span = entry.key_span();
            }
        }
    }
}
