//! The classes of faults.

use serde_json::{Map, Value, json};

use super::places::{all, any, container, key, parent, pod};
use super::random::Random;

/// Makes a fault in an object, and says what it did. `None`: the object is not one for it.
pub type Make = fn(&mut Value, &mut Random) -> Option<String>;

/// All classes.
pub const CLASSES: [(&str, Make); 16] = [
    ("unknown field", unknown_field),
    ("duplicate field", duplicate_field),
    ("type", wrong_type),
    ("required", required),
    ("enum", enumeration),
    ("format", format),
    ("name and label syntax", names),
    ("selector", selector),
    ("duplicate names", duplicates),
    ("probe", probe),
    ("volume", volume),
    ("quantity", quantity),
    ("exclusive fields", exclusive),
    ("range", range),
    ("workload", workload),
    ("CRD rule", custom),
];

/// Marks a value whose key is to be written twice: the fault that a `Value` cannot hold.
const TWICE: &str = "\u{1}twice\u{1}";

/// The object as JSON, with keys twice where that was asked for.
pub fn text(object: &Value) -> String {
    let text = object.to_string();
    let mark = serde_json::to_string(TWICE).unwrap_or_default();
    let mark = mark.trim_matches('"');
    text.replace(mark, "")
}

fn is_custom(object: &Value) -> bool {
    let api_version = object["apiVersion"].as_str().unwrap_or_default();
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    group.contains('.') && !group.ends_with(".k8s.io")
}

fn set(object: &mut Value, pointer: &str, value: Value) -> Option<String> {
    let told = format!("{pointer} = {value}");
    *object.pointer_mut(pointer)? = value;
    Some(told)
}

/// Sets a key of a map.
fn put(object: &mut Value, map: &str, name: &str, value: Value) -> Option<String> {
    let told = format!("{map}/{name} = {value}");
    object.pointer_mut(map)?.as_object_mut()?.insert(name.to_string(), value);
    Some(told)
}

fn remove(object: &mut Value, map: &str, name: &str) -> Option<String> {
    object.pointer_mut(map)?.as_object_mut()?.remove(name)?;
    Some(format!("without {map}/{name}"))
}

fn push(object: &mut Value, map: &str, list: &str, value: Value) -> Option<String> {
    let told = format!("{map}/{list} += {value}");
    let list = object.pointer_mut(map)?.as_object_mut()?.entry(list).or_insert_with(|| json!([]));
    list.as_array_mut()?.push(value);
    Some(told)
}

fn typo(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = random.below(letters.len());
    match random.below(5) {
        0 if at + 1 < letters.len() => letters.swap(at, at + 1),
        1 => letters.insert(at, letters[at]),
        2 if letters.len() > 2 => {
            letters.remove(at);
        }
        3 => letters[0] = letters[0].to_ascii_uppercase(),
        _ => letters.push('s'),
    }
    letters.into_iter().collect()
}

fn unknown_field(object: &mut Value, random: &mut Random) -> Option<String> {
    match random.below(4) {
        0 => {
            let map = any(object, random, &|_, value| value.is_object())?;
            let name =
                *random.of(&["foo", "enabled", "Name", "specs", "x-y", "replica", "labels", "image", "port"]);
            if object.pointer(&map)?.get(name).is_some() {
                return None;
            }
            put(object, &map, name, random.of(&[json!("a"), json!(1), json!({}), json!(null)]).clone())
        }
        1 => {
            // A field that stands one step too high.
            let pointer = any(object, random, &|pointer, _| pointer.matches('/').count() > 2)?;
            let value = object.pointer(&pointer)?.clone();
            let (map, name) = (parent(parent(&pointer)).to_string(), key(&pointer).to_string());
            object.pointer(&map)?.as_object().filter(|map| !map.contains_key(&name))?;
            put(object, &map, &name, value)
        }
        _ => {
            let pointer = any(object, random, &|pointer, _| {
                let is_key = key(pointer).parse::<usize>().is_err();
                is_key
                    && pointer.len() > 2
                    && !matches!(pointer, "/apiVersion" | "/kind" | "/metadata" | "/metadata/name")
            })?;
            let (map, name) = (parent(&pointer).to_string(), key(&pointer).to_string());
            let value = object.pointer(&pointer)?.clone();
            let new = typo(&name, random);
            object.pointer_mut(&map)?.as_object_mut()?.remove(&name.replace("~1", "/"))?;
            put(object, &map, &new, value)
        }
    }
}

fn duplicate_field(object: &mut Value, random: &mut Random) -> Option<String> {
    let pointer =
        any(object, random, &|pointer, _| key(pointer).parse::<usize>().is_err() && pointer.len() > 1)?;
    let (map, name) = (parent(&pointer).to_string(), key(&pointer).replace("~1", "/"));
    let value = match random.below(3) {
        0 => json!(null),
        _ => object.pointer(&pointer)?.clone(),
    };
    put(object, &map, &format!("{name}{TWICE}"), value)
}

fn wrong_type(object: &mut Value, random: &mut Random) -> Option<String> {
    let pointer = any(object, random, &|pointer, _| {
        pointer.len() > 1 && !matches!(pointer, "/apiVersion" | "/kind" | "/metadata/name")
    })?;
    let others = match object.pointer(&pointer)? {
        Value::Number(_) => {
            vec![json!("a"), json!("1"), json!(1.5), json!(99_999_999_999_i64), json!(true), json!([])]
        }
        Value::String(_) => vec![json!(1), json!(true), json!({}), json!(["a"]), json!(1.5), json!(null)],
        Value::Bool(_) => vec![json!("true"), json!("yes"), json!(1), json!({})],
        Value::Array(_) => {
            vec![json!({}), json!("a"), json!({"name": "a"}), json!(["a"]), json!([1]), json!(null)]
        }
        Value::Object(_) => vec![json!([]), json!("a"), json!([{}]), json!(1), json!(null)],
        Value::Null => vec![json!("a")],
    };
    let value = random.of(&others).clone();
    set(object, &pointer, value)
}

