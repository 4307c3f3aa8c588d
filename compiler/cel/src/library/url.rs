//! URLs (apiserver: cel/library/urls.go, cel/url.go).

use nexachart_go::url::Url;

use super::{Call, Cost, Function, Library, Overload, Version, traversal};
use crate::fault::Fault;
use crate::kernel::url;
use crate::value::{Map, Opaque, Value};

/// URLs.
pub const LIBRARY: Library = Library { name: "urls", opaque: &[], functions: FUNCTIONS };

const SINCE: Version = Version(1, 0);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "url",
        SINCE,
        "A text as a URL; an error if it is neither absolute nor an absolute path.",
        &["url('https://example.com:80/').getHost() == 'example.com:80'"],
        &[Overload::function("string_to_url", "(string) -> kubernetes.URL", parse).cost(Cost::Of(traversal))],
    ),
    Function::new(
        "isURL",
        SINCE,
        "Whether `url` takes a text.",
        &["isURL('https://example.com/')", "isURL('/path')", "!isURL('path')"],
        &[Overload::function("is_url_string", "(string) -> bool", is_url)],
    ),
    Function::new(
        "getScheme",
        SINCE,
        "The scheme in small letters; empty if there is none.",
        &["url('HTTPS://example.com/').getScheme() == 'https'"],
        &[Overload::member("url_get_scheme", "(kubernetes.URL) -> string", |call| {
            text(call, |url| url.scheme.clone())
        })],
    ),
    Function::new(
        "getHost",
        SINCE,
        "Host and port, an IPv6 address in brackets.",
        &["url('https://[::1]:80/').getHost() == '[::1]:80'"],
        &[Overload::member("url_get_host", "(kubernetes.URL) -> string", |call| {
            text(call, |url| url.host.clone())
        })],
    ),
    Function::new(
        "getHostname",
        SINCE,
        "The host without port and brackets.",
        &["url('https://[::1]:80/').getHostname() == '::1'"],
        &[Overload::member("url_get_hostname", "(kubernetes.URL) -> string", |call| {
            text(call, |url| url.hostname().to_vec())
        })],
    ),
    Function::new(
        "getPort",
        SINCE,
        "The port; empty if there is none.",
        &["url('https://example.com:80/').getPort() == '80'", "url('/').getPort() == ''"],
        &[Overload::member("url_get_port", "(kubernetes.URL) -> string", |call| {
            text(call, |parsed| url::port(parsed).to_vec())
        })],
    ),
    Function::new(
        "getEscapedPath",
        SINCE,
        "The path, escaped.",
        &["url('https://example.com/a b/').getEscapedPath() == '/a%20b/'"],
        &[Overload::member("url_get_escaped_path", "(kubernetes.URL) -> string", |call| {
            text(call, |url| url.escaped_path().into_owned())
        })],
    ),
    Function::new(
        "getQuery",
        SINCE,
        "The query as a map of lists, resolved.",
        &["url('https://example.com/?k1=a&k2=b&k2=c').getQuery() == {'k1': ['a'], 'k2': ['b', 'c']}"],
        &[Overload::member("url_get_query", "(kubernetes.URL) -> map(string, list(string))", get_query)],
    ),
];

#[derive(Clone, Debug)]
struct UrlValue(Url);

impl Opaque for UrlValue {
    fn type_name(&self) -> &str {
        "kubernetes.URL"
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(self.0.string() == other.downcast::<UrlValue>()?.0.string())
    }

    fn canonical(&self) -> Option<String> {
        Value::text(&self.0.string()).as_str().map(str::to_owned)
    }
}

fn parse(call: &Call<'_>) -> Result<Value, Fault> {
    match url::parse(call.str(0)?) {
        Ok(url) => Ok(Value::opaque(UrlValue(url))),
        Err(error) => Err(Fault::new(format!("URL parse error during conversion from string: {error}"))),
    }
}

fn is_url(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(url::check(call.str(0)?).is_ok().into())
}

fn text(call: &Call<'_>, part: fn(&Url) -> Vec<u8>) -> Result<Value, Fault> {
    Ok(Value::text(&part(&call.opaque::<UrlValue>(0)?.0)))
}

fn get_query(call: &Call<'_>) -> Result<Value, Fault> {
    let entries = url::query(&call.opaque::<UrlValue>(0)?.0).into_iter().map(|(key, values)| {
        (Value::text(&key), Value::list(values.iter().map(|value| Value::text(value)).collect()))
    });
    Ok(Value::Map(Map::new(entries.collect())))
}
