//! What makes a render give another result in each run, and what is done about it: random values and the clock.

use std::sync::Arc;

use nexachart_funcs::Notes;
use nexachart_source::{Budget, Budgets, Diagnostic, Label, World};
use nexachart_template::Effect;

use nexachart_workspace::Target;

use crate::{Drawn, Nature, Rendering, Seed, TemplateOptions, Zone, render_targets};

/// What becomes of templates that draw random values or read the clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Draws {
    /// Their targets fail, unless a seed, and the time, are given.
    #[default]
    Refused,
    /// Random values follow from the secret in this file.
    Seeded(Vec<u8>),
    /// They get what the system gives.
    Allowed,
}

/// How short a secret may be, in bytes.
const SHORTEST: usize = 16;

/// The nature of a render whose targets must come out the same in each run: the time zone is UTC, and calls that ask for
/// more are noted.
pub(crate) fn nature(
    world: &dyn World,
    given: &Nature,
    draws: &Draws,
    budgets: &Budgets,
) -> Result<Nature, Diagnostic> {
    let mut nature = Nature { zone: Zone::Utc, notes: Notes::Taken, ..given.clone() };
    if let Draws::Seeded(path) = draws {
        let secret = world.read(path, budgets[Budget::File])?;
        let secret = secret.trim_ascii();
        if secret.len() < SHORTEST {
            let path = String::from_utf8_lossy(path);
            let message =
                format!("{path} is no seed: it has {} bytes, and {SHORTEST} are the least", secret.len());
            return Err(Diagnostic::error("render::seed", message)
                .helped("`head -c 32 /dev/urandom | base64` prints one; keep it out of git, as a password"));
        }
        nature.seed = Some(Seed::Secret(Arc::from(secret), String::new()));
    }
    Ok(nature)
}

/// Makes errors of targets whose result differs from run to run, and may not. That something is drawn does not say so
/// yet: `default (randAlphaNum 16)` draws also where a value is given. So these targets are rendered again, under other
/// seeds and at other times.
pub(crate) fn settle(
    world: &Arc<dyn World>,
    renderings: &mut [Rendering],
    options: &TemplateOptions,
    draws: &Draws,
) {
    let given = &options.nature;
    let suspects: Vec<usize> =
        (0..renderings.len()).filter(|&i| asks(&renderings[i], given).is_some()).collect();
    if suspects.is_empty() || *draws == Draws::Allowed {
        return;
    }
    let targets: Vec<Target> = suspects.iter().map(|&i| renderings[i].target.clone()).collect();
    let targets: Vec<&Target> = targets.iter().collect();
    let texts = |seed: u64, now: i128| -> Vec<Option<Vec<u8>>> {
        let nature = Nature {
            seed: given.seed.clone().or(Some(Seed::Number(seed))),
            now: given.now.or(Some(now)),
            notes: Notes::None,
            ..given.clone()
        };
        let again = render_targets(world, &targets, &TemplateOptions { nature, ..options.clone() });
        again.into_iter().map(|rendering| rendering.outcome.ok().and_then(|made| made.text().ok())).collect()
    };
    // Two that differ in everything a layout could show, before and after 2^31 seconds.
    const TIMES: [i128; 3] = [1_763_735_999_123_456_789, 2_232_323_232_323_232_323, 987_654_321_987_654_321];
    let first = texts(1, TIMES[0]);
    let differ = |others: [Vec<Option<Vec<u8>>>; 2]| -> Vec<bool> {
        let differs = |i| others.iter().any(|texts| texts[i] != first[i]);
        (0..first.len()).map(differs).collect()
    };
    let by_seed = differ([texts(2, TIMES[0]), texts(3, TIMES[0])]);
    let by_time = differ([texts(1, TIMES[1]), texts(1, TIMES[2])]);
    for (at, &i) in suspects.iter().enumerate() {
        let matters = |drawn: &&Drawn| if drawn.what == Effect::Clock { by_time[at] } else { by_seed[at] };
        let drawn: Vec<&Drawn> = asks(&renderings[i], given).into_iter().flatten().filter(matters).collect();
        if let Some(failure) = failure(&drawn) {
            renderings[i].outcome = Err(failure.into());
        }
    }
}

/// The calls of a target that ask for what is not given, if there are any.
fn asks<'r>(rendering: &'r Rendering, given: &Nature) -> Option<Vec<&'r Drawn>> {
    let is_open = |drawn: &&Drawn| match drawn.what {
        Effect::Clock => given.now.is_none(),
        _ => given.seed.is_none(),
    };
    let open: Vec<&Drawn> = rendering.outcome.as_ref().ok()?.drawn().iter().filter(is_open).collect();
    (!open.is_empty()).then_some(open)
}

/// The error of a target for these calls.
fn failure(drawn: &[&Drawn]) -> Option<Diagnostic> {
    let (first, others) = drawn.split_first()?;
    let does = |drawn: &Drawn| match drawn.what {
        Effect::Clock => "reads the clock",
        _ => "draws random values",
    };
    let command = |drawn: &Drawn| format!("`{}` {}", String::from_utf8_lossy(&drawn.command), does(drawn));
    let mut ways = vec!["set the value where the template takes one"];
    if drawn.iter().any(|drawn| drawn.what == Effect::Random) {
        ways.push("give a secret from which random values follow, with --seed-file FILE");
    }
    if drawn.iter().any(|drawn| drawn.what == Effect::Clock) {
        ways.push("say the time, with --now");
    }
    ways.push("take another result in each run, with --allow-random");
    let message = format!("{}: each run gives another result", command(first));
    let mut failure =
        Diagnostic::error("render::undetermined", message).at(first.place.clone()).helped(ways.join("; or "));
    let label = |drawn: &&Drawn| Label::note(drawn.place.clone(), command(drawn));
    failure.labels = others.iter().map(label).collect();
    Some(failure)
}
