//! What else belongs to a finding: places with a part in it, and the object that it is about.

use crate::Place;

/// A place, what is said about it, and its part in the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub place: Place,
    /// The text; may be empty.
    pub text: Vec<u8>,
    /// Its part.
    pub role: Role,
}

/// The part that a place has in a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// It is good to know of; in a trace, a call that led to the place of the finding.
    #[default]
    Note,
    /// A value that flowed into it is set there.
    Value(Box<ValueRole>),
    /// The text that a template printed is seen there ([`crate::Base::Rendered`]).
    Rendered,
}

/// A value, and the layer that set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueRole {
    /// The path of the value, as `--set` takes it: `backend.replicas`, `hosts[0]`, `annotations.a\.b/c`.
    pub path: String,
    /// The layer: `values.yaml`, `environments/prod.yaml`, `--set`.
    pub layer: String,
    /// Whether the value is not to be shown.
    pub secret: bool,
}

/// The object that a finding is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectRef {
    /// `apiVersion`
    pub api_version: String,
    /// `kind`
    pub kind: String,
    /// `metadata.namespace`; empty where the object names none.
    pub namespace: String,
    /// `metadata.name`
    pub name: String,
    /// The node in it: `spec.template.spec.containers[0].image`; empty for the object as a whole.
    pub path: String,
}

impl Label {
    /// Something that is good to know of.
    pub fn note(place: Place, text: impl Into<Vec<u8>>) -> Label {
        Label { place, text: text.into(), role: Role::Note }
    }

    /// A value that flowed into the finding, and the layer that set it.
    ///
    /// ```
    /// use nexachart_source::{Base, Label, Place};
    /// let place = Place::file(Base::Chart, b"values.yaml");
    /// let label = Label::value(place, "image.tag", "values.yaml", "set here");
    /// assert_eq!(label.as_value().unwrap().path, "image.tag");
    /// ```
    pub fn value(
        place: Place,
        path: impl Into<String>,
        layer: impl Into<String>,
        text: impl Into<Vec<u8>>,
    ) -> Label {
        let role = ValueRole { path: path.into(), layer: layer.into(), secret: false };
        Label { place, text: text.into(), role: Role::Value(Box::new(role)) }
    }

    /// Text that a template printed. Its place is [`crate::Base::Rendered`] and has the line that stands there.
    pub fn rendered(place: Place, text: impl Into<Vec<u8>>) -> Label {
        Label { place, text: text.into(), role: Role::Rendered }
    }

    /// The same, where a value is not to be shown.
    pub fn kept_secret(mut self) -> Label {
        if let Role::Value(value) = &mut self.role {
            value.secret = true;
        }
        self
    }

    /// The value, if it is one.
    pub fn as_value(&self) -> Option<&ValueRole> {
        match &self.role {
            Role::Value(value) => Some(value),
            Role::Note | Role::Rendered => None,
        }
    }
}
