//! The flags of `nexachart template`: Helm's, with its names and shorthands, and what becomes of each.

use super::Role::{Helm, Ignored, Own, Refused};
use super::Takes::{
    Bool, Duration, Float, Int, KlogBool, KlogLevel, List, Optional, Pairs, Text, Texts, Wait,
};
use super::own::{COLOR, COLOUR, FORMATS, HELP, NOW, REPORTS, SEED};
use super::{Flag, Group, deprecated, flag, short, takes};

/// The flags in the order of the help, Helm's global ones among them.
pub static TEMPLATE: &[Group] = &[
    Group { title: "Values", flags: VALUES },
    Group { title: "Release", flags: RELEASE },
    Group { title: "Output", flags: OUTPUT },
    Group { title: "Kubernetes", flags: KUBERNETES },
    Group { title: "Budgets", flags: BUDGETS },
    Group { title: "Messages", flags: MESSAGES },
    Group { title: "Refused, for want of a network, a cluster or plugins", flags: REFUSED },
    Group { title: "Taken and ignored", flags: IGNORED },
];

pub(super) static VALUES: &[Flag] = &[
    takes(
        "FILE",
        short(
            'f',
            "values",
            List,
            Helm,
            "Read values from a file, `-` for standard input (repeatable; the last wins)",
        ),
    ),
    takes("KEY=VALUE", flag("set", Texts, Helm, "Set values: key=value,other=value (repeatable)")),
    takes("KEY=TEXT", flag("set-string", Texts, Helm, "Set values that are texts whatever they look like")),
    takes(
        "KEY=JSON",
        flag("set-json", Texts, Helm, "Set values given as JSON: key=JSON, or one JSON object"),
    ),
    takes("KEY=FILE", flag("set-file", Texts, Helm, "Set values to the content of files: key=path")),
    takes(
        "KEY=TEXT",
        flag("set-literal", Texts, Helm, "Set one value to a text in which nothing is special"),
    ),
    flag("skip-schema-validation", Bool, Helm, "Do not check values against values.schema.json"),
];

static RELEASE: &[Flag] = &[
    takes("NAME", short('n', "namespace", Text, Helm, "The namespace of the release [env: HELM_NAMESPACE]")),
    takes("TEMPLATE", flag("name-template", Text, Helm, "A template for the name of the release")),
    short('g', "generate-name", Bool, Helm, "Make up the name of the release"),
    flag("is-upgrade", Bool, Helm, "Set .Release.IsUpgrade instead of .Release.IsInstall"),
    takes(
        "KEY=VALUE",
        short('l', "labels", Pairs, Helm, "Labels of the release: shown in no manifest, but checked"),
    ),
];

static OUTPUT: &[Flag] = &[
    takes(
        "TEMPLATE",
        short(
            's',
            "show-only",
            Texts,
            Helm,
            "Print only the manifests of these templates (repeatable, patterns allowed)",
        ),
    ),
    flag("include-crds", Bool, Helm, "Print the objects of crds/ too"),
    flag("no-hooks", Bool, Helm, "Leave out hooks"),
    flag("skip-tests", Bool, Helm, "Leave out hooks that are tests"),
    takes("DIR", flag("output-dir", Text, Helm, "Write the manifests to files below this folder")),
    flag("release-name", Bool, Helm, "Use the name of the release in the path below --output-dir"),
    SEED,
    NOW,
    flag("enable-dns", Bool, Helm, "Let getHostByName ask the network"),
    flag("jobs", Int, Own, "How many threads may be at work; 0 for as many as there are processors"),
];

static KUBERNETES: &[Flag] = &[
    takes("VERSION", flag("kube-version", Text, Helm, "The Kubernetes version that .Capabilities tells")),
    takes(
        "VERSIONS",
        short(
            'a',
            "api-versions",
            List,
            Helm,
            "API versions for .Capabilities beside the default ones (repeatable)",
        ),
    ),
    flag("dry-run", Optional("unset"), Helm, "Only `client`: there is no cluster here"),
];

static BUDGETS: &[Flag] = &[takes(
    "NAME=N",
    flag(
        "budget",
        Texts,
        Own,
        "How much a render may take before it ends with an error (repeatable); N may end in k, M or G. The names and their defaults stand below",
    ),
)];

static MESSAGES: &[Flag] = &[
    flag(
        "message-format",
        FORMATS,
        Own,
        "How messages are printed. On a terminal `human`, else `helm`; `short` is file:line:column: code: message, `json` an object a line, the others are for other tools",
    ),
    REPORTS,
    COLOR,
    COLOUR,
    flag("debug", Bool, Helm, "Print manifests even where they are broken [env: HELM_DEBUG]"),
    HELP,
];

static REFUSED: &[Flag] = &[
    deprecated("use '--dry-run=server' instead", flag("validate", Bool, Refused("false"), "Needs a cluster")),
    flag("dependency-update", Bool, Refused("false"), "Needs a network"),
    takes("URL", flag("repo", Text, Refused(""), "Needs a network")),
    flag("post-renderer", Text, Refused(""), "Needs a plugin"),
    flag("post-renderer-args", List, Refused(""), "Needs a plugin"),
    flag("verify", Bool, Refused("false"), "Needs a keyring and a packed chart of a repository"),
];

