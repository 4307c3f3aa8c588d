//! What the keywords of a schema mean, draft by draft. They are read in Go's order, since the first error counts.

use nexachart_go::strconv::quote;
use nexachart_go::url::{Part, unescape};

use crate::compile::Context;
use crate::document::{Node, NodeId, Text};
use crate::draft::Draft;
use crate::location::{Fragment, split, split_fragment};
use crate::number::Decimal;
use crate::schema::{
    Additional, ArrayRules, Condition, Dependency, Enumeration, Logic, NumberRules, ObjectRules, Schema,
    SchemaId, StringRules, Types,
};

/// Compiles a schema that is an object (Go: objcompiler.go).
///
/// # Errors
/// Helm's text.
pub(crate) fn compile_object(context: &mut Context<'_, '_>, schema: &mut Schema) -> Result<(), String> {
    let mut reader = Reader { context, draft: schema.draft, rules: Rules::default() };
    reader.anchor()?;
    reader.draft4(schema)?;
    if schema.draft >= Draft::Draft6 {
        reader.draft6(schema);
    }
    if schema.draft >= Draft::Draft7 {
        reader.draft7();
    }
    if schema.draft >= Draft::Draft2019 {
        reader.draft2019(schema)?;
    }
    if schema.draft >= Draft::Draft2020 {
        reader.draft2020(schema)?;
    }
    reader.rules.give_to(schema);
    Ok(())
}

struct Reader<'r, 'c, 'l> {
    context: &'r mut Context<'c, 'l>,
    draft: Draft,
    rules: Rules,
}

/// What is boxed in a schema if it is there at all.
#[derive(Default)]
struct Rules {
    logic: Option<Box<Logic>>,
    object: Option<Box<ObjectRules>>,
    array: Option<Box<ArrayRules>>,
    string: Option<Box<StringRules>>,
    number: Option<Box<NumberRules>>,
}

impl Rules {
    fn give_to(self, schema: &mut Schema) {
        schema.logic = self.logic;
        schema.object = self.object;
        schema.array = self.array;
        schema.string = self.string;
        schema.number = self.number;
    }
}

/// Sets a field of one of the rules if there is something to set.
macro_rules! set {
    ($rules:expr, $field:ident, $value:expr) => {
        if let Some(value) = $value {
            $rules.get_or_insert_default().$field = value;
        }
    };
}

impl<'c> Reader<'_, 'c, '_> {
    fn anchor(&self) -> Result<(), String> {
        if self.draft >= Draft::Draft2019 {
            return Ok(());
        }
        let id = self.string(self.draft.id_keyword()).unwrap_or_default();
        match unescape(split(id).1, Part::Path) {
            Ok(_) => Ok(()),
            Err(_) => {
                Err(format!("error in parsing anchor at {}", quote(self.context.location().as_bytes())))
            }
        }
    }

    fn draft4(&mut self, schema: &mut Schema) -> Result<(), String> {
        schema.reference = self.context.reference(b"$ref")?;
        if self.draft < Draft::Draft2019 && schema.reference.is_some() {
            // The keywords of draft 4 do not count beside it. Those of later drafts do: a slip of the library.
            return Ok(());
        }
        if self.context.has_vocabulary("applicator") {
            self.applicators()?;
        }
        if self.context.has_vocabulary("validation") {
            self.assertions(schema)?;
        }
        if self.context.asserts_formats(self.draft) {
            schema.format = self.context.format(b"format");
        }
        Ok(())
    }

    fn applicators(&mut self) -> Result<(), String> {
        set!(self.rules.logic, all_of, self.schemas(b"allOf"));
        set!(self.rules.logic, any_of, self.schemas(b"anyOf"));
        set!(self.rules.logic, one_of, self.schemas(b"oneOf"));
        set!(self.rules.logic, not, self.schema(b"not").map(Some));
        if self.draft < Draft::Draft2020 {
            if let Some(first) = self.schemas(b"items") {
                self.rules.array.get_or_insert_default().first = first;
                set!(self.rules.array, rest, self.additional(b"additionalItems").map(Some));
            } else {
                set!(self.rules.array, rest, self.schema(b"items").map(|id| Some(Additional::Schema(id))));
            }
        }
        set!(self.rules.object, properties, self.schema_map(b"properties"));
        if let Some(patterns) = self.schema_map(b"patternProperties") {
            let document = self.context.document;
            let mut compiled = Vec::with_capacity(patterns.len());
            for (pattern, id) in patterns {
                let pattern = document.text(pattern);
                let regexp = self.context.regexp(pattern);
                compiled
                    .push((regexp.map_err(|e| self.invalid_regex(pattern, b"patternProperties", &e))?, id));
            }
            self.rules.object.get_or_insert_default().pattern_properties = compiled;
        }
        set!(self.rules.object, additional_properties, self.additional(b"additionalProperties").map(Some));
        set!(self.rules.object, dependencies, self.dependencies());
        Ok(())
    }