fn required(object: &mut Value, random: &mut Random) -> Option<String> {
    let pointer = any(object, random, &|pointer, _| {
        pointer.len() > 1 && !matches!(pointer, "/apiVersion" | "/kind" | "/metadata/namespace")
    })?;
    let (around, name) = (parent(&pointer).to_string(), key(&pointer).replace("~1", "/"));
    match random.below(5) {
        0 => {
            let empty = match object.pointer(&pointer)? {
                Value::String(_) => json!(""),
                Value::Array(_) => json!([]),
                Value::Object(_) => json!({}),
                Value::Number(_) => json!(0),
                _ => json!(null),
            };
            set(object, &pointer, empty)
        }
        _ => match object.pointer_mut(&around)? {
            Value::Object(map) => map.remove(&name).map(|_| format!("without {pointer}")),
            Value::Array(list) => {
                list.remove(name.parse::<usize>().ok()?);
                Some(format!("without {pointer}"))
            }
            _ => None,
        },
    }
}

/// Fields with a choice of values, and a map that has or could have them.
const CHOICES: [(&str, &[&str]); 24] = [
    ("imagePullPolicy", &["Always", "always", "IfNotpresent", "Never", "true"]),
    ("restartPolicy", &["Always", "OnFailure", "Never", "never", "UnlessStopped"]),
    ("dnsPolicy", &["ClusterFirst", "Default", "clusterfirst", "Cluster"]),
    ("protocol", &["TCP", "tcp", "HTTP", "UDP", "SCTP"]),
    (
        "type",
        &[
            "ClusterIP",
            "NodePort",
            "clusterIP",
            "RollingUpdate",
            "Recreate",
            "OnDelete",
            "Foo",
            "Opaque",
            "RuntimeDefault",
            "Localhost",
        ],
    ),
    ("pathType", &["Prefix", "prefix", "Exact", "Regex", "ImplementationSpecific"]),
    ("operator", &["In", "in", "Exists", "Equal", "NotExists", "Gt"]),
    ("effect", &["NoSchedule", "noSchedule", "NoExecute", "None"]),
    ("whenUnsatisfiable", &["DoNotSchedule", "ScheduleAnyway", "Schedule", ""]),
    ("concurrencyPolicy", &["Allow", "Forbid", "Replace", "forbid", "Never"]),
    ("scheme", &["HTTP", "https", "HTTPS", "TCP"]),
    ("terminationMessagePolicy", &["File", "FallbackToLogsOnError", "file"]),
    ("sessionAffinity", &["None", "ClientIP", "clientIP", "Cookie"]),
    ("kind", &["Role", "ClusterRole", "role", "ServiceAccount", "User", "Robot"]),
    ("apiGroup", &["rbac.authorization.k8s.io", "rbac", "v1"]),
    ("podManagementPolicy", &["Parallel", "OrderedReady", "parallel"]),
    ("completionMode", &["Indexed", "NonIndexed", "indexed"]),
    ("externalTrafficPolicy", &["Local", "Cluster", "local"]),
    ("internalTrafficPolicy", &["Local", "Cluster", "None"]),
    ("preemptionPolicy", &["Never", "PreemptLowerPriority", "Always"]),
    ("fsGroupChangePolicy", &["Always", "OnRootMismatch", "Never"]),
    ("selectPolicy", &["Max", "Min", "Disabled", "min"]),
    ("volumeMode", &["Filesystem", "Block", "block"]),
    ("unhealthyPodEvictionPolicy", &["IfHealthyBudget", "AlwaysAllow", "Always"]),
];

fn enumeration(object: &mut Value, random: &mut Random) -> Option<String> {
    if random.below(3) == 0 {
        // A choice for a map that has none yet.
        let spots: [(&str, &str); 8] = [
            ("imagePullPolicy", "containers"),
            ("terminationMessagePolicy", "containers"),
            ("protocol", "ports"),
            ("operator", "tolerations"),
            ("effect", "tolerations"),
            ("pathType", "paths"),
            ("scheme", "httpGet"),
            ("kind", "subjects"),
        ];
        let (name, within) = *random.of(&spots);
        let map = any(object, random, &|pointer, value| {
            value.is_object() && (key(pointer) == within || key(parent(pointer)) == within)
        })?;
        let (_, values) = CHOICES.iter().find(|(choice, _)| *choice == name)?;
        return put(object, &map, name, json!(random.of(values)));
    }
    if random.below(4) == 0 {
        let list = any(object, random, &|pointer, _| {
            matches!(key(parent(pointer)), "policyTypes" | "accessModes" | "ipFamilies")
        })?;
        return set(
            object,
            &list,
            json!(random.of(&[
                "Ingress",
                "egress",
                "ReadWriteMany",
                "RWO",
                "IPv4",
                "ipv4",
                "ReadWriteOncePod"
            ])),
        );
    }
    let pointer = any(object, random, &|pointer, value| {
        value.is_string() && pointer != "/kind" && CHOICES.iter().any(|(name, _)| *name == key(pointer))
    })?;
    let (_, values) = CHOICES.iter().find(|(name, _)| *name == key(&pointer))?;
    set(object, &pointer, json!(random.of(values)))
}