/// What Helm says about flags of `install` that `template` has no use for.
const NO_EFFECT: &str = "this flag has no effect for 'helm template' and will be removed in Helm 5";

static IGNORED: &[Flag] = &[
    flag("skip-crds", Bool, Ignored, "Taken for Helm's sake: CRDs are printed only with --include-crds"),
    flag("description", Text, Ignored, "Taken for Helm's sake: shows in no manifest"),
    flag("version", Text, Ignored, "Taken for Helm's sake: a chart on disk has its version"),
    flag("devel", Bool, Ignored, "As --version"),
    flag("keyring", Text, Ignored, "As --verify, without which it says nothing"),
    deprecated(
        NO_EFFECT,
        flag("render-subchart-notes", Bool, Ignored, "Taken for Helm's sake: notes are not printed"),
    ),
    deprecated(NO_EFFECT, flag("hide-notes", Bool, Ignored, "As --render-subchart-notes")),
    deprecated("use --force-replace instead", flag("force", Bool, Ignored, "Concerns installing")),
    deprecated("use --rollback-on-failure instead", flag("atomic", Bool, Ignored, "Concerns installing")),
    flag("create-namespace", Bool, Ignored, "Concerns installing"),
    flag("disable-openapi-validation", Bool, Ignored, "Concerns installing"),
    flag("force-conflicts", Bool, Ignored, "Concerns installing"),
    flag("force-replace", Bool, Ignored, "Concerns installing"),
    flag("replace", Bool, Ignored, "Concerns installing"),
    flag("rollback-on-failure", Bool, Ignored, "Concerns installing"),
    flag("server-side", Bool, Ignored, "Concerns installing"),
    flag("take-ownership", Bool, Ignored, "Concerns installing"),
    flag("timeout", Duration, Ignored, "Concerns installing"),
    flag("wait", Wait, Ignored, "Concerns installing"),
    flag("wait-for-jobs", Bool, Ignored, "Concerns installing"),
    flag("ca-file", Text, Ignored, "Concerns repositories"),
    flag("cert-file", Text, Ignored, "Concerns repositories"),
    flag("key-file", Text, Ignored, "Concerns repositories"),
    flag("insecure-skip-tls-verify", Bool, Ignored, "Concerns repositories"),
    flag("pass-credentials", Bool, Ignored, "Concerns repositories"),
    flag("password", Text, Ignored, "Concerns repositories"),
    flag("username", Text, Ignored, "Concerns repositories"),
    flag("plain-http", Bool, Ignored, "Concerns repositories"),
    flag("registry-config", Text, Ignored, "Concerns repositories"),
    flag("repository-cache", Text, Ignored, "Concerns repositories"),
    flag("repository-config", Text, Ignored, "Concerns repositories"),
    flag("content-cache", Text, Ignored, "Concerns repositories"),
    flag("burst-limit", Int, Ignored, "Concerns clusters"),
    flag("qps", Float, Ignored, "Concerns clusters"),
    flag("kube-apiserver", Text, Ignored, "Concerns clusters"),
    flag("kube-as-group", Texts, Ignored, "Concerns clusters"),
    flag("kube-as-user", Text, Ignored, "Concerns clusters"),
    flag("kube-ca-file", Text, Ignored, "Concerns clusters"),
    flag("kube-context", Text, Ignored, "Concerns clusters"),
    flag("kube-insecure-skip-tls-verify", Bool, Ignored, "Concerns clusters"),
    flag("kube-tls-server-name", Text, Ignored, "Concerns clusters"),
    flag("kube-token", Text, Ignored, "Concerns clusters"),
    flag("kubeconfig", Text, Ignored, "Concerns clusters"),
    short('v', "v", KlogLevel, Ignored, "Concerns the log of Helm's client of clusters (klog)"),
    flag("vmodule", Text, Ignored, "As -v"),
    flag("stderrthreshold", Text, Ignored, "As -v"),
    flag("add-dir-header", KlogBool, Ignored, "As -v"),
    flag("alsologtostderr", KlogBool, Ignored, "As -v"),
    flag("log-backtrace-at", Text, Ignored, "As -v"),
    flag("log-dir", Text, Ignored, "As -v"),
    flag("log-file", Text, Ignored, "As -v"),
    flag("log-file-max-size", Text, Ignored, "As -v"),
    flag("logtostderr", KlogBool, Ignored, "As -v"),
    flag("one-output", KlogBool, Ignored, "As -v"),
    flag("skip-headers", KlogBool, Ignored, "As -v"),
    flag("skip-log-headers", KlogBool, Ignored, "As -v"),
];

/// Flags of which only one may be set, in the order in which Helm looks at them.
pub static EXCLUSIVE: [[&str; 2]; 2] = [["force", "force-conflicts"], ["force-replace", "force-conflicts"]];
