//! Containers. Go: pkg/apis/core/validation/validation.go, validateContainers, validateInitContainers, validateContainerCommon.

use std::collections::HashSet;

use super::Rules;
use super::pod::{Own, Pod};
use crate::{Node, syntax};

impl Rules<'_> {
    /// All containers of a pod.
    pub(super) fn containers(&mut self, pod: &Pod<'_>) {
        let containers = pod.spec.list("containers");
        if containers.is_empty() {
            self.required(pod.spec, "containers", "");
        }
        let mut names = HashSet::new();
        let mut host_ports = HashSet::new();
        for container in containers {
            self.container(container, pod);
            if let Some(name) = container.at("name").filter(|name| !names.insert(name.text())) {
                self.duplicate(name);
            }
            self.host_ports(container, pod, &mut host_ports);
            self.hooks_and_probes(container, pod);
            self.container_restarts(container);
        }
        for container in pod.spec.list("initContainers") {
            self.container(container, pod);
            let name = container.at("name").filter(|name| !name.text().is_empty());
            if let Some(name) = name.filter(|name| !names.insert(name.text())) {
                self.duplicate(name);
            }
            self.host_ports(container, pod, &mut HashSet::new());
            self.init_container(container, pod);
        }
    }

    fn init_container(&mut self, container: Node<'_>, pod: &Pod<'_>) {
        if container.text_at("restartPolicy") == "Always" {
            self.hooks_and_probes(container, pod);
        } else {
            for key in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
                if let Some(node) = container.at(key) {
                    self.forbidden(node, "may not be set for init containers without restartPolicy=Always");
                }
            }
        }
        match self.version.0 {
            35.. => self.container_restarts(container),
            _ => self.one_of(container, "restartPolicy", &["Always"]),
        }
    }

    /// Go: validateContainerRestartPolicy.
    fn container_restarts(&mut self, container: Node<'_>) {
        if self.version.0 < 35 {
            if let Some(node) = container.at("restartPolicy")
                && container.parent().is_some_and(|list| list.name() == "containers")
            {
                self.forbidden(node, "may not be set for non-init containers");
            }
            return;
        }
        self.one_of(container, "restartPolicy", &["Always", "Never", "OnFailure"]);
        let rules = container.list("restartPolicyRules");
        if !rules.is_empty() && container.text_at("restartPolicy").is_empty() {
            let why = "must specify restartPolicy when restart rules are used";
            self.required(container, "restartPolicy", why);
        }
        for rule in rules {
            let actions: &[&str] = match self.version.0 {
                36.. => &["Restart", "RestartAllContainers"],
                _ => &["Restart"],
            };
            self.one_of(rule, "action", actions);
            match rule.at("exitCodes") {
                None => self.required(rule, "exitCodes", "must be specified"),
                Some(codes) => self.one_of(codes, "operator", &["In", "NotIn"]),
            }
        }
    }

    fn container(&mut self, container: Node<'_>, pod: &Pod<'_>) {
        match container.at("name").filter(|name| !name.text().is_empty()) {
            None => self.required(container, "name", ""),
            Some(name) => self.invalid_each(name, syntax::label(name.text())),
        }
        match container.text_at("image") {
            "" => self.required(container, "image", ""),
            image if pod.own == Own::Pod && image.trim() != image => {
                if let Some(node) = container.at("image") {
                    self.invalid(node, "must not have leading or trailing whitespace");
                }
            }
            _ => {}
        }
        self.one_of(container, "terminationMessagePolicy", &["File", "FallbackToLogsOnError"]);
        self.one_of(container, "imagePullPolicy", &["Always", "IfNotPresent", "Never"]);
        self.ports(container);
        self.env(container, pod);
        self.mounts(container, pod);
        if let Some(resources) = container.at("resources") {
            self.container_resources(resources, pod);
        }
        self.resize_policy(container, pod);
        if let Some(context) = container.at("securityContext") {
            self.container_security(context, pod);
        }
    }

    fn ports(&mut self, container: Node<'_>) {
        let mut names = HashSet::new();
        for port in container.list("ports") {
            if let Some(name) = port.at("name").filter(|name| !name.text().is_empty()) {
                let wrong = syntax::port_name(name.text());
                if wrong.is_empty() && !names.insert(name.text()) {
                    self.duplicate(name);
                }
                self.invalid_each(name, wrong);
            }
            match port.at("containerPort").and_then(|node| Some((node, node.int()?))) {
                None | Some((_, 0)) => self.required(port, "containerPort", ""),
                Some((node, number)) => self.invalid_each(node, syntax::port_number(number)),
            }
            if let Some((node, number)) = port.at("hostPort").and_then(|node| Some((node, node.int()?)))
                && number != 0
            {
                self.invalid_each(node, syntax::port_number(number));
            }
            self.one_of(port, "protocol", &["TCP", "UDP", "SCTP"]);
        }
    }

    /// Ports of the node that two containers want. Go: AccumulateUniqueHostPorts.
    fn host_ports<'t>(
        &mut self,
        container: Node<'t>,
        pod: &Pod<'t>,
        seen: &mut HashSet<(&'t str, &'t str, i64)>,
    ) {
        for port in container.list("ports") {
            let protocol = match port.text_at("protocol") {
                "" => "TCP",
                protocol => protocol,
            };
            let given = port.int_at("hostPort").unwrap_or(0);
            // Go: SetDefaults_Pod gives a Pod in the network of its node the ports of its containers.
            let number = match pod.own {
                Own::Pod if given == 0 && pod.spec.flag("hostNetwork") => {
                    port.int_at("containerPort").unwrap_or(0)
                }
                _ => given,
            };
            if number != 0 && !seen.insert((protocol, port.text_at("hostIP"), number)) {
                let value = format!("\"{protocol}/{}/{number}\"", port.text_at("hostIP"));
                let message = format!("Duplicate value: {value}");
                self.findings.add_below(super::Code::Duplicate, port, "hostPort", message);
            }
        }
    }

    /// Go: validateResizePolicy.
    fn resize_policy(&mut self, container: Node<'_>, pod: &Pod<'_>) {
        self.unique(container.list("resizePolicy"), "resourceName");
        for policy in container.list("resizePolicy") {
            self.one_of_required(policy, "resourceName", &["cpu", "memory"], "");
            self.one_of_required(policy, "restartPolicy", &["NotRequired", "RestartContainer"], "");
            if let Some(node) = policy.at("restartPolicy")
                && pod.restart_policy == "Never"
                && node.text() != "NotRequired"
            {
                self.invalid(node, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
            }
        }
    }
}
