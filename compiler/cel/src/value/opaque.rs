//! Values of libraries.

use std::any::Any;
use std::fmt::Debug;

use super::Value;
use crate::fault::Fault;
use crate::types::Type;

/// A value that a library brings: a quantity, an address, an authorizer.
pub trait Opaque: Any + Debug + Send + Sync {
    /// The name of its type, such as `kubernetes.Quantity`.
    fn type_name(&self) -> &str;

    /// Its type. `Type::object` for those that the library declares as objects.
    fn type_of(&self) -> Type {
        Type::object(self.type_name())
    }

    /// Whether it is equal to another value; `None` where Go's `Equal` answers `no such overload`.
    fn equals(&self, other: &Value) -> Option<bool>;

    /// The text that stands for it in reports (`1Gi`, `10.0.0.0/8`).
    fn canonical(&self) -> Option<String> {
        None
    }

    /// What `size` and costs count, for those that have a size (Go: `traits.Sizer`).
    fn size(&self) -> Option<u64> {
        None
    }

    /// Whether `optional.ofNonZeroValue` takes it for nothing (Go: `traits.Zeroer`).
    fn is_zero(&self) -> bool {
        false
    }

    /// A field of it, for those that have fields; `None` where there is no such field.
    fn field(&self, _name: &str) -> Option<Result<Value, Fault>> {
        None
    }

    /// Whether comparing two of them costs 1 whatever their size is (apiserver: library/cost.go, `_==_`).
    fn has_unit_equality(&self) -> bool {
        true
    }
}
