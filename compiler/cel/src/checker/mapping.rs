//! Which type variables stand for which types, and whether a value of one type may stand where another is expected
//! (cel-go: checker/types.go, mapping.go).

use std::collections::HashMap;
use std::sync::Arc;

use crate::types::Type;

/// What is known of type variables.
#[derive(Debug, Default)]
pub struct Mapping {
    known: HashMap<Arc<str>, Type>,
    /// What was known before each change, so that a failed attempt leaves no trace.
    log: Vec<(Arc<str>, Option<Type>)>,
    next: u32,
}

impl Mapping {
    /// A new type variable.
    pub fn fresh(&mut self) -> Type {
        let name = format!("_var{}", self.next);
        self.next += 1;
        Type::param(&name)
    }

    /// Whether a value of type `from` may stand where `to` is expected; what is learned of variables stays if so.
    pub fn assignable(&mut self, to: &Type, from: &Type) -> bool {
        self.attempt(|m| m.fits(to, from))
    }

    /// The same for several at once.
    pub fn all_assignable(&mut self, to: &[Type], from: &[Type]) -> bool {
        self.attempt(|m| m.all_fit(to, from))
    }

    fn attempt(&mut self, run: impl FnOnce(&mut Mapping) -> bool) -> bool {
        self.log.clear();
        let fits = run(self);
        if !fits {
            while let Some((name, before)) = self.log.pop() {
                match before {
                    Some(of) => self.known.insert(name, of),
                    None => self.known.remove(&name),
                };
            }
        }
        fits
    }

    fn add(&mut self, variable: &Type, of: Type) {
        if let Type::Param(name) = variable {
            let before = self.known.insert(Arc::clone(name), of);
            self.log.push((Arc::clone(name), before));
        }
    }

    fn find(&self, of: &Type) -> Option<&Type> {
        match of {
            Type::Param(name) => self.known.get(name),
            _ => None,
        }
    }

    fn fits(&mut self, a: &Type, b: &Type) -> bool {
        if matches!(b, Type::Param(_)) {
            match self.substitutes(a, b) {
                (true, _) => return true,
                (false, true) => return false,
                (false, false) => {}
            }
        }
        if matches!(a, Type::Param(_)) {
            return self.substitutes(b, a).0;
        }
        if a.is_dyn() || b.is_dyn() || *a == Type::Error || *b == Type::Error {
            return true;
        }
        match (a, b) {
            (Type::Wrapper(_), Type::Null) | (Type::Null, Type::Wrapper(_)) => true,
            (Type::Wrapper(inner), other) => self.fits(inner, other),
            (other, Type::Wrapper(inner)) => self.fits(other, inner),
            (Type::Null, other) | (other, Type::Null) => matches!(
                other,
                Type::Null | Type::Opaque(..) | Type::Object(_) | Type::Duration | Type::Timestamp
            ),
            (Type::Type(_), Type::Type(_)) => true,
            (Type::List(a), Type::List(b)) => self.fits(a, b),
            (Type::Map(ak, av), Type::Map(bk, bv)) => self.fits(ak, bk) && self.fits(av, bv),
            (Type::Opaque(a, ap), Type::Opaque(b, bp)) => a == b && self.all_fit(ap, bp),
            (a, b) => a == b,
        }
    }

    fn all_fit(&mut self, a: &[Type], b: &[Type]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.fits(a, b))
    }

    /// Whether `of` may stand for `variable`, and whether something is known of the variable.
    fn substitutes(&mut self, of: &Type, variable: &Type) -> (bool, bool) {
        if of == variable {
            return (true, true);
        }
        let Some(known) = self.find(variable).cloned() else {
            let fits = !self.refers(variable, of);
            if fits {
                self.add(variable, of.clone());
            }
            return (fits, false);
        };
        if *of == known {
            return (true, true);
        }
        if !self.fits(of, &known) {
            return (false, true);
        }
        let general = most_general(of, &known).clone();
        if !self.refers(variable, &general) {
            self.add(variable, general);
        }
        (true, true)
    }

    /// Whether a type is the variable, or is made of it (cel-go: `notReferencedIn`).
    fn refers(&self, variable: &Type, within: &Type) -> bool {
        if variable == within {
            return true;
        }
        match within {
            Type::Param(_) => self.find(within).is_some_and(|known| self.refers(variable, known)),
            Type::List(element) => self.refers(variable, element),
            Type::Map(key, value) => self.refers(variable, key) || self.refers(variable, value),
            Type::Opaque(_, parameters) => {
                parameters.iter().any(|parameter| self.refers(variable, parameter))
            }
            Type::Type(Some(inner)) => self.refers(variable, inner),
            _ => false,
        }
    }

    /// A type with what is known of its variables; those that nothing is known of are left, or become `dyn`.
    pub fn substitute(&self, of: &Type, free: Free) -> Type {
        match of {
            Type::Param(_) => match self.find(of) {
                Some(known) => self.substitute(known, free),
                None if free == Free::Dyn => Type::Dyn,
                None => of.clone(),
            },
            Type::List(element) => Type::list(self.substitute(element, free)),
            Type::Map(key, value) => Type::map(self.substitute(key, free), self.substitute(value, free)),
            Type::Opaque(name, parameters) if !parameters.is_empty() => {
                let parameters =
                    parameters.iter().map(|parameter| self.substitute(parameter, free)).collect();
                Type::Opaque(Arc::clone(name), parameters)
            }
            Type::Type(Some(inner)) => Type::type_of(self.substitute(inner, free)),
            other => other.clone(),
        }
    }
}

