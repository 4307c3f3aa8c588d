//! Makes small charts from a grammar, and compares what nexachart and Helm make of them.
//!
//! `differential ORACLE CONFORM SECONDS [SEED]`: the two programs speak the protocol of `conform vectors`. Each
//! difference is made smaller and printed; at the end come the counts. Exit code 1 where there were differences.
//!
//! `differential --commands HELM NEXACHART SECONDS [SEED]` runs whole command lines, which is slower.
//! `differential --print SEED COUNT` prints cases.
//!
//! What Helm answers in a random order (it ranges over Go maps in places) is no difference: Helm is asked again.

mod case;
mod commands;
mod expression;
mod kind;
mod random;
mod scope;
mod server;
mod smaller;
mod template;
mod values;

use std::collections::HashMap;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde_json::Value;
use server::{Answer, Server};

/// Cases asked at once.
const BATCH: u64 = 100;

/// Of one kind of difference so many are printed.
const SHOWN: usize = 3;

/// How often Helm is asked again where it answered otherwise.
const AGAIN: usize = 30;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, first, count] = &arguments[..]
        && flag == "--print"
    {
        let first: u64 = first.parse().unwrap_or(1);
        (first..first + count.parse().unwrap_or(10)).for_each(|seed| println!("{}", case::case(seed)));
        return ExitCode::SUCCESS;
    }
    if let [flag, helm, nexachart, seconds, rest @ ..] = &arguments[..]
        && flag == "--commands"
    {
        return match command_lines(helm, nexachart, seconds, rest) {
            Ok(code) => code,
            Err(error) => {
                println!("{error}");
                ExitCode::from(2)
            }
        };
    }
    let [oracle, conform, seconds, rest @ ..] = &arguments[..] else {
        println!("usage: differential ORACLE CONFORM SECONDS [SEED]");
        return ExitCode::from(2);
    };
    let mut run = Run {
        helm: Server::new(&[oracle]),
        ours: Server::new(&[conform, "vectors"]),
        seen: HashMap::new(),
        counts: Counts::default(),
    };
    if let [flag, cases] = rest
        && flag == "--cases"
    {
        for line in std::fs::read_to_string(cases).unwrap_or_default().lines() {
            run.compare(&[serde_json::from_str(line).unwrap_or(Value::Null)]);
        }
    } else {
        let mut seed = rest.first().and_then(|seed| seed.parse().ok()).unwrap_or(1u64);
        let end = Instant::now() + Duration::from_secs(seconds.parse().unwrap_or(60));
        while Instant::now() < end {
            let cases: Vec<Value> = (seed..seed + BATCH).map(case::case).collect();
            seed += BATCH;
            run.compare(&cases);
        }
        println!("next seed: {seed}");
    }
    println!("{:?}", run.counts);
    ExitCode::from(u8::from(run.counts.differences + run.counts.crashes > 0))
}

/// The slow lane: command lines in a folder of their own.
fn command_lines(helm: &str, nexachart: &str, seconds: &str, rest: &[String]) -> std::io::Result<ExitCode> {
    let folder = std::env::temp_dir().join(format!("differential-{}", std::process::id()));
    let first: u64 = rest.first().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let end = Instant::now() + Duration::from_secs(seconds.parse().unwrap_or(60));
    let (mut cases, mut printed, mut differences) = (0, 0, 0);
    for seed in (first..).take_while(|_| Instant::now() < end) {
        let arguments = commands::prepare(&case::case(seed), &folder, seed)?;
        let theirs = commands::run(helm, &arguments, &[], &folder)?;
        let ours = commands::run(nexachart, &arguments, &["--message-format", "helm"], &folder)?;
        cases += 1;
        printed += usize::from(theirs.code == Some(0));
        if theirs == ours || theirs.stdout.contains("0xc0") {
            continue;
        }
        if (0..AGAIN)
            .any(|_| commands::run(helm, &arguments, &[], &folder).is_ok_and(|again| again != theirs))
        {
            continue;
        }
        differences += 1;
        if differences <= 10 {
            println!("--- seed {seed}: {}\nHelm: {theirs:?}\nours: {ours:?}\n", arguments.join(" "));
        }
    }
    std::fs::remove_dir_all(&folder)?;
    println!("command lines: {cases}, of which Helm printed {printed}; differences: {differences}");
    Ok(ExitCode::from(u8::from(differences > 0)))
}

