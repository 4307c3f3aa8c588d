//! URLs (Sprig: url.go; Go: net/url).

use nexachart_go::url::{Url, Userinfo};
use nexachart_template::{Error, Func, Reads};
use nexachart_value::{Kind, Map, Type, Value};

pub static FUNCS: &[Func] = &[
    Func::new("urlParse", &[Type::String], Type::MAP, |_, a| parse(a.str(0))).doc(
        "The parts of a URL: scheme, host, hostname, path, query, opaque, fragment and userinfo. What is no URL is an error.",
        &[("{{ (urlParse \"https://a.b:80/c?d=e\").hostname }}", "a.b")],
    ),
    Func::new("urlJoin", &[Type::MAP], Type::String, |_, a| join(&a.map(0))).reads(Reads::All).doc(
        "A URL of such parts.",
        &[("{{ urlJoin (dict \"scheme\" \"https\" \"host\" \"a.b\" \"path\" \"/c\") }}", "https://a.b/c")],
    ),
];

fn parse(text: &[u8]) -> Result<Value, Error> {
    let url = Url::parse(text)
        .map_err(|e| Error::new([b"unable to parse url: ", e.to_string().as_bytes()].concat()))?;
    let userinfo = url.user.as_ref().map(Userinfo::string).unwrap_or_default();
    let parts = [
        ("scheme", url.scheme.clone()),
        ("host", url.host.clone()),
        ("hostname", url.hostname().to_vec()),
        ("path", url.path.clone()),
        ("query", url.raw_query.clone()),
        ("opaque", url.opaque.clone()),
        ("fragment", url.fragment.clone()),
        ("userinfo", userinfo),
    ];
    Ok(Value::map(parts.map(|(key, value)| (key, Value::from(value)))))
}

fn join(parts: &Map) -> Result<Value, Error> {
    let mut url = Url {
        scheme: part(parts, "scheme")?,
        host: part(parts, "host")?,
        path: part(parts, "path")?,
        raw_query: part(parts, "query")?,
        opaque: part(parts, "opaque")?,
        fragment: part(parts, "fragment")?,
        ..Url::default()
    };
    let userinfo = part(parts, "userinfo")?;
    if !userinfo.is_empty() {
        let text = [b"proto://", &*userinfo, b"@host"].concat();
        let parsed = Url::parse(&text).map_err(|e| {
            Error::new([b"unable to parse userinfo in dict: ", e.to_string().as_bytes()].concat())
        })?;
        url.user = parsed.user;
    }
    Ok(url.string().into())
}

fn part(parts: &Map, key: &str) -> Result<Vec<u8>, Error> {
    match parts.get(key.as_bytes()) {
        None => Ok(Vec::new()),
        Some(Value::String(s)) => Ok(s.to_vec()),
        Some(Value::Nil) => Err(crate::convert::NIL_DEREFERENCE.into()),
        Some(other) => match other.kind() {
            Kind::String => Ok(crate::convert::text(&other.underlying())),
            kind => {
                Err(format!("unable to parse {key} key, must be of type string, but {kind} found").into())
            }
        },
    }
}
