//! Asking whether somebody may do something (apiserver: cel/library/authz.go). Who answers is given with the data: see
//! [`Authorizer`].

use std::sync::Arc;

use super::{Call, Cost, Function, Library, Overload, Version, text_cost};
use crate::fault::Fault;
use crate::kernel::named_format::NamedFormat;
use crate::value::{Opaque, Value};

/// Authorization.
pub const LIBRARY: Library = Library { name: "authz", opaque: &[], functions: FUNCTIONS };

const SINCE: Version = Version(1, 27);

const RESOURCE: &str =
    "(kubernetes.authorization.ResourceCheck, string) -> kubernetes.authorization.ResourceCheck";

const FUNCTIONS: &[Function] = &[
    Function::new(
        "path",
        SINCE,
        "A check of a path that is no resource: `authorizer.path('/healthz')`.",
        &[],
        &[Overload::member(
            "authorizer_path",
            "(kubernetes.authorization.Authorizer, string) -> kubernetes.authorization.PathCheck",
            path,
        )],
    ),
    Function::new(
        "group",
        SINCE,
        "A check of an API group: `authorizer.group('apps')`.",
        &[],
        &[Overload::member(
            "authorizer_group",
            "(kubernetes.authorization.Authorizer, string) -> kubernetes.authorization.GroupCheck",
            group,
        )],
    ),
    Function::new(
        "serviceAccount",
        SINCE,
        "The same for a service account: `authorizer.serviceAccount('default', 'builder')`.",
        &[],
        &[Overload::member(
            "authorizer_serviceaccount",
            "(kubernetes.authorization.Authorizer, string, string) -> kubernetes.authorization.Authorizer",
            service_account,
        )],
    ),
    Function::new(
        "resource",
        SINCE,
        "A check of a resource of a group: `authorizer.group('apps').resource('deployments')`.",
        &[],
        &[Overload::member(
            "groupcheck_resource",
            "(kubernetes.authorization.GroupCheck, string) -> kubernetes.authorization.ResourceCheck",
            resource,
        )],
    ),
    Function::new(
        "subresource",
        SINCE,
        "The check of a subresource.",
        &[],
        &[Overload::member("resourcecheck_subresource", RESOURCE, |call| {
            with(call, |check, text| check.subresource = text)
        })],
    ),
    Function::new(
        "namespace",
        SINCE,
        "The check in a namespace.",
        &[],
        &[Overload::member("resourcecheck_namespace", RESOURCE, |call| {
            with(call, |check, text| check.namespace = text)
        })],
    ),
    Function::new(
        "name",
        SINCE,
        "The check of one object.",
        &[],
        &[Overload::member("resourcecheck_name", RESOURCE, |call| {
            with(call, |check, text| check.name = text)
        })],
    ),
    Function::new(
        "check",
        SINCE,
        "The answer for a verb: `.check('create')`.",
        &[],
        &[
            Overload::member(
                "pathcheck_check",
                "(kubernetes.authorization.PathCheck, string) -> kubernetes.authorization.Decision",
                check,
            )
            .cost(Cost::Fixed(350_000)),
            Overload::member(
                "resourcecheck_check",
                "(kubernetes.authorization.ResourceCheck, string) -> kubernetes.authorization.Decision",
                check,
            )
            .cost(Cost::Fixed(350_000)),
        ],
    )
    .unresolved_cost(Cost::Fixed(350_000)),
    Function::new(
        "errored",
        SINCE,
        "Whether there is no answer.",
        &[],
        &[Overload::member("decision_errored", "(kubernetes.authorization.Decision) -> bool", |call| {
            Ok(decision(call)?.error.is_some().into())
        })],
    ),
    Function::new(
        "error",
        SINCE,
        "Why there is no answer; empty if there is one.",
        &[],
        &[Overload::member("decision_error", "(kubernetes.authorization.Decision) -> string", |call| {
            Ok(decision(call)?.error.clone().unwrap_or_default().into())
        })],
    ),
    Function::new(
        "allowed",
        SINCE,
        "Whether the answer is yes.",
        &[],
        &[Overload::member("decision_allowed", "(kubernetes.authorization.Decision) -> bool", |call| {
            Ok(decision(call)?.allowed.into())
        })],
    ),
    Function::new(
        "reason",
        SINCE,
        "Why the answer is as it is.",
        &[],
        &[Overload::member("decision_reason", "(kubernetes.authorization.Decision) -> string", |call| {
            Ok(decision(call)?.reason.clone().into())
        })],
    ),
    Function::new(
        "fieldSelector",
        Version(1, 31),
        "The check of objects whose fields a selector selects.",
        &[],
        &[Overload::member("authorizer_fieldselector", RESOURCE, |call| {
            with(call, |check, text| check.field_selector = text)
        })
        .cost(Cost::Of(selector_cost))],
    ),
    Function::new(
        "labelSelector",
        Version(1, 31),
        "The check of objects whose labels a selector selects.",
        &[],
        &[Overload::member("authorizer_labelselector", RESOURCE, |call| {
            with(call, |check, text| check.label_selector = text)
        })
        .cost(Cost::Of(selector_cost))],
    ),
];

/// Answers questions about what users may do.
pub trait Authorizer: std::fmt::Debug + Send + Sync {
    /// The answer for a user who wants to do `verb` to a target.
    fn decide(&self, user: &User, verb: &str, target: &Target) -> Decision;
}

