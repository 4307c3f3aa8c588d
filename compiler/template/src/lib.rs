//! Go's text/template: lexer, parser, program, evaluator.
