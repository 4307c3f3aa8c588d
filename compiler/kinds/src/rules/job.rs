//! Jobs and CronJobs. Go: pkg/apis/batch/validation/validation.go.

use std::collections::HashSet;

use nexachart_go::time::Location;

use super::{Rules, cron, selector};
use crate::{Code, Node, syntax};

impl Rules<'_> {
    pub(super) fn job(&mut self, root: Node<'_>) {
        let Some(spec) = root.at("spec") else {
            return self.required(root, "spec.template.spec.containers", "");
        };
        self.job_spec(spec);
        let name = root.at("metadata").and_then(|metadata| metadata.at("name"));
        let completions = spec.int_at("completions").filter(|completions| *completions > 0);
        if let (Some(name), Some(completions), "Indexed") =
            (name, completions, spec.text_at("completionMode"))
        {
            let host = format!("{}-{}", name.text(), completions - 1);
            if !syntax::label(&host).is_empty() {
                self.invalid(name, &format!("will not able to create pod with invalid DNS label: {host}"));
            }
        }
        match (spec.flag("manualSelector"), spec.at("selector")) {
            (true, None) => self.required(spec, "selector", ""),
            (manual, Some(given)) => {
                self.selector(given);
                if manual {
                    self.selector_matches_template(spec, given);
                } else if !selector::is_empty(given) {
                    self.invalid(given, "`selector` not auto-generated");
                }
            }
            (false, None) => {}
        }
    }

    pub(super) fn cron_job(&mut self, root: Node<'_>) {
        let metadata = root.at("metadata");
        if let Some(name) =
            metadata.and_then(|metadata| metadata.at("name")).filter(|name| name.text().len() > 52)
        {
            self.invalid(name, "must be no more than 52 characters");
        }
        let Some(spec) = root.at("spec") else {
            return self.required(root, "spec.schedule", "");
        };
        match spec.at("schedule").filter(|schedule| !schedule.text().is_empty()) {
            None => self.required(spec, "schedule", ""),
            Some(schedule) => {
                if let Err(why) = cron::parse(schedule.text()) {
                    self.invalid(schedule, &why);
                }
                if schedule.text().contains("TZ") {
                    self.invalid(
                        schedule,
                        "cannot use TZ or CRON_TZ in schedule, use timeZone field instead",
                    );
                }
            }
        }
        for key in ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"] {
            self.not_negative(spec, key);
        }
        self.time_zone(spec);
        self.one_of(spec, "concurrencyPolicy", &["Allow", "Forbid", "Replace"]);
        let Some(template) = spec.at("jobTemplate") else {
            return self.required(spec, "jobTemplate.spec.template.spec.containers", "");
        };
        // Go: labels and annotations of a template of Jobs are not looked at.
        let Some(job) = template.at("spec") else {
            return self.required(template, "spec.template.spec.containers", "");
        };
        self.job_spec(job);
        if let Some(selector) = job.at("selector") {
            self.invalid(selector, "`selector` will be auto-generated");
        }
        if let Some(manual) = job.at("manualSelector").filter(|_| job.flag("manualSelector")) {
            let message = "Unsupported value: true: supported values: \"nil\", \"false\"";
            self.findings.add(Code::Unsupported, manual, message.into());
        }
    }

    fn time_zone(&mut self, spec: Node<'_>) {
        let Some(zone) = spec.at("timeZone") else { return };
        let name = zone.text();
        if name.is_empty() {
            return self.invalid(zone, "timeZone must be nil or non-empty string");
        }
        let is_part = |part: &str| {
            !matches!(part, "" | "." | "..")
                && !part.starts_with('-')
                && part.len() <= 14
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_+".contains(&b))
        };
        if !name.split('/').all(is_part) {
            return self.invalid(zone, &format!("unknown time zone {name}"));
        }
        if name.eq_ignore_ascii_case("local") {
            let why = "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
            self.invalid(zone, why);
        } else if Location::load(name.as_bytes(), &Location::UTC).is_err() {
            self.invalid(zone, &format!("unknown time zone {name}"));
        }
    }

    fn job_spec(&mut self, spec: Node<'_>) {
        const NUMBERS: [&str; 7] = [
            "parallelism",
            "completions",
            "activeDeadlineSeconds",
            "backoffLimit",
            "ttlSecondsAfterFinished",
            "backoffLimitPerIndex",
            "maxFailedIndexes",
        ];
        NUMBERS.iter().for_each(|key| self.not_negative(spec, key));
        if spec.at("maxFailedIndexes").is_some() && spec.at("backoffLimitPerIndex").is_none() {
            self.required(spec, "backoffLimitPerIndex", "when maxFailedIndexes is specified");
        }
        self.choice(spec, "completionMode", &["NonIndexed", "Indexed"]);
        let is_indexed = spec.text_at("completionMode") == "Indexed";
        if is_indexed {
            let is_cron = spec.parent().is_some_and(|parent| parent.name() == "jobTemplate");
            // Go: SetDefaults_Job makes both 1 where neither is given, in Jobs alone.
            if spec.at("completions").is_none() && (is_cron || spec.at("parallelism").is_some()) {
                self.required(spec, "completions", "when completion mode is Indexed");
            }
            if let Some(node) = spec.at("parallelism").filter(|node| node.int().is_some_and(|n| n > 100_000))
            {
                self.invalid(node, "must be less than or equal to 100000 when completion mode is Indexed");
            }
            let completions = spec.int_at("completions").unwrap_or(i64::MAX);
            if let Some(node) =
                spec.at("maxFailedIndexes").filter(|node| node.int().is_some_and(|n| n > completions))
            {
                self.invalid(node, "must be less than or equal to completions");
            }
        } else {
            for key in ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"] {
                if let Some(node) = spec.at(key) {
                    self.invalid(node, "requires indexed completion mode");
                }
            }
        }
        let policy = spec.at("podFailurePolicy");
        match policy {
            Some(policy) => {
                self.choice(spec, "podReplacementPolicy", &["Failed"]);
                self.failure_policy(spec, policy);
            }
            None => self.choice(spec, "podReplacementPolicy", &["Failed", "TerminatingOrFailed"]),
        }
        self.pod_template(spec, &[]);
        let pod = spec.at("template").and_then(|template| template.at("spec"));
        let restart = pod.and_then(|pod| pod.at("restartPolicy"));
        match restart.map_or("", Node::text) {
            "" | "Always" => {
                let why = "valid values: \"OnFailure\", \"Never\"";
                self.required(pod.unwrap_or(spec), "restartPolicy", why);
            }
            "Never" => {}
            "OnFailure" => {
                if let Some(node) = restart.filter(|_| policy.is_some()) {
                    self.invalid(node, "only \"Never\" is supported when podFailurePolicy is specified");
                }
            }
            _ => {
                if let Some(node) = restart {
                    self.unsupported(node, &["OnFailure", "Never"]);
                }
            }
        }
    }

    /// Go: validatePodFailurePolicyRule.
    fn failure_policy(&mut self, spec: Node<'_>, policy: Node<'_>) {
        const ACTIONS: [&str; 4] = ["Count", "FailIndex", "FailJob", "Ignore"];
        let pod = spec.at("template").and_then(|template| template.at("spec"));
        let containers: HashSet<&str> = pod
            .into_iter()
            .flat_map(|pod| pod.list("containers").chain(pod.list("initContainers")))
            .map(|container| container.text_at("name"))
            .collect();
        for rule in policy.list("rules") {
            let why = "valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]";
            self.one_of_required(rule, "action", &ACTIONS, why);
            if rule.text_at("action") == "FailIndex"
                && spec.at("backoffLimitPerIndex").is_none()
                && let Some(action) = rule.at("action")
            {
                self.invalid(action, "requires the backoffLimitPerIndex to be set");
            }
            let codes = rule.at("onExitCodes");
            let conditions = rule.list("onPodConditions");
            match (codes, conditions.is_empty()) {
                (Some(_), false) => {
                    self.invalid_bare(
                        rule,
                        "specifying both OnExitCodes and OnPodConditions is not supported",
                    );
                }
                (None, true) => {
                    self.invalid_bare(rule, "specifying one of OnExitCodes and OnPodConditions is required");
                }
                _ => {}
            }
            if let Some(codes) = codes {
                self.exit_codes(codes, &containers);
            }
            for condition in conditions {
                for why in syntax::qualified_name(condition.text_at("type")) {
                    self.invalid_below(condition, "type", &format!("{:?}", condition.text_at("type")), &why);
                }
                self.one_of(condition, "status", &["False", "True", "Unknown"]);
            }
        }
    }

    fn exit_codes(&mut self, codes: Node<'_>, containers: &HashSet<&str>) {
        self.one_of_required(codes, "operator", &["In", "NotIn"], "valid values: [\"In\" \"NotIn\"]");
        if let Some(name) = codes.at("containerName").filter(|name| !containers.contains(name.text())) {
            self.invalid(name, "must be one of the container or initContainer names in the pod template");
        }
        let values: Vec<(Node<'_>, i64)> =
            codes.list("values").filter_map(|node| Some((node, node.int()?))).collect();
        if values.is_empty() {
            self.invalid_below(codes, "values", "null", "at least one value is required");
        }
        let mut seen = HashSet::new();
        for (node, value) in &values {
            if *value == 0 && codes.text_at("operator") == "In" {
                self.invalid(*node, "must not be 0 for the In operator");
            }
            if !seen.insert(value) {
                self.duplicate(*node);
            }
        }
        if !values.is_sorted_by_key(|(_, value)| *value)
            && let Some(node) = codes.at("values")
        {
            self.invalid(node, "must be ordered");
        }
    }

    /// A node that is not allowed, without showing it.
    fn invalid_bare(&mut self, node: Node<'_>, why: &str) {
        self.findings.add(Code::Invalid, node, format!("Invalid value: {why}"));
    }
}
