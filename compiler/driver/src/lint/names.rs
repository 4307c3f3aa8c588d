//! Which names objects may have (Go: k8s.io/apimachinery/pkg/util/validation, pkg/api/validate/content).

use nexachart_go::strconv::quote;

/// A kind of name: how long it may be, what is to be said of others.
struct Form {
    most: usize,
    message: &'static str,
    pattern: &'static str,
    examples: &'static str,
}

const LABEL: Form = Form {
    most: 63,
    message: "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
    pattern: "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
    examples: "'my-name',  or '123-abc', ",
};

const SUBDOMAIN: Form = Form {
    most: 253,
    message: "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    pattern: "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
    examples: "'example.com', ",
};

const LABEL_1035: Form = Form {
    most: 63,
    message: "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
    pattern: "[a-z]([-a-z0-9]*[a-z0-9])?",
    examples: "'my-name',  or 'abc-123', ",
};

/// What is wrong with the name of an object of a kind, in Helm's words (Helm: rules/template.go validateMetadataName).
pub(super) fn check(kind: &[u8], name: &[u8]) -> Result<(), String> {
    let mut wrong = match kind.to_ascii_lowercase().as_slice() {
        b"certificatesigningrequest" => Vec::new(),
        b"service" => label(name, &LABEL_1035, is_label_1035(name)),
        b"namespace" => match is_label(name) {
            false if is_subdomain(name) => {
                let mut wrong = too_long(name, &LABEL);
                wrong.push("must not contain dots".into());
                wrong
            }
            fits => label(name, &LABEL, fits),
        },
        b"role" | b"clusterrole" | b"rolebinding" | b"clusterrolebinding" => path_segment(name),
        _ => label(name, &SUBDOMAIN, is_subdomain(name)),
    };
    let quoted = quote(name);
    wrong.iter_mut().for_each(|why| *why = format!("metadata.name: Invalid value: {quoted}: {why}"));
    let all = match &wrong[..] {
        [] => return Ok(()),
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    Err(format!("object name does not conform to Kubernetes naming requirements: {quoted}: {all}"))
}

fn too_long(name: &[u8], form: &Form) -> Vec<String> {
    let text = || format!("must be no more than {} bytes", form.most);
    if name.len() > form.most { vec![text()] } else { Vec::new() }
}

fn label(name: &[u8], form: &Form, fits: bool) -> Vec<String> {
    let mut wrong = too_long(name, form);
    if !fits {
        let Form { message, pattern, examples, .. } = form;
        wrong.push(format!("{message} (e.g. {examples}regex used for validation is '{pattern}')"));
    }
    wrong
}

fn path_segment(name: &[u8]) -> Vec<String> {
    if matches!(name, b"." | b"..") {
        return vec![format!("may not be '{}'", String::from_utf8_lossy(name))];
    }
    let not = ["/", "%"].into_iter().filter(|part| name.contains(&part.as_bytes()[0]));
    not.map(|part| format!("may not contain '{part}'")).collect()
}

fn is_label(name: &[u8]) -> bool {
    let alphanumeric = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    name.first().is_some_and(alphanumeric)
        && name.last().is_some_and(alphanumeric)
        && name.iter().all(|b| *b == b'-' || alphanumeric(b))
}

fn is_label_1035(name: &[u8]) -> bool {
    is_label(name) && name[0].is_ascii_lowercase()
}

fn is_subdomain(name: &[u8]) -> bool {
    name.split(|&b| b == b'.').all(is_label)
}
