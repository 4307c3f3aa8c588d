//! regexp: RE2 syntax with its error texts, on the regex-automata engine.
