//! URLs as CEL takes them: absolute ones. Go: apiserver cel/library/urls.go, net/url.

use nexachart_go::url::{Part, Url, unescape};

/// Takes an absolute URL, or a path that begins with a slash, apart.
///
/// ```
/// use nexachart_cel::kernel::url::{parse, port, query};
/// let url = parse("https://example.com:80/a b?k=1&k=2&x")?;
/// assert_eq!((&*url.escaped_path(), port(&url)), (&b"/a%20b"[..], &b"80"[..]));
/// assert_eq!(query(&url)[0], (b"k".to_vec(), vec![b"1".to_vec(), b"2".to_vec()]));
/// assert_eq!(parse("a/b").unwrap_err(), r#"parse "a/b": invalid URI for request"#);
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// Go's text: of `url.ParseRequestURI`, which is strict, else of `url.Parse`, which knows fragments.
pub fn parse(text: &str) -> Result<Url, String> {
    check(text)?;
    Url::parse(text.as_bytes()).map_err(|error| error.to_string())
}

/// Whether it is what OpenAPI's format `uri` wants. Go: `url.ParseRequestURI`.
///
/// # Errors
/// Go's text.
pub fn check(text: &str) -> Result<(), String> {
    Url::parse_request(text.as_bytes()).map(drop).map_err(|error| error.to_string())
}

/// The port without its colon, if it is a number. Go: `URL.Port`.
pub fn port(url: &Url) -> &[u8] {
    let Some(colon) = url.host.iter().rposition(|byte| *byte == b':') else { return b"" };
    let port = &url.host[colon + 1..];
    if port.iter().all(u8::is_ascii_digit) { port } else { b"" }
}

/// A key of a query with its values.
pub type Parameter = (Vec<u8>, Vec<Vec<u8>>);

/// The most parameters of a query. Go: net/url, `urlmaxqueryparams`.
const MOST_PARAMETERS: usize = 10_000;

/// The keys and values of the query in the order in which keys come first. What is not well formed is left out;
/// so are all if there are more than ten thousand. Go: `URL.Query`.
pub fn query(url: &Url) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut places = std::collections::HashMap::new();
    let parts = || url.raw_query.split(|byte| *byte == b'&');
    if parts().count() > MOST_PARAMETERS {
        return parameters;
    }
    for part in parts().filter(|part| !part.is_empty() && !part.contains(&b';')) {
        let equals = part.iter().position(|byte| *byte == b'=');
        let (key, value) = match equals {
            Some(at) => (&part[..at], &part[at + 1..]),
            None => (part, &b""[..]),
        };
        let (Ok(key), Ok(value)) =
            (unescape(key, Part::QueryComponent), unescape(value, Part::QueryComponent))
        else {
            continue;
        };
        let place = *places.entry(key.to_vec()).or_insert_with(|| {
            parameters.push((key.to_vec(), Vec::new()));
            parameters.len() - 1
        });
        parameters[place].1.push(value.into_owned());
    }
    parameters
}
