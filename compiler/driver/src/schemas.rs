//! values.schema.json.

use std::sync::Arc;

use nexachart_chart::{SchemaCheck, SchemaError};
use nexachart_schema::{Local, validate};
use nexachart_source::World;
use nexachart_value::Map;

/// Checks values against JSON schemas. What a schema refers to is read from `world`, never from a network.
#[derive(Clone, Debug)]
pub struct Schemas {
    /// Where referenced schemas are.
    pub world: Arc<dyn World>,
}

impl SchemaCheck for Schemas {
    fn check(&self, schema: &[u8], values: &Map) -> Result<(), SchemaError> {
        validate(schema, values, &Local::new(&*self.world)).map_err(SchemaError::Refused)
    }
}
