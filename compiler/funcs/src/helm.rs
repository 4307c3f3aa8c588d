//! Helm's functions around templates and the cluster.

use nexachart_go::strconv;
use nexachart_source::Budget;
use nexachart_template::{Call, Effect, Error, Fault, Func, Origin};
use nexachart_value::{Map, Str, Type, Value};

use crate::State;

pub static FUNCS: &[Func] = &[
    Func::new("include", &[Type::String, Type::Any], Type::String, |c, a| include(c, a.string(0), a.any(1)))
        .origin(Origin::Helm)
        .effect(Effect::Templates)
        .doc(
            "The output of the named template, executed with the second argument as dot. A name may be included within itself 1,000 times.",
            &[("{{ define \"a\" }}<{{ . }}>{{ end }}{{ include \"a\" 1 }}", "<1>")],
        ),
    Func::new("tpl", &[Type::String, Type::Any], Type::String, |c, a| tpl(c, &a.string(0), a.any(1)))
        .origin(Origin::Helm)
        .effect(Effect::Templates)
        .doc(
            "The output of a text that is itself a template, executed with the second argument as dot.",
            &[("{{ tpl \"a{{ . }}\" 1 }}", "a1")],
        ),
    Func::new("lookup", &[Type::String, Type::String, Type::String, Type::String], Type::MAP, |_, _| Ok(Map::empty().into()))
        .origin(Origin::Helm)
        .effect(Effect::Cluster)
        .doc(
            "An object of the cluster, by API version, kind, namespace and name. Without a cluster, an empty map.",
            &[("{{ lookup \"v1\" \"Secret\" \"ns\" \"a\" }}", "map[]")],
        ),
    Func::new("getHostByName", &[Type::String], Type::String, |c, a| Ok(host_by_name(c, a.str(0)).into()))
        .effect(Effect::Network)
        .doc("An address of a host. An empty text unless DNS was allowed.", &[("{{ getHostByName \"localhost\" }}", "")]),
];

fn include(call: &mut dyn Call, name: Str, data: &Value) -> Result<Value, Error> {
    // Helm: engine.go recursionMaxNums.
    let most = call.budgets()[Budget::IncludeDepth];
    if let Some(state) = State::of(call) {
        let depth = state.including.entry(name.clone()).or_default();
        if u64::from(*depth) > most {
            let cause = Error::new("unable to execute template");
            let text = [b"rendering template has a nested reference name: ", &*name, b": ", cause.message()]
                .concat();
            return Err(Error::wrap(text, cause).about(Budget::IncludeDepth));
        }
        *depth += 1;
    }
    let result = call.execute_template(&name, data.clone());
    if let Some(depth) = State::of(call).and_then(|state| state.including.get_mut(&*name)) {
        *depth -= 1;
    }
    result.map(Value::from)
}

fn tpl(call: &mut dyn Call, text: &Str, data: &Value) -> Result<Value, Error> {
    let failed = |what: &str, cause: Error| {
        let text =
            [what.as_bytes(), b" ", &strconv::quote(text).into_bytes(), b": ", cause.message()].concat();
        Error::wrap(text, cause)
    };
    match call.execute_text(text, data.clone()) {
        Ok(Ok(output)) => Ok(without_no_value(output).into()),
        Ok(Err(error)) if error.is_budget() || error.is_final() => Err(error),
        Ok(Err(error)) => Err(failed("error during tpl function execution for", error)),
        Err(error) => {
            let budget = Budget::told_in(&String::from_utf8_lossy(&error.text));
            let cause = Error::new(error.text).because(Fault::Text(error.fault));
            let failed = failed("cannot parse template", cause);
            Err(match budget {
                Some(budget) => failed.about(budget),
                None => failed,
            })
        }
    }
}

/// A rendered text without Go's words for a missing value, wherever they come from
/// (Helm: engine.go, "Work around the issue where Go will emit `<no value>`").
pub fn without_no_value(text: Vec<u8>) -> Vec<u8> {
    const WORDS: &[u8] = b"<no value>";
    let Some(first) = memchr::memmem::find(&text, WORDS) else { return text };
    let mut out = text[..first].to_vec();
    let mut rest = &text[first + WORDS.len()..];
    while let Some(i) = memchr::memmem::find(rest, WORDS) {
        out.extend_from_slice(&rest[..i]);
        rest = &rest[i + WORDS.len()..];
    }
    out.extend_from_slice(rest);
    out
}

fn host_by_name(call: &mut dyn Call, name: &[u8]) -> Vec<u8> {
    State::of(call).map(|state| state.outside.address(name)).unwrap_or_default()
}