fn format(object: &mut Value, random: &mut Random) -> Option<String> {
    /// By key: values to put where there is one.
    const FORMATS: [(&str, &[&str]); 17] = [
        (
            "schedule",
            &[
                "* * * * *",
                "@daily",
                "@every 5m",
                "* * * *",
                "60 * * * *",
                "*/0 * * * *",
                "0 0 * * 7",
                "@often",
                "a b c d e",
                "TZ=UTC 0 0 * * *",
            ],
        ),
        ("timeZone", &["UTC", "Europe/Berlin", "Mars/Base", "Local", "europe berlin", ""]),
        (
            "cidr",
            &[
                "10.0.0.0/8",
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0.0",
                "::/0",
                "010.0.0.0/8",
                "0.0.0.0/0",
                "any",
            ],
        ),
        (
            "host",
            &[
                "a.example.com",
                "A.example.com",
                "a_b.example.com",
                "10.0.0.1",
                "*.example.com",
                "*",
                "a.*.com",
                "a.example.com.",
                "x:80",
            ],
        ),
        ("path", &["/", "a", "/a//b", "/a/../b", "/%2f", "../a", "..a", "/a/.", ""]),
        ("externalName", &["db.example.com", "db.example.com.", "DB", "10.0.0.1", "a b", "http://a"]),
        ("maxSurge", &["25%", "1", "101%", "-1%", "a%", "0%"]),
        ("maxUnavailable", &["25%", "1", "101%", "0%", "150%", "x"]),
        ("minAvailable", &["50%", "2", "101%", "-5", "half"]),
        ("ingressClassName", &["nginx", "Nginx", "a b", "", "a.b"]),
        ("storageClassName", &["fast", "Fast", "", "a_b"]),
        ("serviceName", &["a", "A", "a.b", "a_b"]),
        ("controller", &["example.com/a", "example", "Example.com/a", "/a", "example.com/"]),
        ("mountPath", &["/a", "a", "", "/a:b", "../x"]),
        ("appProtocol", &["http", "kubernetes.io/h2c", "a b", "HTTP 2", "/x"]),
        (
            "fieldPath",
            &[
                "metadata.name",
                "metadata.labels['a']",
                "metadata.labels",
                "status.podIP",
                "spec.foo",
                "metadata.annotations['A/B']",
                "metadata.labels['a b']",
                "spec.containers",
            ],
        ),
        ("topologyKey", &["kubernetes.io/hostname", "a b", "", "-x"]),
    ];
    match random.below(5) {
        0 => {
            let value = *random.of(&[
                "2024-01-01T00:00:00Z",
                "2024-01-01",
                "now",
                "2024-13-01T00:00:00Z",
                "2024-01-01T00:00:00+02:00",
            ]);
            put(object, "/metadata", "creationTimestamp", json!(value))
        }
        1 if object["kind"] == "Secret" || object["kind"] == "ConfigMap" => {
            let map = if object["kind"] == "Secret" { "data" } else { "binaryData" };
            let value = *random.of(&["YQ==", "YQ", "a b", "!!!", "", "YWJj\nZGVm"]);
            if !object[map].is_object() {
                object[map] = json!({});
            }
            put(object, &format!("/{map}"), random.word(&["k", "a.b", "a b", "..", "x/y"]), json!(value))
        }
        _ => {
            let pointer = any(object, random, &|pointer, value| {
                (value.is_string() || value.is_number())
                    && FORMATS.iter().any(|(name, _)| *name == key(pointer))
            })?;
            let (_, values) = FORMATS.iter().find(|(name, _)| *name == key(&pointer))?;
            set(object, &pointer, json!(random.of(values)))
        }
    }
}

const NAMES: [&str; 14] = [
    "ok",
    "Upper",
    "a_b",
    "-a",
    "a-",
    "a.b",
    "a..b",
    "1a",
    "ä",
    "a b",
    "",
    "a/b",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "a--b",
];

fn names(object: &mut Value, random: &mut Random) -> Option<String> {
    const KEYS: [&str; 12] = [
        "a",
        "A.b_c",
        "a/b",
        "example.com/a",
        "/a",
        "a/",
        "a/b/c",
        "EXAMPLE.com/a",
        "-a",
        "a b",
        "",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ];
    const VALUES: [&str; 8] = [
        "a",
        "",
        "a b",
        "a:b",
        "-a",
        "v1.2+3",
        "a/b",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ];
    match random.below(6) {
        0 => put(object, "/metadata", "name", json!(random.of(&NAMES))),
        1 => {
            remove(object, "/metadata", "name")?;
            put(object, "/metadata", "generateName", json!(random.of(&["a-", "A-", "a.", "-", "a_b-", "ok"])))
        }
        2 => {
            let map = *random.of(&["labels", "annotations"]);
            if !object["metadata"][map].is_object() {
                object["metadata"][map] = json!({});
            }
            put(object, &format!("/metadata/{map}"), random.word(&KEYS), json!("x"))
        }
        3 => {
            let maps = all(object, &|pointer, value| {
                value.is_object() && matches!(key(pointer), "labels" | "matchLabels" | "nodeSelector")
            });
            let map = (!maps.is_empty()).then(|| random.of(&maps).clone())?;
            let name = random.of(&KEYS).to_string();
            put(object, &map, &name, json!(random.of(&VALUES)))
        }
        _ => {
            let pointer = any(object, random, &|pointer, value| {
                value.is_string()
                    && matches!(
                        key(pointer),
                        "name" | "namespace" | "serviceAccountName" | "secretName" | "claimName"
                    )
                    && pointer != "/metadata/namespace"
            })?;
            // A namespace of another name would not be there.
            set(object, &pointer, json!(random.of(&NAMES)))
        }
    }
}