    fn assertions(&mut self, schema: &mut Schema) -> Result<(), String> {
        let document = self.context.document;
        if let Some(node) = self.context.member(b"type") {
            let names = document.items(node).unwrap_or(std::slice::from_ref(&node)).iter();
            let types = names.filter_map(|name| document.as_string(*name)).map(Types::named);
            schema.types = types.fold(Types::NONE, Types::with);
        }
        if let Some(items) = self.items(b"enum") {
            let types = items.iter().map(|item| Types::of(document.node(*item)));
            let types = types.fold(Types::NONE, Types::with);
            schema.enumeration = Some(Enumeration { items: items.to_vec(), types });
        }
        set!(self.rules.number, multiple_of, self.number(b"multipleOf").map(Some));
        let (maximum, exclusive) = self.bounds(b"maximum", b"exclusiveMaximum");
        set!(self.rules.number, maximum, maximum.map(Some));
        set!(self.rules.number, exclusive_maximum, exclusive.map(Some));
        let (minimum, exclusive) = self.bounds(b"minimum", b"exclusiveMinimum");
        set!(self.rules.number, minimum, minimum.map(Some));
        set!(self.rules.number, exclusive_minimum, exclusive.map(Some));
        set!(self.rules.string, min_length, self.integer(b"minLength").map(Some));
        set!(self.rules.string, max_length, self.integer(b"maxLength").map(Some));
        if let Some(Node::String(text)) = self.context.member(b"pattern").map(|node| document.node(node)) {
            let pattern = document.text(text);
            let regexp = self.context.regexp(pattern);
            let regexp = regexp.map_err(|error| self.invalid_regex(pattern, b"pattern", &error))?;
            self.rules.string.get_or_insert_default().pattern = Some((text, regexp));
        }
        set!(self.rules.array, min_items, self.integer(b"minItems").map(Some));
        set!(self.rules.array, max_items, self.integer(b"maxItems").map(Some));
        set!(self.rules.array, unique_items, self.boolean(b"uniqueItems"));
        set!(self.rules.object, max_properties, self.integer(b"maxProperties").map(Some));
        set!(self.rules.object, min_properties, self.integer(b"minProperties").map(Some));
        set!(self.rules.object, required, self.items(b"required").map(|items| self.strings(items)));
        Ok(())
    }

    fn draft6(&mut self, schema: &mut Schema) {
        if self.context.has_vocabulary("applicator") {
            set!(self.rules.array, contains, self.schema(b"contains").map(Some));
            set!(self.rules.object, property_names, self.schema(b"propertyNames").map(Some));
        }
        if self.context.has_vocabulary("validation") {
            schema.constant = self.context.member(b"const");
        }
    }

    fn draft7(&mut self) {
        if !self.context.has_vocabulary("applicator") {
            return;
        }
        let Some(test) = self.schema(b"if") else { return };
        let known = self.boolean(b"if");
        let then = if known == Some(false) { None } else { self.schema(b"then") };
        let otherwise = if known == Some(true) { None } else { self.schema(b"else") };
        self.rules.logic.get_or_insert_default().condition = Some(Condition { test, then, otherwise });
    }

    fn draft2019(&mut self, schema: &mut Schema) -> Result<(), String> {
        schema.recursive_reference = self.context.reference(b"$recursiveRef")?;
        schema.recursive_anchor = self.boolean(b"$recursiveAnchor") == Some(true);
        if self.context.has_vocabulary("validation") {
            if self.rules.array.as_ref().is_some_and(|array| array.contains.is_some()) {
                set!(self.rules.array, min_contains, self.integer(b"minContains").map(Some));
                set!(self.rules.array, max_contains, self.integer(b"maxContains").map(Some));
            }
            set!(self.rules.object, dependent_required, self.dependent_required());
        }
        if self.context.has_vocabulary("applicator") {
            set!(self.rules.object, dependent_schemas, self.schema_map(b"dependentSchemas"));
        }
        let vocabulary = if self.draft == Draft::Draft2019 { "applicator" } else { "unevaluated" };
        if self.context.has_vocabulary(vocabulary) {
            set!(self.rules.array, unevaluated_items, self.schema(b"unevaluatedItems").map(Some));
            let properties = self.schema(b"unevaluatedProperties").map(Some);
            set!(self.rules.object, unevaluated_properties, properties);
        }
        Ok(())
    }

