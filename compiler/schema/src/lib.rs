//! JSON Schema: values.schema.json, with Helm's texts.