fn selector(object: &mut Value, random: &mut Random) -> Option<String> {
    let spot = any(object, random, &|pointer, value| {
        value.is_object()
            && matches!(key(pointer), "selector" | "labelSelector" | "podSelector" | "namespaceSelector")
    })?;
    let is_map = object["kind"] == "Service" || object["kind"] == "ReplicationController";
    if is_map {
        return put(object, &spot, random.word(&["app", "a b", "x/y/z"]), json!(random.of(&["a", "a b"])));
    }
    let requirement = |values: Value, operator: &str, key: &str| json!({"key": key, "operator": operator, "values": values});
    match random.below(9) {
        0 => put(object, &spot, "matchLabels", json!({"other": "x"})),
        1 => set(object, &spot, json!({})),
        2 => {
            let (map, name) = (parent(&spot).to_string(), key(&spot).to_string());
            remove(object, &map, &name)
        }
        3 => push(object, &spot, "matchExpressions", requirement(json!([]), "In", "app")),
        4 => push(
            object,
            &spot,
            "matchExpressions",
            requirement(json!(["x"]), random.word(&["Exists", "Equals", "NotIn", "DoesNotExist", ""]), "app"),
        ),
        5 => push(
            object,
            &spot,
            "matchExpressions",
            requirement(json!(["a b"]), "NotIn", random.word(&["app", "a b", ""])),
        ),
        6 => push(
            object,
            &spot,
            "matchExpressions",
            json!({"key": "app", "operator": random.of(&["Exists", "DoesNotExist"])}),
        ),
        7 => {
            let labels = any(object, random, &|pointer, value| {
                pointer.ends_with("/template/metadata/labels") && value.is_object()
            })?;
            let names: Vec<String> = object.pointer(&labels)?.as_object()?.keys().cloned().collect();
            let name = random.of(&names).clone();
            match random.below(2) {
                0 => remove(object, &labels, &name),
                _ => put(object, &labels, &name, json!("changed")),
            }
        }
        _ => put(
            object,
            &spot,
            "matchLabels",
            json!({random.of(&["a b", "ok", "-"]).to_string(): random.of(&["x y", "x"])}),
        ),
    }
}

fn duplicates(object: &mut Value, random: &mut Random) -> Option<String> {
    let lists: [&str; 14] = [
        "containers",
        "initContainers",
        "ports",
        "env",
        "volumes",
        "volumeMounts",
        "imagePullSecrets",
        "tolerations",
        "topologySpreadConstraints",
        "paths",
        "rules",
        "volumeClaimTemplates",
        "sysctls",
        "subjects",
    ];
    let pointer = any(object, random, &|pointer, value| {
        value.as_array().is_some_and(|list| !list.is_empty()) && lists.contains(&key(pointer))
    })?;
    let items = object.pointer(&pointer)?.as_array()?.clone();
    let mut copy = random.of(&items).clone();
    let change = random.below(4);
    if let Some(map) = copy.as_object_mut() {
        match change {
            0 => {
                map.insert("name".into(), json!("other"));
            }
            1 if map.contains_key("mountPath") => {
                map.insert("mountPath".into(), json!("/other"));
            }
            1 if map.contains_key("containerPort") => {
                map.insert("containerPort".into(), json!(1234));
            }
            1 if map.contains_key("port") => {
                map.insert("port".into(), json!(1234));
            }
            _ => {}
        }
    }
    object.pointer_mut(&pointer)?.as_array_mut()?.push(copy.clone());
    Some(format!("{pointer} += {copy}"))
}

fn probe(object: &mut Value, random: &mut Random) -> Option<String> {
    let at = container(object, random)?;
    let name = *random.of(&["livenessProbe", "readinessProbe", "startupProbe"]);
    let handler = match random.below(12) {
        0 => json!({}),
        1 => json!({"exec": {}}),
        2 => json!({"exec": {"command": ["true"]}, "tcpSocket": {"port": 80}}),
        3 => {
            json!({"httpGet": {"port": random.of(&[json!(0), json!(70_000), json!("http"), json!("HTTP_x"), json!("80"), json!(-1)])}})
        }
        4 => json!({"httpGet": {"path": "/"}}),
        5 => {
            json!({"tcpSocket": {"port": random.of(&[json!(80), json!(""), json!("a--b"), json!("toolongportname1")])}})
        }
        6 => json!({"grpc": {"port": random.of(&[0, 80, 65_536])}}),
        7 => json!({"httpGet": {"port": 80, "scheme": random.of(&["HTTP", "http", "FTP"])}}),
        8 => {
            json!({"httpGet": {"port": 80, "httpHeaders": [{"name": random.of(&["X-A", "X A", "X_A", ""]), "value": "b"}]}})
        }
        9 => json!({"grpc": {}}),
        _ => json!({"exec": {"command": ["true"]}}),
    };
    let mut value = handler;
    let map = value.as_object_mut()?;
    if random.below(2) == 0 {
        let field = *random.of(&[
            "periodSeconds",
            "timeoutSeconds",
            "initialDelaySeconds",
            "successThreshold",
            "failureThreshold",
            "terminationGracePeriodSeconds",
        ]);
        map.insert(field.into(), json!(random.of(&[0, 1, 2, -1, 30])));
    }
    if random.below(6) == 0 {
        let hook = json!({random.of(&["preStop", "postStart"]).to_string(): random.of(&[json!({}), json!({"exec": {"command": ["a"]}}), json!({"sleep": {"seconds": 100}}), json!({"sleep": {"seconds": -1}}), json!({"httpGet": {"port": 99_999}})])});
        return put(object, &at, "lifecycle", hook);
    }
    put(object, &at, name, value)
}