    fn draft2020(&mut self, schema: &mut Schema) -> Result<(), String> {
        if let Some(target) = self.context.reference(b"$dynamicRef")? {
            let (_, fragment) = split_fragment(self.string(b"$dynamicRef").unwrap_or_default())?;
            let anchor = match fragment {
                Fragment::Anchor(anchor) => Some(anchor.into()),
                Fragment::Pointer(_) => None,
            };
            schema.dynamic_reference = Some((target, anchor));
        }
        schema.dynamic_anchor = self.string(b"$dynamicAnchor").filter(|a| !a.is_empty()).map(Into::into);
        if self.context.has_vocabulary("applicator") {
            set!(self.rules.array, first, self.schemas(b"prefixItems"));
            set!(self.rules.array, rest, self.schema(b"items").map(|id| Some(Additional::Schema(id))));
        }
        Ok(())
    }

    /// A bound and the one that it must not reach; in draft 4 the latter is a flag of the former.
    fn bounds(&self, bound: &[u8], exclusive: &[u8]) -> (Option<Decimal>, Option<Decimal>) {
        match self.boolean(exclusive) {
            Some(true) => (None, self.number(bound)),
            _ => (self.number(bound), self.number(exclusive)),
        }
    }

    fn dependencies(&mut self) -> Option<Vec<(Text, Dependency)>> {
        let document = self.context.document;
        let mut all = Vec::new();
        for value in self.object(b"dependencies")? {
            let dependency = match document.items(*value) {
                Some(items) => Dependency::Required(self.strings(items)),
                None => Dependency::Schema(self.context.subschema(*value)),
            };
            all.push((document.key(*value), dependency));
        }
        Some(all)
    }

    fn dependent_required(&self) -> Option<Vec<(Text, Vec<Text>)>> {
        let document = self.context.document;
        let lists = self.object(b"dependentRequired")?.iter();
        let lists = lists.filter_map(|value| Some((document.key(*value), document.items(*value)?)));
        Some(lists.map(|(key, items)| (key, self.strings(items))).collect())
    }

    fn schema(&mut self, keyword: &[u8]) -> Option<SchemaId> {
        let node = self.context.member(keyword)?;
        Some(self.context.subschema(node))
    }

    fn schemas(&mut self, keyword: &[u8]) -> Option<Vec<SchemaId>> {
        Some(self.items(keyword)?.iter().map(|node| self.context.subschema(*node)).collect())
    }

    fn schema_map(&mut self, keyword: &[u8]) -> Option<Vec<(Text, SchemaId)>> {
        let document = self.context.document;
        let values = self.object(keyword)?.iter();
        Some(values.map(|value| (document.key(*value), self.context.subschema(*value))).collect())
    }

    fn additional(&mut self, keyword: &[u8]) -> Option<Additional> {
        match self.boolean(keyword) {
            Some(value) => Some(Additional::Bool(value)),
            None => self.schema(keyword).map(Additional::Schema),
        }
    }

    /// The values of the members of an object.
    fn object(&self, keyword: &[u8]) -> Option<&'c [NodeId]> {
        let document = self.context.document;
        match document.node(self.context.member(keyword)?) {
            Node::Object(children) => Some(document.children(children)),
            _ => None,
        }
    }

    fn items(&self, keyword: &[u8]) -> Option<&'c [NodeId]> {
        self.context.document.items(self.context.member(keyword)?)
    }

    /// Those of the nodes that are strings.
    fn strings(&self, nodes: &[NodeId]) -> Vec<Text> {
        let texts = nodes.iter().map(|node| self.context.document.node(*node));
        texts.filter_map(|node| if let Node::String(text) = node { Some(text) } else { None }).collect()
    }

    fn string(&self, keyword: &[u8]) -> Option<&'c [u8]> {
        self.context.document.as_string(self.context.member(keyword)?)
    }

    fn boolean(&self, keyword: &[u8]) -> Option<bool> {
        self.context.document.as_bool(self.context.member(keyword)?)
    }

    fn number(&self, keyword: &[u8]) -> Option<Decimal> {
        self.context.document.as_number(self.context.member(keyword)?)
    }

    fn integer(&self, keyword: &[u8]) -> Option<i64> {
        self.number(keyword)?.to_i64()
    }

    fn invalid_regex(&self, pattern: &[u8], keyword: &[u8], error: &str) -> String {
        let location = format!("{}/{}", self.context.location(), String::from_utf8_lossy(keyword));
        format!("invalid regex {} at {}: {error}", quote(pattern), quote(location.as_bytes()))
    }
}
