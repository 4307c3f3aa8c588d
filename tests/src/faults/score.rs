//! Counts.

use std::collections::BTreeMap;
use std::fmt;

use super::Verdict;

/// What was right in some faults.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// How many there are.
    pub faults: usize,
    /// In how many the first place is the true line.
    pub lines: usize,
    /// In how many it is the true column.
    pub columns: usize,
    /// How many have a value as their cause.
    pub valued: usize,
    /// In how many of those it is named.
    pub values: usize,
    /// How many of those are set by somebody.
    pub set: usize,
    /// In how many of those it is told who.
    pub setters: usize,
    /// How many Helm was asked about.
    pub asked: usize,
    /// In how many it names the true line.
    pub helm: usize,
}

/// The scores of classes.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// By their names.
    pub classes: BTreeMap<String, Score>,
}

impl Tally {
    /// Counts a fault of a class, and what Helm says of it.
    pub fn count(&mut self, class: &str, ours: &Verdict, helm: Option<&Verdict>) {
        let score = self.classes.entry(class.to_string()).or_default();
        score.faults += 1;
        score.lines += usize::from(ours.line);
        score.columns += usize::from(ours.column);
        score.valued += usize::from(ours.value.is_some());
        score.values += usize::from(ours.value == Some(true));
        score.set += usize::from(ours.setter.is_some());
        score.setters += usize::from(ours.setter == Some(true));
        score.asked += usize::from(helm.is_some());
        score.helm += usize::from(helm.is_some_and(|helm| helm.line));
    }

    /// All classes together.
    pub fn total(&self) -> Score {
        self.classes.values().fold(Score::default(), |all, score| Score {
            faults: all.faults + score.faults,
            lines: all.lines + score.lines,
            columns: all.columns + score.columns,
            valued: all.valued + score.valued,
            values: all.values + score.values,
            set: all.set + score.set,
            setters: all.setters + score.setters,
            asked: all.asked + score.asked,
            helm: all.helm + score.helm,
        })
    }
}

impl Score {
    /// Of all faults those with the true line, the true column; of those with a value, those that name it: in percent.
    pub fn percentages(&self) -> [f64; 3] {
        [(self.lines, self.faults), (self.columns, self.faults), (self.values, self.valued)].map(percentage)
    }
}

fn percentage((part, all): (usize, usize)) -> f64 {
    if all == 0 { 100.0 } else { 100.0 * part as f64 / all as f64 }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<18} {:>6} {:>11} {:>11} {:>11} {:>11} {:>11}",
            "class", "faults", "line", "column", "value", "set at", "Helm's line"
        )?;
        let cell = |part: usize, all: usize| match all {
            0 => String::new(),
            _ => format!("{part:>4} {:>5.1}%", percentage((part, all))),
        };
        let total = ("all".to_string(), self.total());
        for (class, score) in self.classes.iter().map(|(class, score)| (class.clone(), *score)).chain([total])
        {
            writeln!(
                f,
                "{class:<18} {:>6} {:>11} {:>11} {:>11} {:>11} {:>11}",
                score.faults,
                cell(score.lines, score.faults),
                cell(score.columns, score.faults),
                cell(score.values, score.valued),
                cell(score.setters, score.set),
                cell(score.helm, score.asked),
            )?;
        }
        Ok(())
    }
}
