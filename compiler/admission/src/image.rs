//! References of images, as far as pull policies ask (distribution/reference: normalize.go, regexp.go; opencontainers/go-digest).

/// What `imagePullPolicy` becomes: `Always` for the tag `latest`, given or not, otherwise `IfNotPresent`; also for what is no
/// reference (kubernetes: pkg/util/parsers, pkg/apis/core/v1/defaults.go).
///
/// ```
/// use nexachart_admission::image::pull_policy;
/// assert_eq!(pull_policy("nginx"), "Always");
/// assert_eq!(pull_policy("localhost:5000/nginx:1.27"), "IfNotPresent");
/// assert_eq!(pull_policy("Nginx"), "IfNotPresent");
/// ```
pub fn pull_policy(reference: &str) -> &'static str {
    match tag(reference) {
        Some("latest") => "Always",
        _ => "IfNotPresent",
    }
}

/// The tag of a reference, `latest` if it has neither tag nor digest, `""` if it has a digest only; `None`: it is none.
fn tag(text: &str) -> Option<&str> {
    if text.len() == 64 && text.bytes().all(is_lower_hex) {
        return None;
    }
    let (domain, remainder) = match text.split_once('/') {
        Some((first, rest))
            if first == "localhost" || first.contains(['.', ':']) || first.to_lowercase() != first =>
        {
            (Some(first), rest)
        }
        _ => (None, text),
    };
    let remote = remainder.split(':').next().unwrap_or(remainder);
    if remote.to_lowercase() != remote || domain.is_some_and(|domain| !is_domain(domain)) {
        return None;
    }
    let (rest, digest) = match remainder.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest)),
        None => (remainder, None),
    };
    let (path, tag) = match rest.split_once(':') {
        Some((path, tag)) => (path, Some(tag)),
        None => (rest, None),
    };
    let length =
        if domain.is_some() || path.contains('/') { path.len() } else { path.len() + "library/".len() };
    let well_formed = path.split('/').all(is_component)
        && length <= 255
        && tag.is_none_or(is_tag)
        && digest.is_none_or(is_digest);
    match (tag, digest) {
        _ if !well_formed => None,
        (Some(tag), _) => Some(tag),
        (None, Some(_)) => Some(""),
        (None, None) => Some("latest"),
    }
}

fn is_lower_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// Names or numbers with dots, or an address in brackets, and perhaps a port.
fn is_domain(text: &str) -> bool {
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    if let Some(rest) = text.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else { return false };
        let hex = |b: u8| b.is_ascii_hexdigit() || b == b':';
        return !address.is_empty()
            && address.bytes().all(hex)
            && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port));
    }
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !name.starts_with('-')
            && !name.ends_with('-')
    };
    host.split('.').all(is_name) && port.is_none_or(is_port)
}

/// Lower-case letters and digits, with a dot, one or two underscores or any number of dashes between them.
fn is_component(text: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = text.as_bytes();
    let ends = bytes.first().copied().is_some_and(is_word) && bytes.last().copied().is_some_and(is_word);
    ends && bytes.split(|b| is_word(*b)).all(|separator| {
        matches!(separator, b"" | b"." | b"_" | b"__") || separator.iter().all(|b| *b == b'-')
    })
}

fn is_tag(text: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let mut bytes = text.bytes();
    bytes.next().is_some_and(is_word)
        && bytes.all(|b| is_word(b) || matches!(b, b'.' | b'-'))
        && text.len() <= 128
}

/// The three algorithms that kube-apiserver knows, with all their digits.
fn is_digest(text: &str) -> bool {
    let Some((algorithm, digits)) = text.split_once(':') else { return false };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return false,
    };
    digits.len() == length && digits.bytes().all(is_lower_hex)
}