/// What becomes of type variables that nothing is known of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Free {
    /// They stay variables.
    Kept,
    /// They are `dyn`.
    Dyn,
}

/// A type with other types for its parameters.
pub fn instantiate(of: &Type, with: &[(Arc<str>, Type)]) -> Type {
    match of {
        Type::Param(name) => {
            with.iter().find(|(other, _)| other == name).map_or_else(|| of.clone(), |(_, new)| new.clone())
        }
        Type::List(element) => Type::list(instantiate(element, with)),
        Type::Map(key, value) => Type::map(instantiate(key, with), instantiate(value, with)),
        Type::Opaque(name, parameters) => Type::Opaque(
            Arc::clone(name),
            parameters.iter().map(|parameter| instantiate(parameter, with)).collect(),
        ),
        Type::Type(Some(inner)) => Type::type_of(instantiate(inner, with)),
        other => other.clone(),
    }
}

/// The one of two types that says less (cel-go: `mostGeneral`).
pub fn most_general<'a>(a: &'a Type, b: &'a Type) -> &'a Type {
    if is_equal_or_less_specific(a, b) { a } else { b }
}

fn is_equal_or_less_specific(a: &Type, b: &Type) -> bool {
    if a.is_dyn() {
        return true;
    }
    if b.is_dyn() {
        return false;
    }
    match (a, b) {
        (Type::List(a), Type::List(b)) => is_equal_or_less_specific(a, b),
        (Type::Map(ak, av), Type::Map(bk, bv)) => {
            is_equal_or_less_specific(ak, bk) && is_equal_or_less_specific(av, bv)
        }
        (Type::Opaque(a, ap), Type::Opaque(b, bp)) => {
            a == b
                && ap.len() == bp.len()
                && ap.iter().zip(&**bp).all(|(a, b)| is_equal_or_less_specific(a, b))
        }
        (Type::Type(_), Type::Type(_)) => true,
        (a, b) => a == b,
    }
}

/// A type as error texts have it (cel-go: checker/format.go, `FormatCELType`).
pub fn shown(of: &Type) -> String {
    match of {
        Type::Any => "any".into(),
        Type::Duration => "duration".into(),
        Type::Error => "!error!".into(),
        Type::Null => "null".into(),
        Type::Timestamp => "timestamp".into(),
        Type::Param(name) => name.to_string(),
        Type::Wrapper(inner) => format!("wrapper({})", shown(inner)),
        Type::List(element) => format!("list({})", shown(element)),
        Type::Map(key, value) => format!("map({}, {})", shown(key), shown(value)),
        Type::Type(Some(inner)) => format!("type({})", shown(inner)),
        Type::Opaque(name, parameters) if !parameters.is_empty() => {
            format!("{name}({})", parameters.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        other => other.name().into(),
    }
}

/// How many nodes a type has, counted up to a limit.
pub fn size(of: &Type, limit: usize) -> usize {
    let mut waiting = vec![of];
    let mut count = 0;
    while let Some(next) = waiting.pop() {
        count += 1;
        if count >= limit {
            break;
        }
        match next {
            Type::List(element) => waiting.push(element),
            Type::Map(key, value) => waiting.extend([&**key, &**value]),
            Type::Opaque(_, parameters) => waiting.extend(&**parameters),
            Type::Type(Some(inner)) => waiting.push(inner),
            _ => {}
        }
    }
    count
}
