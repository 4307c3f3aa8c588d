//! The second dialect: templates in Jinja, by minijinja, with the same objects and functions.
//!
//! Values belong to one thread, and what minijinja calls has to belong to none. So it runs on a thread of its own
//! ([`thread`]), and asks this one for each function, field and method ([`asked`]): these are evaluated as a Go template
//! would, by the same evaluator, so arities, types, errors and budgets are the same.

mod asked;
mod datum;
mod failure;
mod thread;

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use nexachart_chart::{Dialect, Template};
use nexachart_funcs::{State, TABLE};
use nexachart_source::{Budget, Budgets, Diagnostic};
use nexachart_template::{Set, parse};
use nexachart_value::Type;

use asked::Asked;
use thread::{Ask, Job, Reply};

/// The name of the Go template that evaluates what Jinja templates ask for. No file has it.
const EVALUATOR: &[u8] = b"\0jinja";

/// What the context calls the dot, for `include("app.labels", dot)`.
const DOT: &str = "dot";

/// How long a template may compute without asking for anything. minijinja bounds the number of its instructions, not
/// the size of a text that one of them makes: what doubles a text again and again takes no more of them than what prints it.
const PATIENCE: Duration = Duration::from_secs(5);

/// The Jinja templates of a target.
#[derive(Debug)]
pub(crate) struct Jinja {
    jobs: Sender<Job>,
    asks: Receiver<Ask>,
    replies: Sender<Reply>,
    budgets: Budgets,
    /// How many values have been handed over: that takes time, too.
    copied: u64,
    /// How many bytes have been printed.
    printed: u64,
}

impl Jinja {
    /// Nothing where no template is one. The evaluator is added to the set.
    pub fn of(templates: &[Template], set: &mut Set, budgets: &Budgets) -> Result<Option<Jinja>, Diagnostic> {
        if templates.iter().all(|template| template.dialect == Dialect::Go) {
            return Ok(None);
        }
        let evaluator = parse(EVALUATOR, &b"{{ tpl .text .dot }}"[..], &TABLE);
        set.add(evaluator.map_err(|error| Diagnostic::error("template::parse", error.text))?);
        let mut files = BTreeMap::new();
        for template in templates.iter().filter(|template| template.dialect == Dialect::Jinja) {
            let name = String::from_utf8_lossy(&template.name).into_owned();
            let base = String::from_utf8_lossy(&template.base_path).into_owned();
            let Ok(text) = String::from_utf8(template.file.bytes()?.to_vec()) else {
                return Err(Diagnostic::error("template::parse", format!("{name} is not UTF-8")));
            };
            files.insert(name, (base, text));
        }
        let (jobs, next_job) = channel();
        let (ask, asks) = channel();
        let (replies, next_reply) = channel();
        thread::start(files, *budgets, next_job, ask, next_reply)
            .map_err(|error| Diagnostic::error("os::thread", format!("cannot start a thread: {error}")))?;
        Ok(Some(Jinja { jobs, asks, replies, budgets: *budgets, copied: 0, printed: 0 }))
    }

    /// Renders one of the templates.
    pub fn render(
        &mut self,
        template: &Template,
        templates: &[Template],
        set: &Rc<Set>,
        state: &mut State,
    ) -> Result<Vec<u8>, Diagnostic> {
        let name = String::from_utf8_lossy(&template.name).into_owned();
        let mut asked = Asked::new(set, state, self.budgets, self.copied);
        let mut context = Vec::new();
        let known = template.dot.converted(&Type::VALUES);
        for (key, value) in known.to_vec() {
            let datum = asked.hand_over_shallow(&key, &value);
            context.push((key.to_vec(), datum.map_err(|text| failure::exceeded(&name, text))?));
        }
        context.push((DOT.into(), asked.keep(known.into())));
        let gone =
            || Diagnostic::error("render::exec", format!("{name}: the thread of Jinja templates has ended"));
        self.jobs.send(Job { name: name.clone(), context }).map_err(|_| gone())?;
        let rendered = loop {
            let reply = match self.asks.recv_timeout(PATIENCE) {
                Ok(Ask::Done(rendered)) => break rendered,
                Ok(ask) => asked.answer(ask),
                // The thread is left to itself: nothing can end it.
                Err(RecvTimeoutError::Timeout) => {
                    let seconds = PATIENCE.as_secs();
                    return Err(failure::exceeded(
                        &name,
                        format!("it computes for more than {seconds} seconds"),
                    ));
                }
                Err(RecvTimeoutError::Disconnected) => return Err(gone()),
            };
            self.replies.send(reply).map_err(|_| gone())?;
        };
        self.copied = asked.copied();
        let text = rendered.map_err(|failed| failure::diagnostic(failed, templates))?;
        self.printed += text.len() as u64;
        let within = self.budgets.check(Budget::Output, self.printed);
        within.map_err(|exceeded| failure::exceeded(&name, exceeded.to_string()))?;
        Ok(text)
    }
}
