//! Ingresses, their classes, NetworkPolicies. Go: pkg/apis/networking/validation/validation.go.

use nexachart_go::strconv::quote;

use super::{Rules, address};
use crate::{Node, Value, syntax};

impl Rules<'_> {
    pub(super) fn ingress(&mut self, root: Node<'_>) {
        let Some(spec) = root.at("spec") else {
            let why = "either `defaultBackend` or `rules` must be specified";
            return self.invalid_below(root, "spec", "null", why);
        };
        let rules = spec.list("rules");
        if rules.is_empty() && spec.at("defaultBackend").is_none() {
            self.invalid_below(spec, "", "null", "either `defaultBackend` or `rules` must be specified");
        }
        if let Some(backend) = spec.at("defaultBackend") {
            self.ingress_backend(backend);
        }
        rules.for_each(|rule| self.ingress_rule(rule));
        for tls in spec.list("tls") {
            tls.list("hosts").for_each(|host| self.ingress_host(host));
            if let Some(name) = tls.at("secretName").filter(|name| !name.text().is_empty()) {
                self.invalid_each(name, syntax::subdomain(name.text()));
            }
        }
        if let Some(class) = spec.at("ingressClassName") {
            self.invalid_each(class, syntax::subdomain(class.text()));
            let annotation = root
                .at("metadata")
                .and_then(|metadata| metadata.at("annotations"))
                .and_then(|annotations| annotations.at("kubernetes.io/ingress.class"));
            if let Some(other) = annotation.filter(|other| other.text() != class.text()) {
                self.invalid(other, "must match `ingressClassName` when both are specified");
            }
        }
    }

    fn ingress_host(&mut self, host: Node<'_>) {
        let wrong = match host.text().contains('*') {
            true => syntax::wildcard_subdomain(host.text()),
            false => syntax::subdomain(host.text()),
        };
        self.invalid_each(host, wrong);
    }

    fn ingress_rule(&mut self, rule: Node<'_>) {
        if let Some(host) = rule.at("host").filter(|host| !host.text().is_empty()) {
            if address::is_ip(host.text()) {
                self.invalid(host, "must be a DNS name, not an IP address");
            }
            self.ingress_host(host);
        }
        let Some(http) = rule.at("http") else { return };
        let paths = http.list("paths");
        if paths.is_empty() {
            self.required(http, "paths", "");
        }
        for path in paths {
            self.ingress_path(path);
        }
    }

    fn ingress_path(&mut self, path: Node<'_>) {
        let Some(kind) = path.at("pathType") else {
            return self.required(path, "pathType", "pathType must be specified");
        };
        let text = path.text_at("path");
        let wrong =
            |rules: &mut Self, why: &str| rules.invalid_below(path, "path", &quote(text.as_bytes()), why);
        match kind.text() {
            "Exact" | "Prefix" => {
                if !text.starts_with('/') {
                    wrong(self, "must be an absolute path");
                }
                for part in ["//", "/./", "/../", "%2f", "%2F"].iter().filter(|part| text.contains(**part)) {
                    wrong(self, &format!("must not contain '{part}'"));
                }
                for end in ["/..", "/."].iter().filter(|end| text.ends_with(**end)) {
                    wrong(self, &format!("cannot end with '{end}'"));
                }
            }
            "ImplementationSpecific" => {
                if !text.is_empty() && !text.starts_with('/') {
                    wrong(self, "must be an absolute path");
                }
            }
            _ => self.unsupported(kind, &["Exact", "ImplementationSpecific", "Prefix"]),
        }
        match path.at("backend") {
            Some(backend) => self.ingress_backend(backend),
            None => self.invalid_below(path, "backend", "\"\"", "resource or service backend is required"),
        }
    }

    fn ingress_backend(&mut self, backend: Node<'_>) {
        let wrong = |rules: &mut Self, why: &str| rules.invalid_below(backend, "", "\"\"", why);
        match (backend.at("resource"), backend.at("service")) {
            (Some(_), Some(_)) => wrong(self, "cannot set both resource and service backends"),
            (None, None) => wrong(self, "resource or service backend is required"),
            (Some(resource), None) => self.typed_reference(resource),
            (None, Some(service)) => {
                match service.at("name").filter(|name| !name.text().is_empty()) {
                    None => self.required(service, "name", ""),
                    Some(name) => self.invalid_each(name, self.service_name(name.text())),
                }
                let port = service.at("port");
                let name = port.and_then(|port| port.at("name")).filter(|name| !name.text().is_empty());
                let number = port.and_then(|port| port.at("number")).filter(|number| number.int() != Some(0));
                match (name, number) {
                    (Some(_), Some(_)) => wrong(self, "cannot set both port name & port number"),
                    (Some(name), None) => self.invalid_each(name, syntax::port_name(name.text())),
                    (None, Some(node)) => {
                        self.invalid_each(node, syntax::port_number(node.int().unwrap_or_default()));
                    }
                    (None, None) => self.required(backend, "", "port name or number is required"),
                }
            }
        }
    }

    /// The name of a Service: since 1.36 it may begin with a digit.
    pub(super) fn service_name(&self, name: &str) -> Vec<String> {
        match self.version.0 {
            36.. => syntax::label(name),
            _ => syntax::label_1035(name),
        }
    }

    fn typed_reference(&mut self, reference: Node<'_>) {
        if let Some(group) = reference.at("apiGroup") {
            self.invalid_each(group, syntax::subdomain(group.text()));
        }
        for key in ["kind", "name"] {
            match reference.at(key).filter(|node| !node.text().is_empty()) {
                None => self.required(reference, key, ""),
                Some(node) => self.invalid_each(node, syntax::path_segment(node.text())),
            }
        }
    }

    pub(super) fn ingress_class(&mut self, root: Node<'_>) {
        let Some(spec) = root.at("spec") else {
            return self.required(root, "spec.controller", "");
        };
        match spec.at("controller").filter(|node| !node.text().is_empty()) {
            None => self.required(spec, "controller", ""),
            Some(node) => {
                if node.text().len() > 250 {
                    self.too_long(node, 250);
                }
                match node.text().split_once('/') {
                    Some((host, path)) if !host.is_empty() && !path.is_empty() => {
                        self.invalid_each(node, syntax::subdomain(host));
                    }
                    _ => self.invalid(node, "must be a domain-prefixed path (such as \"acme.io/foo\")"),
                }
            }
        }
    }

    pub(super) fn network_policy(&mut self, root: Node<'_>) {
        let Some(spec) = root.at("spec") else { return };
        if let Some(selector) = spec.at("podSelector") {
            self.selector(selector);
        }
        for (rules, peers) in [("ingress", "from"), ("egress", "to")] {
            for rule in spec.list(rules) {
                rule.list("ports").for_each(|port| self.policy_port(port));
                rule.list(peers).for_each(|peer| self.policy_peer(peer));
            }
        }
        let types = spec.list("policyTypes");
        if let Some(node) = spec.at("policyTypes").filter(|_| types.len() > 2) {
            return self.invalid(node, "may not specify more than two policyTypes");
        }
        for kind in types.filter(|kind| !matches!(kind.text(), "Ingress" | "Egress")) {
            self.unsupported(kind, &["Ingress", "Egress"]);
        }
    }

    fn policy_port(&mut self, port: Node<'_>) {
        if let Some(node) = port.at("protocol").filter(|node| !matches!(node.text(), "TCP" | "UDP" | "SCTP"))
        {
            self.unsupported(node, &["TCP", "UDP", "SCTP"]);
        }
        let end = port.at("endPort");
        match port.at("port").map(|node| (node, node.value())) {
            Some((node, Value::Int(number))) => {
                self.invalid_each(node, syntax::port_number(number));
                if let Some((end, last)) = end.and_then(|end| Some((end, end.int()?))) {
                    if last < number {
                        self.invalid_below(
                            port,
                            "endPort",
                            &number.to_string(),
                            "must be greater than or equal to `port`",
                        );
                    }
                    self.invalid_each(end, syntax::port_number(last));
                }
            }
            Some((node, Value::Text(name))) => {
                if let Some(end) = end {
                    self.invalid(end, "may not be specified when `port` is non-numeric");
                }
                self.invalid_each(node, syntax::port_name(name));
            }
            _ => {
                if let Some(end) = end {
                    self.invalid(end, "may not be specified when `port` is not specified");
                }
            }
        }
    }

    fn policy_peer(&mut self, peer: Node<'_>) {
        let selectors: Vec<Node<'_>> =
            ["podSelector", "namespaceSelector"].iter().filter_map(|key| peer.at(key)).collect();
        selectors.iter().for_each(|selector| self.selector(*selector));
        let block = peer.at("ipBlock");
        match (selectors.is_empty(), block) {
            (true, None) => self.required(peer, "", "must specify a peer"),
            (false, Some(_)) => self.forbidden(peer, "may not specify both ipBlock and another peer"),
            _ => {}
        }
        let Some(block) = block else { return };
        let Some(cidr) = block.at("cidr").filter(|cidr| !cidr.text().is_empty()) else {
            return self.required(block, "cidr", "");
        };
        self.invalid_each(cidr, address::cidr(cidr.text()));
        for except in block.list("except") {
            self.invalid_each(except, address::cidr(except.text()));
            if !address::is_strict_subset(cidr.text(), except.text()) {
                self.invalid(except, "must be a strict subset of `cidr`");
            }
        }
    }
}
