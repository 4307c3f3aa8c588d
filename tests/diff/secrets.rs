//! No value of a Secret is in anything that is printed or stored of manifests.

use nexachart_diff::{Data, Object, seal, yaml};
use nexachart_driver::report::Colour;
use nexachart_driver::report::diff::{COMMENT, Comparison, DiffFormat, Secrets, show};
use nexachart_go::base64;

use crate::each_pair;
use crate::edits::Random;

/// Every output there is.
fn outputs(old: &[Object], new: &[Object]) -> String {
    let stream = |objects: &[Object]| ("x".to_string(), objects.to_vec());
    let comparison = [Comparison::new("x", stream(old), stream(new), Secrets::Masked)];
    let text = |colour, width, lines| DiffFormat::Text { colour, width, lines };
    let formats = [
        text(Colour::Never, None, usize::MAX),
        text(Colour::Always, Some(80), 20),
        DiffFormat::Markdown { limit: COMMENT },
        DiffFormat::Json,
    ];
    let mut out: String = formats.into_iter().map(|format| show(&comparison, format)).collect();
    let mut stored = new.to_vec();
    seal(&mut stored);
    out.extend(stored.into_iter().map(|object| yaml(&object.body.masked())));
    out.push_str(&format!("{:?}", comparison[0]));
    out
}

fn text(text: impl Into<String>) -> Data {
    Data::Text(text.into())
}

fn map<const N: usize>(entries: [(&str, Data); N]) -> Data {
    Data::Map(entries.map(|(key, value)| (key.to_string(), value)).into())
}

/// Objects with random secrets in all places that are known, and these.
fn planted(random: &mut Random) -> (Vec<Object>, Vec<String>) {
    let mut values = Vec::new();
    let mut draw = |len: usize| {
        let value = format!("a7{}Z", random.word(len));
        values.push(value.clone());
        value
    };
    let name = |name: &str| map([("name", text(name))]);
    let (password, user, key, json) = (draw(16), draw(1), draw(60), draw(20));
    let encoded = base64::encode(user.as_bytes());
    let pem = format!("-----BEGIN KEY-----\n{key}\n{key}x\n-----END KEY-----\n");
    let secret = map([
        ("apiVersion", text("v1")),
        ("kind", text("Secret")),
        ("metadata", name("planted")),
        (
            "data",
            map([
                ("user", text(encoded.clone())),
                ("tls.key", text(base64::encode(pem.as_bytes()))),
                ("wrong", Data::List(vec![text(draw(9))])),
            ]),
        ),
        (
            "stringData",
            map([("password", text(password.clone())), (".json", text(format!("{{\"x\": \"{json}\"}}")))]),
        ),
    ]);
    let inside = map([
        ("kind", text("ConfigMap")),
        ("metadata", name("inside")),
        (
            "data",
            map([
                ("url", text(format!("postgres://u:{password}@host/{json}"))),
                ("key.pem", text(pem.clone())),
                ("manifest.yaml", text(yaml(&secret))),
            ]),
        ),
        ("embedded", secret.clone()),
    ]);
    values.extend([encoded, base64::encode(pem.as_bytes())]);
    (vec![Object::new(secret), Object::new(inside)], values)
}

#[test]
fn no_planted_value_is_told() {
    each_pair(|seed, old, new| {
        let mut random = Random::new(seed);
        let (mut old, mut new) = (old.to_vec(), new.to_vec());
        let mut values = Vec::new();
        for objects in [&mut old, &mut new] {
            let (planted, more) = planted(&mut random);
            objects.extend(planted);
            values.extend(more);
        }
        let out = outputs(&old, &new);
        for value in values {
            assert!(!out.contains(&value), "seed {seed}: {value} in\n{out}");
        }
    });
}

/// The values of the Secrets among the objects, and all else that the objects say.
fn split(objects: &[Object]) -> (Vec<String>, String) {
    let (mut values, mut rest) = (Vec::new(), String::new());
    for object in objects {
        let Data::Map(mut map) = object.body.clone() else { continue };
        if object.id.kind == "Secret" {
            for (key, field) in ["data", "stringData"].map(|key| (key, map.remove(key))) {
                let Some(Data::Map(entries)) = field else { continue };
                for (name, value) in entries {
                    rest.push_str(&name);
                    let Data::Text(value) = value else { continue };
                    if key == "data"
                        && let Ok(Ok(decoded)) = base64::decode(value.as_bytes()).map(String::from_utf8)
                    {
                        values.push(decoded);
                    }
                    values.push(value);
                }
            }
        }
        rest.push_str(&yaml(&Data::Map(map)));
    }
    (values, rest)
}

#[test]
fn no_value_of_a_chart_is_told() {
    let tried = std::cell::Cell::new(0);
    each_pair(|seed, old, new| {
        let out = outputs(old, new);
        let ours = outputs(&[], &[Object::new(map([("kind", text("Secret")), ("data", map([]))]))]);
        let ((mut values, mut rest), (more, others)) = (split(old), split(new));
        values.extend(more);
        rest.push_str(&others);
        for value in values.iter().map(|value| value.trim()).filter(|value| value.len() >= 4) {
            // What stands elsewhere too is no secret, and our own words are none.
            if !rest.contains(value) && !ours.contains(value) && !value.contains('\n') {
                tried.set(tried.get() + 1);
                assert!(!out.contains(value), "seed {seed}: {value} in\n{out}");
            }
        }
    });
    assert!(tried.get() > 0);
}