/// What has been seen.
#[derive(Debug, Default)]
struct Counts {
    cases: usize,
    /// Of these, those that Helm rendered.
    rendered: usize,
    differences: usize,
    /// Known differences, by what they are.
    known: HashMap<&'static str, usize>,
    /// Helm itself answered one way and another.
    unsteady: usize,
    /// Our program ended or fell silent.
    crashes: usize,
    /// Helm ended or fell silent.
    helm_crashes: usize,
}

struct Run {
    helm: Server,
    ours: Server,
    /// How often each kind of difference was seen.
    seen: HashMap<String, usize>,
    counts: Counts,
}

impl Run {
    fn compare(&mut self, cases: &[Value]) {
        let theirs = self.helm.ask_all(cases);
        let ours = self.ours.ask_all(cases);
        for ((case, theirs), ours) in cases.iter().zip(theirs).zip(ours) {
            self.counts.cases += 1;
            self.counts.rendered +=
                usize::from(matches!(&theirs, Answer::Given(answer) if answer.get("output").is_some()));
            if !matches!(theirs, Answer::Given(_)) {
                self.counts.helm_crashes += 1;
                println!("--- Helm: {}, ours: {}\n{case}\n", shown(&theirs), shown(&ours));
                continue;
            }
            if theirs != ours {
                self.differs(case, &theirs, &ours);
            }
        }
    }

    fn differs(&mut self, case: &Value, theirs: &Answer, ours: &Answer) {
        if let Some(known) = known(theirs, ours) {
            *self.counts.known.entry(known).or_default() += 1;
            return;
        }
        if (0..AGAIN).any(|_| self.helm.ask(case) != *theirs) {
            self.counts.unsteady += 1;
            return;
        }
        match ours {
            Answer::Given(_) => self.counts.differences += 1,
            Answer::Crash | Answer::Silence(_) => self.counts.crashes += 1,
        }
        let kind = class(theirs, ours);
        let seen = self.seen.entry(kind.clone()).or_default();
        *seen += 1;
        if *seen > SHOWN {
            return;
        }
        let small = smaller::smaller(case, 1500, |case| {
            let theirs = self.helm.ask(case);
            matches!(theirs, Answer::Given(_)) && {
                let ours = self.ours.ask(case);
                theirs != ours
                    && class(&theirs, &ours) == kind
                    && (0..AGAIN).all(|_| self.helm.ask(case) == theirs)
            }
        });
        println!(
            "--- {kind}\n{small}\nHelm: {}\nours: {}\n",
            shown(&self.helm.ask(&small)),
            shown(&self.ours.ask(&small))
        );
    }
}

/// A difference that is known, and where it is told.
fn known(theirs: &Answer, ours: &Answer) -> Option<&'static str> {
    let (theirs, ours) = (shown(theirs), shown(ours));
    if ours.contains("slice index out of bounds") && !theirs.contains("slice index out of bounds") {
        return Some("Go slices a list beyond its end, into what it has kept for growing");
    }
    if theirs.contains("0xc0") || theirs.contains("*time.Location=") {
        return Some("Helm prints addresses");
    }
    None
}

/// What kind of difference it is: outputs, or errors by their last words.
fn class(theirs: &Answer, ours: &Answer) -> String {
    let of = |answer: &Answer| match answer {
        Answer::Given(answer) => match answer.get("error").and_then(Value::as_str) {
            Some(error) => {
                let end = error.rsplit(": ").next().unwrap_or_default();
                let words =
                    end.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 2).take(6);
                format!("error ({})", words.collect::<Vec<_>>().join(" "))
            }
            None => "output".into(),
        },
        Answer::Crash => "crash".into(),
        Answer::Silence(_) => "silence".into(),
    };
    format!("Helm: {}, ours: {}", of(theirs), of(ours))
}

fn shown(answer: &Answer) -> String {
    match answer {
        Answer::Given(answer) => answer.to_string(),
        other => format!("{other:?}"),
    }
}
