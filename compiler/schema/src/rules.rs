//! The rules that the keywords of a schema make, draft by draft. They are read in Go's order, since the first error counts.

use nexachart_go::strconv::quote;
use nexachart_go::url::{Part, unescape};

use crate::compile::Context;
use crate::document::{Node, NodeId, Text};
use crate::draft::Draft;
use crate::format::Format;
use crate::keyword::Keyword;
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
        schema.reference = self.context.reference(Keyword::Ref)?;
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
            schema.format = self.string(Keyword::Format).and_then(Format::named);
        }
        Ok(())
    }

    fn applicators(&mut self) -> Result<(), String> {
        set!(self.rules.logic, all_of, self.schemas(Keyword::AllOf));
        set!(self.rules.logic, any_of, self.schemas(Keyword::AnyOf));
        set!(self.rules.logic, one_of, self.schemas(Keyword::OneOf));
        set!(self.rules.logic, not, self.schema(Keyword::Not).map(Some));
        if self.draft < Draft::Draft2020 {
            if let Some(first) = self.schemas(Keyword::Items) {
                self.rules.array.get_or_insert_default().first = first;
                set!(self.rules.array, rest, self.additional(Keyword::AdditionalItems).map(Some));
            } else {
                set!(
                    self.rules.array,
                    rest,
                    self.schema(Keyword::Items).map(|id| Some(Additional::Schema(id)))
                );
            }
        }
        set!(self.rules.object, properties, self.schema_map(Keyword::Properties));
        if let Some(patterns) = self.schema_map(Keyword::PatternProperties) {
            let document = self.context.document;
            let mut compiled = Vec::with_capacity(patterns.len());
            for (pattern, id) in patterns {
                let pattern = document.text(pattern);
                let regexp = self.context.regexp(pattern);
                compiled.push((
                    regexp.map_err(|e| self.invalid_regex(pattern, Keyword::PatternProperties, &e))?,
                    id,
                ));
            }
            self.rules.object.get_or_insert_default().pattern_properties = compiled;
        }
        set!(
            self.rules.object,
            additional_properties,
            self.additional(Keyword::AdditionalProperties).map(Some)
        );
        set!(self.rules.object, dependencies, self.dependencies());
        Ok(())
    }

    fn assertions(&mut self, schema: &mut Schema) -> Result<(), String> {
        let document = self.context.document;
        if let Some(node) = self.context.members.get(Keyword::Type) {
            let names = document.items(node).unwrap_or(std::slice::from_ref(&node)).iter();
            let types = names.filter_map(|name| document.as_string(*name)).map(Types::named);
            schema.types = types.fold(Types::NONE, Types::with);
        }
        if let Some(items) = self.items(Keyword::Enum) {
            let types = items.iter().map(|item| Types::of(document.node(*item)));
            let types = types.fold(Types::NONE, Types::with);
            schema.enumeration = Some(Enumeration { items: items.to_vec(), types });
        }
        set!(self.rules.number, multiple_of, self.number(Keyword::MultipleOf).map(Some));
        let (maximum, exclusive) = self.bounds(Keyword::Maximum, Keyword::ExclusiveMaximum);
        set!(self.rules.number, maximum, maximum.map(Some));
        set!(self.rules.number, exclusive_maximum, exclusive.map(Some));
        let (minimum, exclusive) = self.bounds(Keyword::Minimum, Keyword::ExclusiveMinimum);
        set!(self.rules.number, minimum, minimum.map(Some));
        set!(self.rules.number, exclusive_minimum, exclusive.map(Some));
        set!(self.rules.string, min_length, self.integer(Keyword::MinLength).map(Some));
        set!(self.rules.string, max_length, self.integer(Keyword::MaxLength).map(Some));
        if let Some(Node::String(text)) =
            self.context.members.get(Keyword::Pattern).map(|node| document.node(node))
        {
            let pattern = document.text(text);
            let regexp = self.context.regexp(pattern);
            let regexp = regexp.map_err(|error| self.invalid_regex(pattern, Keyword::Pattern, &error))?;
            self.rules.string.get_or_insert_default().pattern = Some((text, regexp));
        }
        set!(self.rules.array, min_items, self.integer(Keyword::MinItems).map(Some));
        set!(self.rules.array, max_items, self.integer(Keyword::MaxItems).map(Some));
        set!(self.rules.array, unique_items, self.boolean(Keyword::UniqueItems));
        set!(self.rules.object, max_properties, self.integer(Keyword::MaxProperties).map(Some));
        set!(self.rules.object, min_properties, self.integer(Keyword::MinProperties).map(Some));
        set!(self.rules.object, required, self.items(Keyword::Required).map(|items| self.strings(items)));
        Ok(())
    }

    fn draft6(&mut self, schema: &mut Schema) {
        if self.context.has_vocabulary("applicator") {
            set!(self.rules.array, contains, self.schema(Keyword::Contains).map(Some));
            set!(self.rules.object, property_names, self.schema(Keyword::PropertyNames).map(Some));
        }
        if self.context.has_vocabulary("validation") {
            schema.constant = self.context.members.get(Keyword::Const);
        }
    }

    fn draft7(&mut self) {
        if !self.context.has_vocabulary("applicator") {
            return;
        }
        let Some(test) = self.schema(Keyword::If) else { return };
        let known = self.boolean(Keyword::If);
        let then = if known == Some(false) { None } else { self.schema(Keyword::Then) };
        let otherwise = if known == Some(true) { None } else { self.schema(Keyword::Else) };
        self.rules.logic.get_or_insert_default().condition = Some(Condition { test, then, otherwise });
    }

    fn draft2019(&mut self, schema: &mut Schema) -> Result<(), String> {
        schema.recursive_reference = self.context.reference(Keyword::RecursiveRef)?;
        schema.recursive_anchor = self.boolean(Keyword::RecursiveAnchor) == Some(true);
        if self.context.has_vocabulary("validation") {
            if self.rules.array.as_ref().is_some_and(|array| array.contains.is_some()) {
                set!(self.rules.array, min_contains, self.integer(Keyword::MinContains).map(Some));
                set!(self.rules.array, max_contains, self.integer(Keyword::MaxContains).map(Some));
            }
            set!(self.rules.object, dependent_required, self.dependent_required());
        }
        if self.context.has_vocabulary("applicator") {
            set!(self.rules.object, dependent_schemas, self.schema_map(Keyword::DependentSchemas));
        }
        let vocabulary = if self.draft == Draft::Draft2019 { "applicator" } else { "unevaluated" };
        if self.context.has_vocabulary(vocabulary) {
            set!(self.rules.array, unevaluated_items, self.schema(Keyword::UnevaluatedItems).map(Some));
            let properties = self.schema(Keyword::UnevaluatedProperties).map(Some);
            set!(self.rules.object, unevaluated_properties, properties);
        }
        Ok(())
    }

    fn draft2020(&mut self, schema: &mut Schema) -> Result<(), String> {
        if let Some(target) = self.context.reference(Keyword::DynamicRef)? {
            let (_, fragment) = split_fragment(self.string(Keyword::DynamicRef).unwrap_or_default())?;
            let anchor = match fragment {
                Fragment::Anchor(anchor) => Some(anchor.into()),
                Fragment::Pointer(_) => None,
            };
            schema.dynamic_reference = Some((target, anchor));
        }
        schema.dynamic_anchor = self.string(Keyword::DynamicAnchor).filter(|a| !a.is_empty()).map(Into::into);
        if self.context.has_vocabulary("applicator") {
            set!(self.rules.array, first, self.schemas(Keyword::PrefixItems));
            set!(self.rules.array, rest, self.schema(Keyword::Items).map(|id| Some(Additional::Schema(id))));
        }
        Ok(())
    }

    /// A bound and the one that it must not reach; in draft 4 the latter is a flag of the former.
    fn bounds(&self, bound: Keyword, exclusive: Keyword) -> (Option<Decimal>, Option<Decimal>) {
        match self.boolean(exclusive) {
            Some(true) => (None, self.number(bound)),
            _ => (self.number(bound), self.number(exclusive)),
        }
    }

    fn dependencies(&mut self) -> Option<Vec<(Text, Dependency)>> {
        let document = self.context.document;
        let mut all = Vec::new();
        for value in self.object(Keyword::Dependencies)? {
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
        let lists = self.object(Keyword::DependentRequired)?.iter();
        let lists = lists.filter_map(|value| Some((document.key(*value), document.items(*value)?)));
        Some(lists.map(|(key, items)| (key, self.strings(items))).collect())
    }

    fn schema(&mut self, keyword: Keyword) -> Option<SchemaId> {
        let node = self.context.members.get(keyword)?;
        Some(self.context.subschema(node))
    }

    fn schemas(&mut self, keyword: Keyword) -> Option<Vec<SchemaId>> {
        Some(self.items(keyword)?.iter().map(|node| self.context.subschema(*node)).collect())
    }

    fn schema_map(&mut self, keyword: Keyword) -> Option<Vec<(Text, SchemaId)>> {
        let document = self.context.document;
        let values = self.object(keyword)?.iter();
        Some(values.map(|value| (document.key(*value), self.context.subschema(*value))).collect())
    }

    fn additional(&mut self, keyword: Keyword) -> Option<Additional> {
        match self.boolean(keyword) {
            Some(value) => Some(Additional::Bool(value)),
            None => self.schema(keyword).map(Additional::Schema),
        }
    }

    /// The values of the members of an object.
    fn object(&self, keyword: Keyword) -> Option<&'c [NodeId]> {
        let document = self.context.document;
        match document.node(self.context.members.get(keyword)?) {
            Node::Object(children) => Some(document.children(children)),
            _ => None,
        }
    }

    fn items(&self, keyword: Keyword) -> Option<&'c [NodeId]> {
        self.context.document.items(self.context.members.get(keyword)?)
    }

    /// Those of the nodes that are strings.
    fn strings(&self, nodes: &[NodeId]) -> Vec<Text> {
        let texts = nodes.iter().map(|node| self.context.document.node(*node));
        texts.filter_map(|node| if let Node::String(text) = node { Some(text) } else { None }).collect()
    }

    fn string(&self, keyword: Keyword) -> Option<&'c [u8]> {
        self.context.members.string(keyword)
    }

    fn boolean(&self, keyword: Keyword) -> Option<bool> {
        self.context.document.as_bool(self.context.members.get(keyword)?)
    }

    fn number(&self, keyword: Keyword) -> Option<Decimal> {
        self.context.document.as_number(self.context.members.get(keyword)?)
    }

    fn integer(&self, keyword: Keyword) -> Option<i64> {
        self.number(keyword)?.to_i64()
    }

    fn invalid_regex(&self, pattern: &[u8], keyword: Keyword, error: &str) -> String {
        let location = format!("{}/{}", self.context.location(), String::from_utf8_lossy(keyword.name()));
        format!("invalid regex {} at {}: {error}", quote(pattern), quote(location.as_bytes()))
    }
}
