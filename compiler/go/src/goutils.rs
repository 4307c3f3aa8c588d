//! Masterminds/goutils: wrap, abbreviate, initials, random strings.
