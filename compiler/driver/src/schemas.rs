//! values.schema.json.

use std::sync::Arc;

use nexachart_chart::{Checked, SchemaCheck, SchemaError};
use nexachart_schema::{Error, Local, validate_within};
use nexachart_source::{Budgets, World};
use nexachart_value::Map;

/// Checks values against JSON schemas. What a schema refers to is read from `world`, never from a network.
#[derive(Clone, Debug)]
pub struct Schemas {
    /// Where referenced schemas are.
    pub world: Arc<dyn World>,
    /// The absolute path of the chart's folder: nothing outside of its repository is read, and nothing at all
    /// without one.
    pub chart: Option<Vec<u8>>,
    /// How much a check may take.
    pub budgets: Budgets,
}

impl SchemaCheck for Schemas {
    fn check(&self, schema: &[u8], values: &Map) -> Checked {
        let local = Local::new(&*self.world, self.chart.as_deref());
        let outcome = validate_within(schema, values, &local, &self.budgets).map_err(|error| match error {
            Error::NotJson(text) => SchemaError::NotJson(text),
            Error::Refused(text) => SchemaError::Refused(text),
        });
        Checked { outcome, unresolved_urns: local.into_unresolved_urns() }
    }
}
