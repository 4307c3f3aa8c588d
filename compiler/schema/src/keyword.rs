//! The keywords that mean something to somebody.

use crate::document::{Document, NodeId};

macro_rules! keywords {
    ($($keyword:ident $name:literal,)*) => {
        /// A keyword of a schema.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Keyword {
            $($keyword,)*
        }

        impl Keyword {
            const COUNT: usize = [$(Keyword::$keyword,)*].len();

            /// The keyword with a name.
            pub fn named(name: &[u8]) -> Option<Keyword> {
                Some(match name {
                    $($name => Keyword::$keyword,)*
                    _ => return None,
                })
            }

            pub fn name(self) -> &'static [u8] {
                match self {
                    $(Keyword::$keyword => $name,)*
                }
            }
        }
    };
}

keywords! {
    Schema b"$schema",
    Id b"$id",
    OldId b"id",
    Anchor b"$anchor",
    DynamicAnchor b"$dynamicAnchor",
    DynamicRef b"$dynamicRef",
    RecursiveAnchor b"$recursiveAnchor",
    RecursiveRef b"$recursiveRef",
    Ref b"$ref",
    Defs b"$defs",
    Definitions b"definitions",
    Type b"type",
    Enum b"enum",
    Const b"const",
    Format b"format",
    AllOf b"allOf",
    AnyOf b"anyOf",
    OneOf b"oneOf",
    Not b"not",
    If b"if",
    Then b"then",
    Else b"else",
    Properties b"properties",
    PatternProperties b"patternProperties",
    AdditionalProperties b"additionalProperties",
    PropertyNames b"propertyNames",
    Required b"required",
    MinProperties b"minProperties",
    MaxProperties b"maxProperties",
    Dependencies b"dependencies",
    DependentSchemas b"dependentSchemas",
    DependentRequired b"dependentRequired",
    UnevaluatedProperties b"unevaluatedProperties",
    Items b"items",
    PrefixItems b"prefixItems",
    AdditionalItems b"additionalItems",
    Contains b"contains",
    MinContains b"minContains",
    MaxContains b"maxContains",
    MinItems b"minItems",
    MaxItems b"maxItems",
    UniqueItems b"uniqueItems",
    UnevaluatedItems b"unevaluatedItems",
    Pattern b"pattern",
    MinLength b"minLength",
    MaxLength b"maxLength",
    ContentSchema b"contentSchema",
    Minimum b"minimum",
    Maximum b"maximum",
    ExclusiveMinimum b"exclusiveMinimum",
    ExclusiveMaximum b"exclusiveMaximum",
    MultipleOf b"multipleOf",
}

/// The values of the keywords of a schema.
pub(crate) struct Members<'d> {
    document: &'d Document,
    nodes: [Option<NodeId>; Keyword::COUNT],
}

impl<'d> Members<'d> {
    /// Those of an object; nothing has none.
    pub fn of(document: &'d Document, node: NodeId) -> Members<'d> {
        let mut nodes = [None; Keyword::COUNT];
        for value in document.members(node) {
            if let Some(keyword) = Keyword::named(document.key_text(*value)) {
                nodes[keyword as usize] = Some(*value);
            }
        }
        Members { document, nodes }
    }

    pub fn get(&self, keyword: Keyword) -> Option<NodeId> {
        self.nodes[keyword as usize]
    }

    /// The value of a keyword if it is a string.
    pub fn string(&self, keyword: Keyword) -> Option<&'d [u8]> {
        self.document.as_string(self.get(keyword)?)
    }
}