fn volume(object: &mut Value, random: &mut Random) -> Option<String> {
    let spec = pod(object, random)?;
    let at = container(object, random)?;
    let mount = |name: &str, path: &str| json!({"name": name, "mountPath": path});
    let extra = |source: Value| {
        let mut volume = json!({"name": "extra"});
        if let (Some(volume), Some(source)) = (volume.as_object_mut(), source.as_object()) {
            volume.extend(source.clone());
        }
        volume
    };
    match random.below(22) {
        0 => push(object, &at, "volumeMounts", mount("nowhere", "/x")),
        1 => push(object, &spec, "volumes", extra(json!({}))),
        2 => push(object, &spec, "volumes", extra(json!({"emptyDir": {}, "hostPath": {"path": "/"}}))),
        3 => push(object, &spec, "volumes", extra(json!({"secret": {}}))),
        4 => push(object, &spec, "volumes", extra(json!({"configMap": {}}))),
        5 => push(object, &spec, "volumes", extra(json!({"persistentVolumeClaim": {}}))),
        6 => push(
            object,
            &spec,
            "volumes",
            extra(json!({"configMap": {"name": "a", "defaultMode": random.of(&[420, 511, 512, 777, -1])}})),
        ),
        7 => push(
            object,
            &spec,
            "volumes",
            extra(
                json!({"secret": {"secretName": "a", "items": [{"key": "k", "path": random.of(&["a", "/a", "../a", "a/../b", "..a", ""])}]}}),
            ),
        ),
        8 => push(
            object,
            &spec,
            "volumes",
            extra(
                json!({"hostPath": {"path": random.of(&["/a", "", "/a/../b", "a"]), "type": random.of(&["", "Directory", "directory", "File"])}}),
            ),
        ),
        9 => push(
            object,
            &spec,
            "volumes",
            extra(
                json!({"emptyDir": {"sizeLimit": random.of(&["1Gi", "-1", "1Q", "0"]), "medium": random.of(&["", "Memory", "Disk"])}}),
            ),
        ),
        10 => push(
            object,
            &spec,
            "volumes",
            extra(json!({"nfs": {"server": random.of(&["a", ""]), "path": random.of(&["/a", "a", ""])}})),
        ),
        11 => push(
            object,
            &spec,
            "volumes",
            extra(
                json!({"projected": {"sources": [random.of(&[json!({"secret": {"name": "a"}, "configMap": {"name": "b"}}), json!({"secret": {}}), json!({"serviceAccountToken": {"path": "a", "expirationSeconds": 10}}), json!({"serviceAccountToken": {}}), json!({}), json!({"downwardAPI": {"items": [{"path": "a"}]}})])]}}),
            ),
        ),
        12 => push(
            object,
            &spec,
            "volumes",
            extra(
                json!({"csi": random.of(&[json!({"driver": "a.b"}), json!({}), json!({"driver": "A_b"})])}),
            ),
        ),
        13 => push(
            object,
            &spec,
            "volumes",
            extra(
                json!({"ephemeral": random.of(&[json!({}), json!({"volumeClaimTemplate": {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}}), json!({"volumeClaimTemplate": {"spec": {"accessModes": [], "resources": {"requests": {"storage": "1Gi"}}}}}), json!({"volumeClaimTemplate": {"spec": {"accessModes": ["ReadWriteOnce"]}}})])}),
            ),
        ),
        14 => push(
            object,
            &spec,
            "volumes",
            extra(
                json!({"downwardAPI": {"items": [random.of(&[json!({"path": "a", "fieldRef": {"fieldPath": "metadata.name"}}), json!({"path": "a", "fieldRef": {"fieldPath": "status.podIP"}}), json!({"path": "/a", "fieldRef": {"fieldPath": "metadata.name"}}), json!({"path": "a", "resourceFieldRef": {"resource": "limits.cpu"}}), json!({"path": "a", "resourceFieldRef": {"containerName": "c", "resource": "limits.cpu", "divisor": "1k"}}), json!({"path": "a"})])]}}),
            ),
        ),
        15 => {
            push(object, &spec, "volumes", json!({"name": random.of(&["a.b", "A", "", "x"]), "emptyDir": {}}))
        }
        16 => push(object, &spec, "volumes", json!({"emptyDir": {}})),
        _ => {
            let mount = any(object, random, &|pointer, value| {
                key(parent(pointer)) == "volumeMounts" && value.is_object()
            })?;
            match random.below(6) {
                0 => put(object, &mount, "subPath", json!(random.of(&["a", "/a", "../a", "a/../b", "..a"]))),
                1 => {
                    put(object, &mount, "subPath", json!("a"))?;
                    put(object, &mount, "subPathExpr", json!("b"))
                }
                2 => put(
                    object,
                    &mount,
                    "mountPropagation",
                    json!(random.of(&["None", "Bidirectional", "none", "HostToContainer"])),
                ),
                3 => put(object, &mount, "mountPath", json!(random.of(&["", "/x", "/x:y", "x"]))),
                4 => put(
                    object,
                    &mount,
                    "recursiveReadOnly",
                    json!(random.of(&["Enabled", "Disabled", "Yes"])),
                ),
                _ => put(object, &mount, "name", json!(random.of(&["gone", "", "Data"]))),
            }
        }
    }
}

