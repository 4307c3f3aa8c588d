//! What a Kubernetes API server makes of a submitted object before policies judge it, without a server.
//!
//! A policy does not see the manifest. kube-apiserver (1.36.3) reads it into a Go struct, sets defaults,
//! converts it to its internal form, runs the admission plugins that change objects, allocates what a cluster allocates,
//! prepares it for being stored, converts it back and writes the struct as JSON: fields of zero value vanish, empty structs appear,
//! quantities have their canonical form. [`Admission::admit`] does that; [`Admission::store`] goes on to what a client gets back.
//!
//! The Go types are a table (`types.txt`) that `generate/main.go` makes of the types themselves. Custom resources have no
//! Go type; of all this they get a namespace and a generation.

mod autoscaling;
mod conversion;
mod create;
mod decode;
mod defaults;
mod encode;
pub mod image;
mod node;
mod plugins;
mod quantity;
mod resources;
mod template;
mod types;
mod warnings;

pub use autoscaling::convert;
pub use node::{Node, Object, Text};
pub use types::{Kind, Types};

use types::Struct;

/// Creates objects in one namespace.
#[derive(Clone, Debug)]
pub struct Admission {
    /// The namespace of the request; objects of namespaced kinds get it.
    pub namespace: String,
    /// What the cluster would draw.
    pub generated: Generated,
}

/// Values that a cluster draws at each request. Here they are given, so that the same object always becomes the same.
#[derive(Clone, Debug)]
pub struct Generated {
    /// `metadata.uid`.
    pub uid: String,
    /// The time of the request, RFC 3339 in UTC.
    pub now: String,
    /// What is put behind `generateName` and the name of the token's volume: five letters.
    pub suffix: String,
    /// The address of a Service that asks for none.
    pub cluster_ip: String,
    /// Each node port of a Service that asks for one and does not say which.
    pub node_port: Node,
}

impl Default for Generated {
    fn default() -> Generated {
        Generated {
            uid: "00000000-0000-4000-8000-000000000000".into(),
            now: "2026-01-01T00:00:00Z".into(),
            suffix: "xxxxx".into(),
            cluster_ip: "10.96.0.1".into(),
            node_port: Node::Int(30000),
        }
    }
}

/// The API server refuses the object before any policy sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The HTTP status.
    pub code: u16,
    /// Its reason: `BadRequest`, `Invalid`, `Forbidden`.
    pub reason: &'static str,
    /// The text.
    pub message: String,
}

impl Admission {
    /// What validating policies see as `object` when this object is created.
    ///
    /// ```
    /// use nexachart_admission::{Admission, Generated, Node, Object};
    /// let object = Object::of([
    ///     ("apiVersion", "v1".into()),
    ///     ("kind", "ConfigMap".into()),
    ///     ("metadata", Object::of([("name", "a".into()), ("labels", Object::new().into())]).into()),
    ///     ("imutable", true.into()),
    /// ]);
    /// let admission = Admission { namespace: "default".into(), generated: Generated::default() };
    /// let admitted = admission.admit(object)?;
    /// assert_eq!(admitted.map("metadata").unwrap().text("namespace"), "default");
    /// assert!(!admitted.has("imutable"));
    /// # Ok::<(), nexachart_admission::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// What the API server answers to an object that does not fit its Go type, and to some that the plugins refuse.
    pub fn admit(&self, object: Object) -> Result<Object, Rejection> {
        self.admit_telling(object, &mut Vec::new())
    }

    /// As [`Admission::admit`]; what the API server tells the client of the object goes to `warnings`.
    ///
    /// # Errors
    /// As [`Admission::admit`].
    pub fn admit_telling(&self, object: Object, warnings: &mut Vec<String>) -> Result<Object, Rejection> {
        let types = Types::bundled();
        match types.kind(object.text("apiVersion"), object.text("kind")) {
            Some(kind) => {
                let body = types.get(kind.body);
                let object = self.typed(types, kind, body, object, warnings)?;
                let mut object = encode::encode(types, body, object);
                warnings.extend(warnings::of(body.name, &mut object));
                Ok(object)
            }
            None => Ok(self.custom(object)),
        }
    }

    /// What the API server answers to the request when no policy is against it: the object, stored and read again.
    ///
    /// # Errors
    /// As [`Admission::admit`].
    pub fn store(&self, object: Object) -> Result<Object, Rejection> {
        let types = Types::bundled();
        match types.kind(object.text("apiVersion"), object.text("kind")) {
            Some(kind) => {
                let body = types.get(kind.body);
                let mut object = self.typed(types, kind, body, object, &mut Vec::new())?;
                encode::stored(types, body, &mut object);
                defaults::apply(types, body, &mut object);
                conversion::read(body.name, &mut object);
                Ok(encode::encode(types, body, object))
            }
            None => Ok(encode::stored_json(self.custom(object))),
        }
    }

    fn typed(
        &self,
        types: &Types,
        kind: Kind,
        body: &'static Struct,
        object: Object,
        warnings: &mut Vec<String>,
    ) -> Result<Object, Rejection> {
        let version = object.text("apiVersion").rsplit('/').next().unwrap_or_default().to_string();
        let mut object = decode::decode(types, body, object).map_err(|error| {
            let name = body.name.rsplit('.').next().unwrap_or_default();
            let message = format!("{name} in version \"{version}\" cannot be handled as a {name}: {error}");
            Rejection { code: 400, reason: "BadRequest", message }
        })?;
        let sharing = create::Sharing::of(&object);
        defaults::apply(types, body, &mut object);
        conversion::inward(body.name, &mut object)?;
        create::fresh(&mut object);
        if kind.namespaced {
            object.map_or_new("metadata").default("namespace", self.namespace.clone());
        }
        plugins::admit(body.name, &mut object, self)?;
        create::prepare(body.name, &mut object, self, sharing, warnings);
        conversion::outward(body.name, &mut object);
        Ok(object)
    }

    /// apiextensions-apiserver: pkg/registry/customresource/strategy.go.
    fn custom(&self, mut object: Object) -> Object {
        create::fresh(&mut object);
        let metadata = object.map_or_new("metadata");
        if !self.namespace.is_empty() {
            metadata.default("namespace", self.namespace.clone());
        }
        create::identify(metadata, &self.generated);
        metadata.set("generation", 1);
        object
    }
}
