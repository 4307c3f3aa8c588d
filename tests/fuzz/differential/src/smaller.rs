//! Making a case smaller that is still answered differently.

use serde_json::Value;

/// The smallest case found in so many tries, for which `differs` still holds.
pub fn smaller(case: &Value, mut tries: usize, mut differs: impl FnMut(&Value) -> bool) -> Value {
    let mut best = case.clone();
    let mut ask = |case: &Value, tries: &mut usize| {
        *tries = tries.saturating_sub(1);
        *tries > 0 && differs(case)
    };
    loop {
        let mut progress = false;
        for path in paths(&best) {
            let Some(value) = best.pointer(&path) else { continue };
            let mut without = best.clone();
            if !matches!(&*path, "/id" | "/templates")
                && remove(&mut without, &path)
                && ask(&without, &mut tries)
            {
                best = without;
                progress = true;
                continue;
            }
            let Some(text) = value.as_str().filter(|_| path != "/id") else { continue };
            let mut chars: Vec<char> = text.chars().collect();
            let mut size = chars.len().div_ceil(2);
            while size > 0 {
                let mut at = 0;
                while at < chars.len() && tries > 0 {
                    let mut shorter = chars.clone();
                    shorter.drain(at..(at + size).min(chars.len()));
                    let mut changed = best.clone();
                    if let Some(place) = changed.pointer_mut(&path) {
                        *place = shorter.iter().collect::<String>().into();
                    }
                    if ask(&changed, &mut tries) {
                        (best, chars, progress) = (changed, shorter, true);
                    } else {
                        at += size;
                    }
                }
                size /= 2;
            }
        }
        if !progress || tries == 0 {
            return best;
        }
    }
}

/// All paths of a case, the outer ones first.
fn paths(case: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    let mut todo = vec![(String::new(), case)];
    while let Some((path, value)) = todo.pop() {
        if !path.is_empty() {
            paths.push(path.clone());
        }
        match value {
            Value::Object(map) => todo.extend(map.iter().map(|(key, value)| {
                (format!("{path}/{}", key.replace('~', "~0").replace('/', "~1")), value)
            })),
            Value::Array(items) => {
                todo.extend(items.iter().enumerate().map(|(i, value)| (format!("{path}/{i}"), value)))
            }
            _ => {}
        }
    }
    paths
}

fn remove(case: &mut Value, path: &str) -> bool {
    let Some((parent, key)) = path.rsplit_once('/') else { return false };
    match case.pointer_mut(parent) {
        Some(Value::Object(map)) => map.remove(&key.replace("~1", "/").replace("~0", "~")).is_some(),
        Some(Value::Array(items)) => {
            key.parse::<usize>().is_ok_and(|i| i < items.len() && items.remove(i) != Value::Null)
        }
        _ => false,
    }
}
