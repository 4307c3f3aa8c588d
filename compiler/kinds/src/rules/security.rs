//! Security contexts. Go: pkg/apis/core/validation/validation.go, ValidateSecurityContext, validatePodSpecSecurityContext.

use super::Rules;
use super::pod::Pod;
use crate::{Node, syntax};

impl Rules<'_> {
    /// That of a pod.
    pub(super) fn pod_security(&mut self, spec: Node<'_>) {
        if spec.flag("shareProcessNamespace")
            && spec.flag("hostPID")
            && let Some(node) = spec.at("shareProcessNamespace")
        {
            self.invalid(node, "ShareProcessNamespace and HostPID cannot both be enabled");
        }
        let Some(context) = spec.at("securityContext") else { return };
        for key in ["fsGroup", "runAsUser", "runAsGroup"] {
            self.id(context.at(key));
        }
        context.list("supplementalGroups").for_each(|group| self.id(Some(group)));
        self.choice(context, "fsGroupChangePolicy", &["OnRootMismatch", "Always"]);
        self.choice(context, "supplementalGroupsPolicy", &["Merge", "Strict"]);
        self.choice(context, "seLinuxChangePolicy", &["MountOption", "Recursive"]);
        self.sysctls(spec, context);
        self.profiles(context);
    }

    /// That of a container.
    pub(super) fn container_security(&mut self, context: Node<'_>, pod: &Pod<'_>) {
        for key in ["runAsUser", "runAsGroup"] {
            self.id(context.at(key));
        }
        if let Some(node) = context.at("procMount") {
            match node.text() {
                "Default" => {}
                "Unmasked" if !pod.host_users => {}
                "Unmasked" => self.invalid(node, "`hostUsers` must be false to use `Unmasked`"),
                _ => self.unsupported(node, &["Default", "Unmasked"]),
            }
        }
        let forbids =
            context.at("allowPrivilegeEscalation").is_some() && !context.flag("allowPrivilegeEscalation");
        if forbids && context.flag("privileged") {
            self.invalid(context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }
        let added = context.at("capabilities").map(|capabilities| capabilities.list("add"));
        if forbids && added.is_some_and(|mut added| added.any(|one| one.text() == "CAP_SYS_ADMIN")) {
            let why = "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN";
            self.invalid(context, why);
        }
        self.profiles(context);
    }

    /// The number of a user or a group.
    fn id(&mut self, node: Option<Node<'_>>) {
        if let Some((node, id)) = node.and_then(|node| Some((node, node.int()?))) {
            self.invalid_each(node, syntax::within(id, 0, i64::from(i32::MAX)));
        }
    }

    fn profiles(&mut self, context: Node<'_>) {
        const TYPES: [&str; 3] = ["Localhost", "RuntimeDefault", "Unconfined"];
        for (key, name) in [("seccompProfile", "seccomp"), ("appArmorProfile", "AppArmor")] {
            let Some(profile) = context.at(key) else { continue };
            self.one_of_required(profile, "type", &TYPES, &format!("type is required when {key} is set"));
            let local = profile.at("localhostProfile");
            match (profile.text_at("type"), local) {
                ("Localhost", None) => {
                    self.required(
                        profile,
                        "localhostProfile",
                        &format!("must be set when {name} type is Localhost"),
                    );
                }
                ("Localhost", Some(local)) if key == "seccompProfile" => self.descending_path(local),
                ("Localhost", Some(local)) => {
                    if local.text().trim() != local.text() {
                        self.invalid(local, "must not be padded with whitespace");
                    } else if local.text().is_empty() {
                        self.required(local, "", "must be set when AppArmor type is Localhost");
                    }
                }
                (kind, Some(local)) if key == "seccompProfile" || TYPES.contains(&kind) => {
                    self.invalid(local, &format!("can only be set when {name} type is Localhost"));
                }
                _ => {}
            }
        }
    }

    /// Go: validateSysctls.
    fn sysctls(&mut self, spec: Node<'_>, context: Node<'_>) {
        self.unique(context.list("sysctls"), "name");
        for sysctl in context.list("sysctls") {
            let Some(name) = sysctl.at("name").filter(|name| !name.text().is_empty()) else {
                self.required(sysctl, "name", "");
                continue;
            };
            let segment = |text: &str| {
                let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
                let end = |b: Option<u8>| b.is_some_and(|b| inner(b) && !matches!(b, b'-' | b'_'));
                end(text.bytes().next()) && end(text.bytes().last()) && text.bytes().all(inner)
            };
            if name.text().len() > 253 || !name.text().split(['.', '/']).all(segment) {
                let why = "must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
                self.invalid(name, why);
            }
            let text = name.text().replace('/', ".");
            if spec.flag("hostNetwork") && text.starts_with("net.") {
                self.invalid(name, "may not be specified when 'hostNetwork' is true");
            }
            let shared = ["kernel.shm", "kernel.msg", "fs.mqueue."].iter().any(|part| text.starts_with(part));
            if spec.flag("hostIPC") && (shared || text == "kernel.sem") {
                self.invalid(name, "may not be specified when 'hostIPC' is true");
            }
        }
    }
}
