//! The targets that a command line asks for.

use nexachart_source::{Diagnostic, World, absolute, is_within, nearest};

use crate::check::meant;
use crate::find::is_chart;
use crate::{Chart, Target, Workspace};

impl Workspace {
    /// The targets of these charts, which are given by their names or paths, for these environments. No environment
    /// stands for all; no chart for the one in whose folder the current one lies, else for all.
    ///
    /// # Errors
    /// Names that the workspace does not have, or that no target is left.
    pub fn select(
        &self,
        world: &dyn World,
        charts: &[Vec<u8>],
        environments: &[Vec<u8>],
    ) -> Result<Vec<&Target>, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let mut wanted: Vec<&Chart> = Vec::new();
        for asked in charts {
            match self.chart(world, asked) {
                Some(chart) => wanted.push(chart),
                None => {
                    let names = self.charts.iter().map(|chart| chart.name.as_str());
                    let fault = unknown("chart", asked, names);
                    let shown = String::from_utf8_lossy(asked);
                    faults.push(match is_chart(world, asked) {
                        true => fault.helped(format!(
                            "it is a chart: name its folder under `charts:` in nexachart.yaml, or render it by itself: --workspace {shown}"
                        )),
                        false => fault,
                    });
                }
            }
        }
        if charts.is_empty() {
            wanted.extend(self.chart_around(world));
        }
        let known = || {
            let mut names: Vec<&str> =
                self.charts.iter().flat_map(|chart| &chart.environments).map(String::as_str).collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        for asked in environments {
            if !known().iter().any(|name| name.as_bytes() == asked) {
                faults.push(unknown("environment", asked, known().into_iter()));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let is_asked = |target: &&Target| {
            (wanted.is_empty() || wanted.iter().any(|chart| chart.name == target.chart))
                && (environments.is_empty()
                    || environments.iter().any(|asked| asked == target.environment.as_bytes()))
        };
        let targets: Vec<&Target> = self.targets.iter().filter(is_asked).collect();
        if targets.is_empty() {
            let asked = environments.iter().map(|name| String::from_utf8_lossy(name)).collect::<Vec<_>>();
            let message = match (wanted.as_slice(), asked.is_empty()) {
                ([chart], false) => format!("{} is not for {}", chart.name, asked.join(", ")),
                _ => "there are no targets".to_string(),
            };
            let fault = Diagnostic::error("workspace::target", message);
            let help = |chart: &Chart| format!("its environments are {}", chart.environments.join(", "));
            return Err(vec![match wanted.as_slice() {
                [chart] if !chart.environments.is_empty() => fault.helped(help(chart)),
                _ => fault,
            }]);
        }
        Ok(targets)
    }

    /// The chart in whose folder the current folder lies, where that is not the workspace itself.
    fn chart_around(&self, world: &dyn World) -> Option<&Chart> {
        let here = world.current_dir().ok()?;
        let is_around = |chart: &&Chart| {
            chart.path != self.root
                && absolute(world, &chart.path).is_ok_and(|folder| is_within(&here, &folder))
        };
        self.charts.iter().find(is_around)
    }

    /// The chart of that name, or at that path.
    fn chart(&self, world: &dyn World, asked: &[u8]) -> Option<&Chart> {
        self.charts.iter().find(|chart| chart.name.as_bytes() == asked).or_else(|| {
            let asked = absolute(world, asked).ok()?;
            self.charts.iter().find(|chart| absolute(world, &chart.path).is_ok_and(|path| path == asked))
        })
    }
}

fn unknown<'n>(what: &str, asked: &[u8], names: impl Iterator<Item = &'n str>) -> Diagnostic {
    let asked = String::from_utf8_lossy(asked);
    let names: Vec<&str> = names.collect();
    let fault =
        Diagnostic::error("workspace::target", format!("there is no {what} `{asked}` in this workspace"));
    match nearest(&asked, names.iter().copied()) {
        None if names.is_empty() => fault,
        None => fault.helped(format!("there are {}", names.join(", "))),
        near => meant(fault, near),
    }
}
