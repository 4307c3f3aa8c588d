//! Services. Go: pkg/apis/core/validation/validation.go, validateService.

use std::collections::HashSet;

use super::{Rules, address};
use crate::{Code, Node, Value, syntax};

impl Rules<'_> {
    pub(super) fn service(&mut self, root: Node<'_>) {
        let Some(spec) = root.at("spec") else {
            return self.required(root, "spec.ports", "");
        };
        let kind = match spec.text_at("type") {
            "" => "ClusterIP",
            kind => kind,
        };
        self.one_of(spec, "type", &["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]);
        let is_headless = spec.text_at("clusterIP") == "None";
        let ports = spec.list("ports");
        if ports.is_empty() && !is_headless && kind != "ExternalName" {
            self.required(spec, "ports", "");
        }
        match kind {
            "LoadBalancer" | "NodePort" if is_headless => {
                let why = format!("may not be set to 'None' for {kind} services");
                self.invalid_below(spec, "clusterIPs[0]", "\"None\"", &why);
            }
            "ExternalName" => self.external_name(spec),
            _ => {}
        }
        self.service_ports(spec, kind);
        self.labels(spec, "selector");
        self.session_affinity(spec);
        if kind != "ExternalName" {
            self.cluster_ips(spec);
        }
        for ip in spec.list("externalIPs") {
            self.invalid_each(ip, address::ip(ip.text()));
        }
        self.load_balancer(spec, kind);
        self.traffic(spec, kind);
    }

    fn external_name(&mut self, spec: Node<'_>) {
        for key in ["clusterIPs", "ipFamilies", "ipFamilyPolicy"] {
            if let Some(node) =
                spec.at(key).filter(|node| !matches!(node.value(), Value::List(items) if items.is_empty()))
            {
                self.forbidden(node, "may not be set for ExternalName services");
            }
        }
        // Go: the strategy copies the one to the other first.
        if !spec.text_at("clusterIP").is_empty() && spec.at("clusterIPs").is_none() {
            let message = "Forbidden: may not be set for ExternalName services";
            self.findings.add_below(Code::Forbidden, spec, "clusterIPs", message.into());
        }
        match spec.at("externalName").filter(|name| !matches!(name.text(), "" | ".")) {
            None => self.required(spec, "externalName", ""),
            Some(name) => {
                let domain = name.text().strip_suffix('.').unwrap_or(name.text());
                self.invalid_each(name, syntax::subdomain(domain));
            }
        }
    }

    fn service_ports(&mut self, spec: Node<'_>, kind: &str) {
        let ports = spec.list("ports");
        let (mut names, mut numbers, mut node_ports) = (HashSet::new(), HashSet::new(), HashSet::new());
        for port in ports {
            match port.at("name").filter(|name| !name.text().is_empty()) {
                None if ports.len() > 1 => self.required(port, "name", ""),
                None => {}
                Some(name) => {
                    self.invalid_each(name, syntax::label(name.text()));
                    if !names.insert(name.text()) {
                        self.duplicate(name);
                    }
                }
            }
            let number = port.int_at("port").unwrap_or(0);
            match port.at("port") {
                Some(node) => self.invalid_each(node, syntax::port_number(number)),
                None => {
                    syntax::port_number(0).iter().for_each(|why| self.invalid_below(port, "port", "0", why))
                }
            }
            self.one_of(port, "protocol", &["SCTP", "TCP", "UDP"]);
            // Nothing, 0 and the empty text are the port itself.
            if port
                .at("targetPort")
                .is_some_and(|node| node.int() != Some(0) && !matches!(node.value(), Value::Text("")))
            {
                self.port(port, "targetPort");
            }
            if let Some(protocol) = port.at("appProtocol") {
                self.invalid_each(protocol, syntax::qualified_name(protocol.text()));
            }
            let protocol = match port.text_at("protocol") {
                "" => "TCP",
                protocol => protocol,
            };
            if !numbers.insert((protocol, number)) {
                self.duplicate(port);
            }
            let node_port = port.at("nodePort").filter(|node| node.int().is_some_and(|number| number != 0));
            if let Some(node) = node_port {
                match kind {
                    "ClusterIP" => self.forbidden(node, "may not be used when `type` is 'ClusterIP'"),
                    "ExternalName" => {}
                    _ if node.int().is_some_and(|number| number > 65_535) => {
                        self.invalid_each(node, syntax::port_number(node.int().unwrap_or_default()));
                    }
                    // The range is a flag of the server's; this is its default.
                    _ if !(30_000..=32_767).contains(&node.int().unwrap_or_default()) => {
                        self.warn(node, "it is not in the default range of such ports, 30000-32767".into());
                    }
                    _ => {}
                }
                if !node_ports.insert((protocol, node.int())) {
                    self.duplicate(node);
                }
            }
        }
    }

    fn session_affinity(&mut self, spec: Node<'_>) {
        /// A day. Go: MaxClientIPServiceAffinitySeconds.
        const MOST: i64 = 86_400;
        self.one_of(spec, "sessionAffinity", &["ClientIP", "None"]);
        let Some(config) = spec.at("sessionAffinityConfig") else { return };
        // Go: SetDefaults_Service takes the settings out where the affinity says `None`, before they are looked at.
        if spec.text_at("sessionAffinity") != "ClientIP" {
            return;
        }
        let timeout = config.at("clientIP").and_then(|client| client.at("timeoutSeconds"));
        if let Some(node) = timeout.filter(|node| !(1..=MOST).contains(&node.int().unwrap_or(1))) {
            self.invalid(node, &format!("must be greater than 0 and less than {MOST}"));
        }
    }

    /// Go: ValidateServiceClusterIPsRelatedFields.
    fn cluster_ips(&mut self, spec: Node<'_>) {
        let own = spec.text_at("clusterIP");
        let list = spec.list("clusterIPs");
        let first = list.into_iter().next().map(Node::text);
        if let (Some(node), Some(first)) = (spec.at("clusterIPs"), first) {
            if own.is_empty() {
                self.invalid(node, "must be empty when `clusterIP` is not specified");
            } else if first != own {
                self.invalid(node, "first value must match `clusterIP`");
            }
            if list.len() > 2 {
                self.invalid(node, "may only hold up to 2 values");
            }
        }
        if let Some(node) = spec.at("clusterIP").filter(|_| list.is_empty() && !matches!(own, "" | "None")) {
            for why in address::ip(node.text()) {
                self.invalid_below(spec, "clusterIPs[0]", &format!("{own:?}"), &why);
            }
        }
        for ip in list {
            if !(ip.index() == 0 && ip.text() == "None") {
                self.invalid_each(ip, address::ip(ip.text()));
            }
        }
        let mut families = HashSet::new();
        for family in spec.list("ipFamilies") {
            if !matches!(family.text(), "IPv4" | "IPv6") {
                self.unsupported(family, &["IPv4", "IPv6"]);
            }
            if !families.insert(family.text()) {
                self.duplicate(family);
            }
        }
        self.choice(spec, "ipFamilyPolicy", &["PreferDualStack", "RequireDualStack", "SingleStack"]);
    }

    fn load_balancer(&mut self, spec: Node<'_>, kind: &str) {
        let is_one = kind == "LoadBalancer";
        if let Some(node) = spec.at("loadBalancerSourceRanges").filter(|node| node.items().next().is_some()) {
            if !is_one {
                self.forbidden(node, "may only be used when `type` is 'LoadBalancer'");
            }
            for range in node.items() {
                self.invalid_each(range, address::cidr(range.text().trim()));
            }
        }
        for key in ["allocateLoadBalancerNodePorts", "loadBalancerClass"] {
            if let Some(node) = spec.at(key).filter(|_| !is_one) {
                self.forbidden(node, "may only be used when `type` is 'LoadBalancer'");
            }
        }
        if let Some(class) = spec.at("loadBalancerClass").filter(|_| is_one) {
            self.invalid_each(class, syntax::qualified_name(class.text()));
        }
    }

    fn traffic(&mut self, spec: Node<'_>, kind: &str) {
        let has_external = matches!(kind, "LoadBalancer" | "NodePort")
            || kind == "ClusterIP" && !spec.list("externalIPs").is_empty();
        let external = spec.at("externalTrafficPolicy").filter(|node| !node.text().is_empty());
        match external {
            Some(node) if !has_external => {
                self.invalid(node, "may only be set for externally-accessible services");
            }
            _ => self.one_of(spec, "externalTrafficPolicy", &["Cluster", "Local"]),
        }
        let health = spec.at("healthCheckNodePort").filter(|node| node.int().is_some_and(|port| port != 0));
        if let Some(node) = health {
            if kind == "LoadBalancer" && spec.text_at("externalTrafficPolicy") == "Local" {
                self.invalid_each(node, syntax::port_number(node.int().unwrap_or_default()));
            } else {
                let why =
                    "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
                self.invalid(node, why);
            }
        }
        self.choice(spec, "internalTrafficPolicy", &["Cluster", "Local"]);
        if let Some(node) = spec.at("trafficDistribution") {
            let known: &[&str] = match self.version.0 {
                34.. => &["PreferClose", "PreferSameZone", "PreferSameNode"],
                _ => &["PreferClose"],
            };
            if self.version.0 >= 31 && !known.contains(&node.text()) {
                self.unsupported(node, known);
            }
        }
    }
}
