//! A program that answers cases, one a line.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// What became of a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The answer, without the `id`.
    Given(Value),
    /// The program ended.
    Crash,
    /// It took longer than this.
    Silence(Duration),
}

/// How long a case may take.
const LIMIT: Duration = Duration::from_secs(10);

/// A program as a server. It is started again when it has ended.
pub struct Server {
    command: Vec<String>,
    running: Option<Running>,
}

struct Running {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
}

impl Server {
    /// A program with its arguments.
    pub fn new(command: &[&str]) -> Server {
        Server { command: command.iter().map(|s| s.to_string()).collect(), running: None }
    }

    /// Asks for one case.
    pub fn ask(&mut self, case: &Value) -> Answer {
        self.ask_all(std::slice::from_ref(case)).pop().unwrap_or(Answer::Crash)
    }

    /// Asks for several cases. Where the program ends, those behind are asked again.
    pub fn ask_all(&mut self, cases: &[Value]) -> Vec<Answer> {
        let mut answers = Vec::with_capacity(cases.len());
        while answers.len() < cases.len() {
            let rest = &cases[answers.len()..];
            let before = answers.len();
            if let Some(failure) = self.ask_some(rest, &mut answers) {
                self.stop();
                answers.push(failure);
            }
            debug_assert!(answers.len() > before);
        }
        answers
    }

    /// Asks until the program fails, and says how it did.
    fn ask_some(&mut self, cases: &[Value], answers: &mut Vec<Answer>) -> Option<Answer> {
        if self.running.is_none() {
            self.running = Some(start(&self.command));
        }
        let running = self.running.as_mut()?;
        let text: String = cases.iter().map(|case| format!("{case}\n")).collect();
        thread::scope(|scope| {
            let input = &mut running.input;
            scope.spawn(move || drop(input.write_all(text.as_bytes()).and_then(|()| input.flush())));
            for _ in cases {
                match running.lines.recv_timeout(LIMIT) {
                    Ok(line) => {
                        let mut answer: Value = serde_json::from_str(&line).unwrap_or(Value::Null);
                        if let Some(answer) = answer.as_object_mut() {
                            answer.remove("id");
                        }
                        answers.push(Answer::Given(answer));
                    }
                    Err(RecvTimeoutError::Timeout) => {
                        let _ = running.child.kill();
                        return Some(Answer::Silence(LIMIT));
                    }
                    Err(RecvTimeoutError::Disconnected) => return Some(Answer::Crash),
                }
            }
            None
        })
    }

    fn stop(&mut self) {
        if let Some(mut running) = self.running.take() {
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn start(command: &[String]) -> Running {
    let mut child = Command::new(&command[0])
        .args(&command[1..])
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", command[0]));
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        unreachable!("both are piped");
    };
    let (send, lines) = channel();
    thread::spawn(move || {
        BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
    });
    Running { child, input, lines }
}
