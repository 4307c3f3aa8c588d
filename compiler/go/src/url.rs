//! net/url: parsing and escaping.