fn quantity(object: &mut Value, random: &mut Random) -> Option<String> {
    let values = [
        json!("100m"),
        json!("1"),
        json!(1),
        json!(0.5),
        json!("-1"),
        json!("1Gi"),
        json!("1gi"),
        json!("1GB"),
        json!("ten"),
        json!(""),
        json!("1e3"),
        json!("1.5.2"),
        json!("0"),
        json!("1 Gi"),
        json!("100Mi"),
        json!("1Ki"),
        json!("1K"),
        json!("1e"),
        json!(true),
        json!("9999999999999999999999"),
    ];
    let value = random.of(&values).clone();
    if random.below(2) == 0 {
        let at = container(object, random)?;
        let mut resources = object.pointer(&at)?["resources"].clone();
        if !resources.is_object() {
            resources = json!({});
        }
        let side = *random.of(&["limits", "requests"]);
        let name = *random.of(&[
            "cpu",
            "memory",
            "ephemeral-storage",
            "storage",
            "example.com/gpu",
            "hugepages-2Mi",
            "nvidia.com/gpu",
            "gpu",
            "a b",
            "pods",
        ]);
        if !resources[side].is_object() {
            resources[side] = json!({});
        }
        resources[side][name] = value;
        return put(object, &at, "resources", resources);
    }
    let names = [
        "cpu",
        "memory",
        "ephemeral-storage",
        "storage",
        "sizeLimit",
        "averageValue",
        "value",
        "divisor",
        "pods",
    ];
    let pointer = any(object, random, &|pointer, value| {
        (value.is_string() || value.is_number())
            && names.contains(&key(pointer))
            && !pointer.contains("/env/")
    })?;
    set(object, &pointer, value)
}

fn exclusive(object: &mut Value, random: &mut Random) -> Option<String> {
    match object["kind"].as_str()? {
        "Service" => match random.below(9) {
            0 => push(object, "/spec", "ports", json!({"name": "x", "port": 9, "nodePort": 30_009})),
            1 => put(
                object,
                "/spec",
                "loadBalancerSourceRanges",
                json!([random.of(&["10.0.0.0/8", "10.0.0.1/8", "x"])]),
            ),
            2 => put(object, "/spec", "externalTrafficPolicy", json!("Local")),
            3 => put(object, "/spec", "allocateLoadBalancerNodePorts", json!(false)),
            4 => put(object, "/spec", "loadBalancerClass", json!("a.b/c")),
            5 => put(
                object,
                "/spec",
                "clusterIP",
                json!(random.of(&["None", "", "10.0.0.300", "::ffff:1.2.3.4"])),
            ),
            6 => put(object, "/spec", "healthCheckNodePort", json!(30_100)),
            7 => {
                put(object, "/spec", "type", json!(random.of(&["ExternalName", "LoadBalancer", "ClusterIP"])))
            }
            _ => put(
                object,
                "/spec",
                "sessionAffinityConfig",
                json!({"clientIP": {"timeoutSeconds": random.of(&[0, 10, 90_000])}}),
            ),
        },
        "Ingress" => {
            let backend =
                any(object, random, &|pointer, _| matches!(key(pointer), "backend" | "defaultBackend"))?;
            match random.below(4) {
                0 => put(object, &backend, "resource", json!({"apiGroup": "a.b", "kind": "C", "name": "d"})),
                1 => set(object, &backend, json!({"resource": {"kind": random.of(&["C", ""]), "name": "d"}})),
                2 => set(
                    object,
                    &backend,
                    json!({"service": {"name": "a", "port": {"name": "b", "number": 1}}}),
                ),
                _ => set(object, &backend, json!({"service": {"name": "a"}})),
            }
        }
        "PodDisruptionBudget" => put(
            object,
            "/spec",
            random.word(&["maxUnavailable", "minAvailable"]),
            json!(random.of(&[json!(1), json!("10%")])),
        ),
        "NetworkPolicy" => {
            let peer = any(object, random, &|pointer, _| matches!(key(parent(pointer)), "from" | "to"))?;
            match random.below(3) {
                0 => set(object, &peer, json!({})),
                1 => put(object, &peer, "ipBlock", json!({"cidr": random.of(&["10.0.0.0/8", "10.0.0.0"])})),
                _ => put(object, &peer, "podSelector", json!({})),
            }
        }
        "HorizontalPodAutoscaler" => {
            let metric = any(object, random, &|pointer, _| key(parent(pointer)) == "metrics")?;
            match random.below(3) {
                0 => put(
                    object,
                    &metric,
                    "pods",
                    json!({"metric": {"name": "a"}, "target": {"type": "AverageValue", "averageValue": "1"}}),
                ),
                1 => put(object, &metric, "type", json!(random.of(&["Pods", "Object", "Resource"]))),
                _ => {
                    let target = any(object, random, &|pointer, _| key(pointer) == "target")?;
                    put(
                        object,
                        &target,
                        random.word(&["value", "averageValue", "averageUtilization"]),
                        json!(random.of(&[1, 0])),
                    )
                }
            }
        }
        "ConfigMap" => {
            put(object, "", "data", json!({"x": "1"}))?;
            put(object, "", "binaryData", json!({random.of(&["x", "y"]).to_string(): "YQ=="}))
        }
        "ClusterRole" | "Role" => {
            let rule = any(object, random, &|pointer, _| key(parent(pointer)) == "rules")?;
            put(object, &rule, "nonResourceURLs", json!(["/x"]))
        }
        _ => {
            let spec = pod(object, random)?;
            let at = container(object, random)?;
            match random.below(9) {
                0 => push(
                    object,
                    &at,
                    "env",
                    json!({"name": "X", "value": random.of(&["a", ""]), "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}),
                ),
                1 => push(
                    object,
                    &at,
                    "env",
                    json!({"name": "X", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}, "secretKeyRef": {"name": "a", "key": "b"}}}),
                ),
                2 => push(
                    object,
                    &at,
                    "env",
                    json!({"name": random.of(&["X", "A=B", "1A", "A B", ""]), "valueFrom": {}}),
                ),
                3 => push(
                    object,
                    &at,
                    "envFrom",
                    json!(random.of(&[
                        json!({}),
                        json!({"configMapRef": {"name": "a"}, "secretRef": {"name": "b"}}),
                        json!({"configMapRef": {}}),
                        json!({"prefix": "a=", "secretRef": {"name": "a"}})
                    ])),
                ),
                4 => put(
                    object,
                    &at,
                    "securityContext",
                    json!({"privileged": true, "allowPrivilegeEscalation": random.of(&[true, false])}),
                ),
                5 => put(object, &spec, "hostNetwork", json!(true)),
                6 => put(object, &spec, "dnsPolicy", json!("None")),
                7 => {
                    let strategy = if object["kind"] == "Deployment" { "strategy" } else { "updateStrategy" };
                    object["spec"].get("template")?;
                    put(
                        object,
                        "/spec",
                        strategy,
                        json!({"type": random.of(&["Recreate", "OnDelete", "RollingUpdate"]), "rollingUpdate": {"maxUnavailable": 0}}),
                    )
                }
                _ => put(
                    object,
                    &at,
                    "securityContext",
                    json!({"seccompProfile": random.of(&[json!({"type": "Localhost"}), json!({"type": "RuntimeDefault", "localhostProfile": "a"}), json!({}), json!({"type": "Localhost", "localhostProfile": "/a"})])}),
                ),
            }
        }
    }
}

