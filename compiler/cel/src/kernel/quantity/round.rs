//! Rounding, as the API server does it to resources. Go: pkg/api/resource/quantity.go, `RoundUp`.

use super::{Amount, Quantity};

impl Quantity {
    /// Rounded to thousandths, away from zero; `None` if it is written in thousandths or greater units anyway.
    pub fn rounded_up_to_milli(&self) -> Option<Quantity> {
        match &self.amount {
            Amount::Int(int) if int.scale >= -3 => None,
            _ => {
                let (rounded, _) = self.decimal().rounded_up(3);
                Some(Quantity { amount: Amount::Big(rounded), format: self.format, text: None })
            }
        }
    }
}