/// Who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// The name.
    pub name: String,
    /// The groups.
    pub groups: Vec<String>,
}

impl User {
    /// The user that a service account is (Go: `serviceaccount.ServiceAccountInfo`).
    pub fn service_account(namespace: &str, name: &str) -> User {
        let groups = vec!["system:serviceaccounts".to_owned(), format!("system:serviceaccounts:{namespace}")];
        User { name: format!("system:serviceaccount:{namespace}:{name}"), groups }
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A path that is no resource.
    Path(String),
    /// A resource.
    Resource(ResourceTarget),
}

/// A resource; what is empty is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceTarget {
    /// The API group.
    pub group: String,
    /// The resource, such as `pods`.
    pub resource: String,
    /// The subresource.
    pub subresource: String,
    /// The namespace.
    pub namespace: String,
    /// The object's name.
    pub name: String,
    /// Which fields objects have.
    pub field_selector: String,
    /// Which labels objects have.
    pub label_selector: String,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Whether it is yes.
    pub allowed: bool,
    /// Why.
    pub reason: String,
    /// Why there is none.
    pub error: Option<String>,
}

/// The value of the variable `authorizer`.
pub fn authorizer(answers: Arc<dyn Authorizer>, user: User) -> Value {
    Value::opaque(Asker { answers, user })
}

/// The value of `authorizer.requestResource`: the check of the resource of a request.
pub fn resource_check(answers: Arc<dyn Authorizer>, user: User, target: ResourceTarget) -> Value {
    Value::opaque(Check { asker: Asker { answers, user }, target: Target::Resource(target) })
}

#[derive(Clone, Debug)]
struct Asker {
    answers: Arc<dyn Authorizer>,
    user: User,
}

#[derive(Clone, Debug)]
struct Group {
    asker: Asker,
    group: String,
}

#[derive(Clone, Debug)]
struct Check {
    asker: Asker,
    target: Target,
}

/// None of these values can be compared: Go's `Equal` of them knows no type but their common part.
macro_rules! never_equal {
    ($type:ty, $self:ident => $name:expr) => {
        impl Opaque for $type {
            fn type_name(&$self) -> &str {
                $name
            }

            fn equals(&self, _other: &Value) -> Option<bool> {
                None
            }
        }
    };
}

never_equal!(Asker, self => "kubernetes.authorization.Authorizer");
never_equal!(Group, self => "kubernetes.authorization.GroupCheck");
never_equal!(Decision, self => "kubernetes.authorization.Decision");
never_equal!(Check, self => match self.target {
    Target::Path(_) => "kubernetes.authorization.PathCheck",
    Target::Resource(_) => "kubernetes.authorization.ResourceCheck",
});

/// Reading a selector: 10 for the list, and 50 for each two characters.
fn selector_cost(args: &[Value], _result: &Value) -> u64 {
    let length = args.get(1).map_or(1, Value::plain_size);
    10 + text_cost(length as f64) + length.div_ceil(2) * 50
}

/// A text that is not blank.
fn filled<'a>(call: &'a Call<'_>, what: &str) -> Result<&'a str, Fault> {
    let text = call.str(1)?;
    match nexachart_go::strings::trim_space(text.as_bytes()).is_empty() {
        true => Err(Fault::new(format!("{what} must not be empty"))),
        false => Ok(text),
    }
}

fn path(call: &Call<'_>) -> Result<Value, Fault> {
    let asker = call.opaque::<Asker>(0)?.clone();
    Ok(Value::opaque(Check { asker, target: Target::Path(filled(call, "path")?.to_owned()) }))
}

fn group(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::opaque(Group { asker: call.opaque::<Asker>(0)?.clone(), group: call.str(1)?.to_owned() }))
}

fn service_account(call: &Call<'_>) -> Result<Value, Fault> {
    let asker = call.opaque::<Asker>(0)?;
    let (namespace, name) = (call.str(1)?, call.str(2)?);
    let is = |format: &str, text: &str| {
        NamedFormat::named(format).is_some_and(|format| format.validate(text).is_empty())
    };
    if !is("dns1123Subdomain", name) {
        return Err(Fault::new("Invalid service account name"));
    }
    if !is("dns1123Label", namespace) {
        return Err(Fault::new("Invalid service account namespace"));
    }
    Ok(authorizer(Arc::clone(&asker.answers), User::service_account(namespace, name)))
}

fn resource(call: &Call<'_>) -> Result<Value, Fault> {
    let Group { asker, group } = call.opaque::<Group>(0)?.clone();
    let resource = filled(call, "resource")?.to_owned();
    let target = Target::Resource(ResourceTarget { group, resource, ..ResourceTarget::default() });
    Ok(Value::opaque(Check { asker, target }))
}

fn with(call: &Call<'_>, set: fn(&mut ResourceTarget, String)) -> Result<Value, Fault> {
    let mut check = call.opaque::<Check>(0)?.clone();
    match &mut check.target {
        Target::Resource(target) => set(target, call.str(1)?.to_owned()),
        Target::Path(_) => return Err(Fault::no_such_overload()),
    }
    Ok(Value::opaque(check))
}

fn check(call: &Call<'_>) -> Result<Value, Fault> {
    let Check { asker, target } = call.opaque::<Check>(0)?;
    Ok(Value::opaque(asker.answers.decide(&asker.user, call.str(1)?, target)))
}

fn decision<'a>(call: &'a Call<'_>) -> Result<&'a Decision, Fault> {
    call.opaque::<Decision>(0)
}
