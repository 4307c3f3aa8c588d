//! Probes and hooks. Go: pkg/apis/core/validation/validation.go, validateProbe, validateHandler, validateLifecycle.

use super::Rules;
use super::pod::Pod;
use crate::{Node, Value, syntax};

/// What a probe can do, in the order in which the server looks.
const PROBES: [&str; 4] = ["exec", "httpGet", "tcpSocket", "grpc"];
/// What a hook can do.
const HOOKS: [&str; 4] = ["exec", "httpGet", "tcpSocket", "sleep"];

impl Rules<'_> {
    /// Hooks and probes of a container that has some.
    pub(super) fn hooks_and_probes(&mut self, container: Node<'_>, pod: &Pod<'_>) {
        if let Some(lifecycle) = container.at("lifecycle") {
            for hook in ["postStart", "preStop"].iter().filter_map(|key| lifecycle.at(key)) {
                self.handler(hook, &HOOKS, pod);
            }
            if let Some(signal) = lifecycle.at("stopSignal") {
                let os = pod.spec.at("os").map_or("", |os| os.text_at("name"));
                match os {
                    "" => self.forbidden(signal, "may not be set for containers with empty `spec.os.name`"),
                    "windows" => self.one_of(lifecycle, "stopSignal", &["SIGKILL", "SIGTERM"]),
                    _ => {}
                }
            }
        }
        for key in ["livenessProbe", "readinessProbe", "startupProbe"] {
            let Some(probe) = container.at(key) else { continue };
            self.handler(probe, &PROBES, pod);
            let seconds = [
                "initialDelaySeconds",
                "timeoutSeconds",
                "periodSeconds",
                "successThreshold",
                "failureThreshold",
            ];
            seconds.iter().for_each(|key| self.not_negative(probe, key));
            let grace = probe.at("terminationGracePeriodSeconds");
            if key == "readinessProbe" {
                if let Some(node) = grace {
                    self.invalid(node, "must not be set for readinessProbes");
                }
            } else {
                // Nothing and 0 become 1.
                let threshold =
                    probe.at("successThreshold").filter(|node| !matches!(node.int(), Some(0 | 1)));
                if let Some(node) = threshold {
                    self.invalid(node, "must be 1");
                }
            }
            if let Some(node) = grace.filter(|node| node.int().is_some_and(|seconds| seconds <= 0)) {
                self.invalid(node, "must be greater than 0");
            }
        }
    }

    fn handler(&mut self, parent: Node<'_>, kinds: &[&str], pod: &Pod<'_>) {
        let mut first = None;
        for key in kinds {
            let Some(action) = parent.at(key) else { continue };
            if first.is_some() {
                self.forbidden(action, "may not specify more than 1 handler type");
                continue;
            }
            first = Some(action);
            match *key {
                "exec" if action.list("command").is_empty() => self.required(action, "command", ""),
                "httpGet" => self.http_get(action),
                "tcpSocket" | "grpc" => self.port(action, "port"),
                "sleep" => self.sleep(action, pod),
                _ => {}
            }
        }
        if first.is_none() {
            self.required(parent, "", "must specify a handler type");
        }
    }

    fn http_get(&mut self, action: Node<'_>) {
        self.port(action, "port");
        self.one_of(action, "scheme", &["HTTP", "HTTPS"]);
        for header in action.list("httpHeaders") {
            for why in syntax::header_name(header.text_at("name")) {
                self.invalid_below(header, "name", &format!("{:?}", header.text_at("name")), &why);
            }
        }
    }

    fn sleep(&mut self, action: Node<'_>, pod: &Pod<'_>) {
        let seconds = action.int_at("seconds").unwrap_or(0);
        // Since 1.33 a sleep may take no time.
        let least = i64::from(self.version.0 < 33);
        if seconds < least || seconds > pod.grace {
            let grace = pod.grace;
            let why = match least {
                0 => format!("must be non-negative and less than terminationGracePeriodSeconds ({grace})"),
                _ => format!("must be greater than 0 and less than terminationGracePeriodSeconds ({grace})"),
            };
            self.invalid_below(action, "", &seconds.to_string(), &why);
        }
    }

    /// A port that is a number or a name; none is the number 0. Go: ValidatePortNumOrName.
    pub(super) fn port(&mut self, parent: Node<'_>, key: &str) {
        match parent.at(key) {
            None => syntax::port_number(0).iter().for_each(|why| self.invalid_below(parent, key, "0", why)),
            Some(node) => match node.value() {
                Value::Text(name) => self.invalid_each(node, syntax::port_name(name)),
                Value::Int(number) => self.invalid_each(node, syntax::port_number(number)),
                _ => {}
            },
        }
    }
}
