//! Hooks: manifests that run at a point of a release's life.

use crate::Head;

/// The annotation that makes a manifest a hook.
const ANNOTATION: &[u8] = b"helm.sh/hook";

/// A manifest that is a hook.
#[derive(Clone, Debug)]
pub struct Hook {
    /// The template that printed it.
    pub path: Vec<u8>,
    /// The document.
    pub content: Vec<u8>,
    /// What it says of itself.
    pub head: Head,
    /// When it runs.
    pub events: Vec<Event>,
}

/// When a hook runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// `pre-install`
    PreInstall,
    /// `post-install`
    PostInstall,
    /// `pre-delete`
    PreDelete,
    /// `post-delete`
    PostDelete,
    /// `pre-upgrade`
    PreUpgrade,
    /// `post-upgrade`
    PostUpgrade,
    /// `pre-rollback`
    PreRollback,
    /// `post-rollback`
    PostRollback,
    /// `test`, and `test-success` of Helm 2
    Test,
}

impl Hook {
    /// Whether it is a test.
    pub fn is_test(&self) -> bool {
        self.events.contains(&Event::Test)
    }
}

/// What the annotations make of a manifest.
pub(crate) enum Role<'a> {
    Generic,
    Hook(Vec<Event>),
    /// It names an event that does not exist, in this annotation: Helm drops such a manifest.
    Unknown(&'a [u8]),
}

pub(crate) fn role(head: &Head) -> Role<'_> {
    let Some(types) = head.annotation(ANNOTATION) else { return Role::Generic };
    match types.split(|&b| b == b',').map(event).collect() {
        Some(events) => Role::Hook(events),
        None => Role::Unknown(types),
    }
}

fn event(name: &[u8]) -> Option<Event> {
    Some(match name.trim_ascii().to_ascii_lowercase().as_slice() {
        b"pre-install" => Event::PreInstall,
        b"post-install" => Event::PostInstall,
        b"pre-delete" => Event::PreDelete,
        b"post-delete" => Event::PostDelete,
        b"pre-upgrade" => Event::PreUpgrade,
        b"post-upgrade" => Event::PostUpgrade,
        b"pre-rollback" => Event::PreRollback,
        b"post-rollback" => Event::PostRollback,
        b"test" | b"test-success" => Event::Test,
        _ => return None,
    })
}
