//! Text to expressions, with cel-go's errors (cel-go: parser/parser.go).

mod build;
mod collections;
mod grammar;
mod lexer;
mod macros;
mod recovery;
mod token;
mod tree;
mod unescape;

use crate::ast::{Expr, Spans};
use crate::source::{Issue, Location, Source};
use build::Builder;
use recovery::{Reader, Stop};

/// How many code points an expression may have (cel-go: `expressionSizeCodePointLimit`).
const SIZE: usize = 100_000;

/// A parsed expression.
#[derive(Debug)]
pub struct Parsed {
    /// Its root.
    pub expr: Expr,
    /// Where its nodes stand.
    pub spans: Spans,
    /// Macros that were not always there.
    pub features: Vec<crate::eval::Feature>,
}

/// Reads an expression.
pub fn parse(source: &Source) -> Result<Parsed, Vec<Issue>> {
    if source.chars.len() > SIZE {
        let message =
            format!("expression code point size exceeds limit: size: {}, limit {SIZE}", source.chars.len());
        return Err(vec![Issue { location: Location::NONE, message }]);
    }
    let (tokens, failures) = lexer::lex(&source.chars);
    let mut issues: Vec<Issue> = failures
        .into_iter()
        .map(|(start, end)| Issue {
            location: source.location(start),
            message: format!("Syntax error: token recognition error at: '{}'", source.text(start, end)),
        })
        .collect();
    let mut reader = Reader::new(&source.chars, &tokens);
    let root = reader.start();
    issues.extend(reader.errors.drain(..).map(|(offset, text)| Issue {
        location: source.location(offset),
        message: format!("Syntax error: {text}"),
    }));
    let root = match root {
        Ok(root) => root,
        Err(Stop::Abort(Some(message))) => {
            issues.push(Issue { location: Location::NONE, message });
            return Err(issues);
        }
        Err(_) => return Err(issues),
    };
    let mut builder = Builder::new(source, reader.nodes, issues);
    match builder.visit(root) {
        Ok(expr) if builder.issues.is_empty() => {
            Ok(Parsed { expr, spans: builder.spans, features: builder.features })
        }
        Ok(_) => Err(builder.issues),
        Err(limit) => {
            builder.issues.push(Issue { location: Location::NONE, message: limit.0 });
            Err(builder.issues)
        }
    }
}