fn range(object: &mut Value, random: &mut Random) -> Option<String> {
    let pointer =
        any(object, random, &|pointer, value| value.is_number() && !pointer.contains("/resources/"))?;
    set(
        object,
        &pointer,
        json!(random.of(&[-1, 0, 1, 101, 3_601, 30_000, 65_535, 65_536, 100_000, 2_000_000_000])),
    )
}

fn workload(object: &mut Value, random: &mut Random) -> Option<String> {
    match object["kind"].as_str()? {
        "Deployment" => match random.below(6) {
            0 => put(object, "/spec", "progressDeadlineSeconds", json!(random.of(&[0, 1, 10, -1]))),
            1 => put(object, "/spec", "minReadySeconds", json!(random.of(&[0, 600, 10_000, -1]))),
            2 => put(
                object,
                "/spec",
                "strategy",
                json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": random.of(&[json!(0), json!("0%"), json!(1)]), "maxUnavailable": random.of(&[json!(0), json!("0%"), json!("120%"), json!("a")])}}),
            ),
            3 => put(
                object,
                "/spec/template/spec",
                "restartPolicy",
                json!(random.of(&["Never", "Always", "OnFailure"])),
            ),
            4 => put(object, "/spec/template/spec", "activeDeadlineSeconds", json!(10)),
            _ => put(
                object,
                "/spec",
                "strategy",
                json!({"type": random.of(&["Recreate", "OnDelete", "Rolling"])}),
            ),
        },
        "StatefulSet" => match random.below(5) {
            0 => put(
                object,
                "/spec",
                "updateStrategy",
                json!({"type": random.of(&["OnDelete", "RollingUpdate", "Recreate"]), "rollingUpdate": {"partition": random.of(&[0, -1])}}),
            ),
            1 => put(object, "/spec", "serviceName", json!(random.of(&["a", "A", "a.b", ""]))),
            2 => put(object, "/metadata", "name", json!(random.of(&["a.b", "a", "1"]))),
            3 => put(object, "/spec/template/spec", "restartPolicy", json!("Never")),
            _ => push(
                object,
                "/spec",
                "volumeClaimTemplates",
                json!({"metadata": {"name": "more"}, "spec": random.of(&[json!({}), json!({"accessModes": ["ReadWriteOnce"]}), json!({"accessModes": ["x"], "resources": {"requests": {"storage": "1Gi"}}}), json!({"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "0"}}})])}),
            ),
        },
        "DaemonSet" => put(
            object,
            "/spec",
            "updateStrategy",
            json!({"type": random.of(&["RollingUpdate", "OnDelete", "Recreate"]), "rollingUpdate": {"maxUnavailable": random.of(&[0, 1]), "maxSurge": random.of(&[0, 1])}}),
        ),
        "Job" => match random.below(5) {
            0 => put(object, "/spec", "selector", json!({"matchLabels": {"a": "b"}})),
            1 => put(
                object,
                "/spec/template/spec",
                "restartPolicy",
                json!(random.of(&["Always", "OnFailure", "Never", ""])),
            ),
            2 => remove(object, "/spec", random.word(&["completionMode", "completions"])),
            3 => put(
                object,
                "/spec",
                "podFailurePolicy",
                json!({"rules": [random.of(&[json!({"action": "FailJob"}), json!({"action": "Skip", "onExitCodes": {"operator": "In", "values": [1]}}), json!({"action": "Count", "onExitCodes": {"operator": "In", "values": [2, 1]}}), json!({"action": "Count", "onExitCodes": {"operator": "In", "values": [0]}})])]}),
            ),
            _ => put(object, "/spec", "backoffLimitPerIndex", json!(1)),
        },
        "CronJob" => match random.below(4) {
            0 => put(object, "/metadata", "name", json!("a".repeat(*random.of(&[52, 53, 63])))),
            1 => put(object, "/spec/jobTemplate/spec/template/spec", "restartPolicy", json!("Always")),
            2 => put(object, "/spec/jobTemplate/spec", "selector", json!({"matchLabels": {"a": "b"}})),
            _ => put(object, "/spec/jobTemplate/spec", "completionMode", json!("Indexed")),
        },
        "HorizontalPodAutoscaler" => match random.below(3) {
            0 => put(object, "/spec", "minReplicas", json!(random.of(&[0, 1, 50]))),
            1 => put(
                object,
                "/spec",
                "scaleTargetRef",
                random
                    .of(&[json!({}), json!({"kind": "Deployment"}), json!({"kind": "a/b", "name": "x"})])
                    .clone(),
            ),
            _ => put(
                object,
                "/spec",
                "behavior",
                json!({"scaleUp": random.of(&[json!({"policies": []}), json!({"policies": [{"type": "Pods", "value": 0, "periodSeconds": 10}]}), json!({"stabilizationWindowSeconds": 4_000}), json!({"policies": [{"type": "Pod", "value": 1, "periodSeconds": 10}]})])}),
            ),
        },
        "RoleBinding" | "ClusterRoleBinding" => match random.below(3) {
            0 => put(object, "/roleRef", "kind", json!(random.of(&["Role", "ClusterRole", "Group"]))),
            1 => push(
                object,
                "",
                "subjects",
                random
                    .of(&[
                        json!({"kind": "ServiceAccount", "name": "a"}),
                        json!({"kind": "ServiceAccount", "name": "A b", "namespace": "x"}),
                        json!({"kind": "User", "name": "x", "apiGroup": "v1"}),
                        json!({"kind": "Group", "name": ""}),
                    ])
                    .clone(),
            ),
            _ => put(object, "/roleRef", "name", json!(random.of(&["a/b", "a:b", "", ".."]))),
        },
        "Role" | "ClusterRole" => push(
            object,
            "",
            "rules",
            random
                .of(&[
                    json!({}),
                    json!({"verbs": ["get"]}),
                    json!({"verbs": ["get"], "resources": ["pods"]}),
                    json!({"verbs": ["get"], "apiGroups": [""]}),
                    json!({"verbs": ["get"], "nonResourceURLs": ["/a"]}),
                    json!({"apiGroups": [""], "resources": ["pods"], "verbs": []}),
                ])
                .clone(),
        ),
        "PersistentVolumeClaim" => put(
            object,
            "/spec",
            random.word(&["accessModes", "resources"]),
            random
                .of(&[
                    json!([]),
                    json!(["ReadWriteOncePod", "ReadWriteOnce"]),
                    json!({}),
                    json!({"requests": {"storage": "-1"}}),
                ])
                .clone(),
        ),
        "Secret" => put(
            object,
            "",
            "type",
            json!(random.of(&[
                "kubernetes.io/tls",
                "kubernetes.io/basic-auth",
                "kubernetes.io/ssh-auth",
                "kubernetes.io/dockerconfigjson",
                "kubernetes.io/service-account-token",
                "anything"
            ])),
        ),
        _ => {
            let spec = pod(object, random)?;
            match random.below(3) {
                0 => push(object, &spec, "tolerations", random.of(&[json!({}), json!({"key": "a", "operator": "Exists", "value": "b"}), json!({"tolerationSeconds": 1, "operator": "Exists"}), json!({"key": "a b"})]).clone()),
                1 => push(object, &spec, "topologySpreadConstraints", random.of(&[json!({}), json!({"maxSkew": 0, "topologyKey": "a", "whenUnsatisfiable": "DoNotSchedule"}), json!({"maxSkew": 1, "topologyKey": "a", "whenUnsatisfiable": "ScheduleAnyway", "minDomains": 1})]).clone()),
                _ => put(object, &spec, "affinity", random.of(&[json!({"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": []}}}), json!({"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{}]}}), json!({"podAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 0, "podAffinityTerm": {"topologyKey": "a"}}]}})]).clone()),
            }
        }
    }
}

/// What no schema of ours knows by heart: any change to a custom resource.
fn custom(object: &mut Value, random: &mut Random) -> Option<String> {
    if !is_custom(object) {
        return None;
    }
    let spot = any(object, random, &|pointer, _| pointer.starts_with("/spec/"))?;
    match random.below(5) {
        0 => required(object, random),
        1 => unknown_field(object, random),
        2 => wrong_type(object, random),
        3 => {
            let long: Map<String, Value> = (0..20).map(|i| (format!("k{i}"), json!("v"))).collect();
            let value = match object.pointer(&spot)? {
                Value::String(_) => random
                    .of(&[
                        json!(""),
                        json!("x".repeat(300)),
                        json!("A b"),
                        json!("1"),
                        json!("5m"),
                        json!("https://a"),
                    ])
                    .clone(),
                Value::Number(_) => random.of(&[json!(-1), json!(0), json!(100_000), json!(1.5)]).clone(),
                Value::Object(_) => Value::Object(long),
                Value::Array(items) => json!([items.clone(), items.clone()].concat()),
                _ => json!(null),
            };
            set(object, &spot, value)
        }
        _ => set(object, &spot, json!(null)),
    }
}
