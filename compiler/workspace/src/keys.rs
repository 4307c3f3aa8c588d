//! The keys of nexachart.yaml: the one table from which the file is checked (`check.rs`), read, and described
//! as a JSON schema ([`crate::json_schema`]).

/// A key of a mapping.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What stands behind it.
    pub shape: Shape,
    /// What it is for, in a sentence or two of Markdown.
    pub doc: &'static str,
    /// Whether it has to be there.
    pub required: bool,
}

/// What may stand at a place of the file.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A text, as it is written: `1.30` is those four characters.
    Text(Text),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Any number of these.
    List(&'static Shape),
    /// These by names of the user's; what the names are.
    Map(&'static str, &'static Shape),
    /// These keys. Nothing stands for none of them, where none is required.
    Object(&'static [Key]),
    /// The first where a scalar stands, else the second.
    Either(&'static Shape, &'static Shape),
}

/// What a text has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// Anything but nothing.
    Any,
    /// A path from the folder of nexachart.yaml.
    Path,
    /// A part of a file's name, and of the name of a target.
    Name,
    /// A version of Kubernetes.
    KubernetesVersion,
    /// `YYYY-MM-DD`
    Date,
}

/// The severities that a finding can be given.
pub const SEVERITIES: &[&str] = &["off", "info", "warning", "error"];

const fn key(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, shape, doc, required: false }
}

const fn required(key: Key) -> Key {
    Key { required: true, ..key }
}

const ANY: Shape = Shape::Text(Text::Any);
const PATH: Shape = Shape::Text(Text::Path);
const NAME: Shape = Shape::Text(Text::Name);
const PATHS: Shape = Shape::List(&PATH);

/// nexachart.yaml
pub static WORKSPACE: &[Key] = &[
    key(
        "charts",
        Shape::List(&Shape::Either(&PATH, &Shape::Object(CHART))),
        "The charts: folders, patterns such as `charts/*`, or mappings that say more. Without it: the folder itself \
         if it is a chart, else `charts/*`.",
    ),
    key(
        "environments",
        Shape::Map("environment", &Shape::Object(SETTINGS)),
        "The environments, beside those that have files (`environments/<environment>.yaml` here or in a chart).",
    ),
    key(
        "packs",
        PATHS,
        "Policy packs: names of bundled ones, or folders. Without it: `policies/*`. Used by `check`.",
    ),
    SEVERITIES_KEY,
    key(
        "schemas",
        PATHS,
        "Files and folders with CRDs, for the kinds that Kubernetes does not have. Used by `check`.",
    ),
    key("golden", Shape::Object(GOLDEN), "The expected manifests."),
    key("exemptions", Shape::List(&Shape::Object(EXEMPTION)), "Findings that are accepted. Used by `check`."),
    key(
        "lists",
        Shape::Map("path of values", &Shape::Either(&Shape::Choice(&["append"]), &Shape::Object(LIST))),
        "How lists in values are merged: a path such as `backend.env`, and `append`, or `by:` a key that names the items. \
         Without it a list takes the place of the one below it, as in Helm.",
    ),
];

const RELEASE: Key = key("release", ANY, "The name of the release. Without it: the name of the chart.");
const NAMESPACE: Key = key("namespace", ANY, "The namespace of the release. Without it: `default`.");
const KUBERNETES: Key = key(
    "kubernetesVersion",
    Shape::Text(Text::KubernetesVersion),
    "The Kubernetes version that templates see in `.Capabilities.KubeVersion`.",
);
const API_VERSIONS: Key = key(
    "apiVersions",
    Shape::List(&ANY),
    "API versions that templates see in `.Capabilities.APIVersions`, beside the default ones.",
);
const SEVERITIES_KEY: Key = key(
    "severities",
    Shape::Map("pack, or pack/policy", &Shape::Choice(SEVERITIES)),
    "How bad findings of a pack or a policy are. Used by `check`.",
);

/// What can be said of an environment, and of a chart in one.
static SETTINGS: &[Key] = &[
    RELEASE,
    NAMESPACE,
    KUBERNETES,
    API_VERSIONS,
    key(
        "values",
        PATHS,
        "Values files, in order: the last one wins. They take the place of `environments/<environment>.yaml`.",
    ),
    SEVERITIES_KEY,
];

static CHART: &[Key] = &[
    required(key("path", PATH, "The folder of the chart, or a pattern for several.")),
    key("name", NAME, "The name of the chart in this workspace. Without it: that of its Chart.yaml."),
    key(
        "environments",
        Shape::List(&NAME),
        "The environments that it is for. Without it: those of its own files, else all.",
    ),
    RELEASE,
    NAMESPACE,
    KUBERNETES,
    API_VERSIONS,
    key("values", PATHS, "Values files for all its environments, over those of the environment."),
    SEVERITIES_KEY,
    key(
        "perEnvironment",
        Shape::Map("environment", &Shape::Object(SETTINGS)),
        "What differs in an environment, for this chart alone.",
    ),
];

static GOLDEN: &[Key] = &[
    key("path", PATH, "Where they are. Without it: `golden/<chart>/<environment>.yaml`."),
    key(
        "secrets",
        Shape::Choice(&["mask", "keep"]),
        "Whether the values of Secrets are masked in them. Without it: `mask`.",
    ),
];

static EXEMPTION: &[Key] = &[
    required(key("policy", ANY, "The policy, or the code of the finding.")),
    key("target", ANY, "The target: `chart/environment`, `chart`, or `*/environment`. Without it: all."),
    key("object", ANY, "The object: `Kind/name`, or `Kind/namespace/name`."),
    key("container", ANY, "The container."),
    key("path", ANY, "The path of the field in the object."),
    required(key("reason", ANY, "Why it is accepted.")),
    key("owner", ANY, "Who answers for it."),
    key("expires", Shape::Text(Text::Date), "The day from which on it counts no more: `2027-01-31`."),
];

static LIST: &[Key] = &[required(key("by", ANY, "The key that names the items: `name`."))];
