//! Calls: which overloads the arguments may mean (cel-go: checker/checker.go, `checkCall`, `resolveOverload`).

use std::sync::Arc;

use super::mapping::{Free, instantiate};
use super::{Chain, Checker, Reference, qualified, shown};
use crate::ast::{Call, Expr, ExprKind};
use crate::env::{Declared, DeclaredOverload};
use crate::types::Type;
use crate::value::Value;

impl Checker<'_> {
    pub(super) fn check_call(&mut self, expr: &mut Expr) {
        let id = expr.id;
        let ExprKind::Call(call) = &mut expr.kind else { return };
        let Call { function, target, args } = &mut **call;
        if &**function == "_?._" {
            let of = self.check_optional_select(id, args);
            self.set_type(id, of);
            return;
        }
        for arg in args.iter_mut() {
            self.check(arg);
        }
        let declared = match target {
            None => self.env.function(function),
            Some(receiver) => {
                let whole =
                    qualified(receiver).and_then(|name| self.env.function(&format!("{name}.{function}")));
                match whole {
                    Some(declared) => {
                        *target = None;
                        Some(declared)
                    }
                    None => {
                        self.check(receiver);
                        self.env.function(function)
                    }
                }
            }
        };
        let of = match declared {
            None => self.undeclared(id, function),
            Some(declared) => {
                *function = Arc::clone(&declared.name);
                match self.resolve(id, declared, target.as_ref(), args) {
                    Some((overloads, of)) => {
                        self.refer(id, Reference::Overloads(overloads));
                        of
                    }
                    None => Type::Error,
                }
            }
        };
        self.set_type(id, of);
    }

    fn check_optional_select(&mut self, id: u32, args: &mut [Expr]) -> Type {
        let [operand, field] = args else {
            let text = format!(
                "unsupported optional field selection: incorrect signature. argument count: {}",
                args.len()
            );
            self.issue(id, text);
            return Type::Error;
        };
        let ExprKind::Literal(Value::String(name)) = &field.kind else {
            self.issue(field.id, "unsupported optional field selection: ".into());
            return Type::Error;
        };
        let name = Arc::clone(name);
        let found = self.check_field(id, operand, &name, Chain::Optional);
        self.mapping.substitute(&found, Free::Kept)
    }

    fn resolve(
        &mut self,
        id: u32,
        declared: &'static Declared,
        target: Option<&Expr>,
        args: &[Expr],
    ) -> Option<(Vec<&'static DeclaredOverload>, Type)> {
        let types: Vec<Type> = target.into_iter().chain(args).map(|arg| self.type_of(arg.id)).collect();
        if matches!(&*declared.name, "_&&_" | "_||_") {
            return self.resolve_logic(declared, args, &types);
        }
        let mut found: Vec<&'static DeclaredOverload> = Vec::new();
        let mut result: Option<Type> = None;
        for overload in &declared.overloads {
            if overload.is_member() != target.is_some() {
                continue;
            }
            let with: Vec<(Arc<str>, Type)> =
                overload.parameters.iter().map(|name| (Arc::clone(name), self.mapping.fresh())).collect();
            let expected: Vec<Type> =
                overload.signature.parameters.iter().map(|p| instantiate(p, &with)).collect();
            if !self.mapping.all_assignable(&types, &expected) {
                continue;
            }
            found.push(overload);
            let of = self.mapping.substitute(&instantiate(&overload.signature.result, &with), Free::Kept);
            result = Some(match result {
                None => of,
                Some(before) if !matches!(before, Type::Dyn | Type::Any) && before != of => Type::Dyn,
                Some(before) => before,
            });
        }
        if result.is_none() {
            let types: Vec<String> =
                types.iter().map(|of| shown(&self.mapping.substitute(of, Free::Dyn))).collect();
            let (receiver, rest) = match target {
                Some(_) => (format!("{}.", types[0]), &types[1..]),
                None => (String::new(), &types[..]),
            };
            let signature = format!("{receiver}({})", rest.join(", "));
            let name = &declared.name;
            self.issue(id, format!("found no matching overload for '{name}' applied to '{signature}'"));
        }
        Some((found, result?))
    }

    /// cel-go reports each argument of `&&` and `||` that is no boolean by itself.
    fn resolve_logic(
        &mut self,
        declared: &'static Declared,
        args: &[Expr],
        types: &[Type],
    ) -> Option<(Vec<&'static DeclaredOverload>, Type)> {
        let known = self.issues.len();
        for (arg, of) in args.iter().zip(types) {
            if !self.mapping.assignable(of, &Type::Bool) {
                self.mismatch(arg.id, &Type::Bool, of);
            }
        }
        (self.issues.len() == known).then(|| (declared.overloads.iter().collect(), Type::Bool))
    }
}
