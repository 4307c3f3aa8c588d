//! The struct behind a pointer.

use std::any::Any;
use std::rc::Rc;

use nexachart_value::{Object, Type, Value};

/// What a pointer points to, without the pointer's methods. An object that is no pointer stays as it is.
pub fn pointee(object: &Rc<dyn Object>) -> Value {
    match object.ty() {
        Type::Pointer(ty) => Value::Object(Rc::new(Pointee { ty: *ty, pointer: object.clone() })),
        _ => Value::Object(object.clone()),
    }
}

#[derive(Debug)]
struct Pointee {
    ty: Type,
    pointer: Rc<dyn Object>,
}

impl Object for Pointee {
    fn ty(&self) -> Type {
        self.ty
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        self.pointer.fields()
    }

    fn underlying(&self) -> Option<Value> {
        self.pointer.underlying()
    }

    fn equal(&self, other: &dyn Object) -> bool {
        other.as_any().downcast_ref::<Pointee>().is_some_and(|other| self.pointer.equal(&*other.pointer))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
