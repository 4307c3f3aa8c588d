//! `nexachart init` and `nexachart new`.

use nexachart_driver::report::Format;
use nexachart_driver::source::{Budgets, Diagnostic, Disk};
use nexachart_driver::workspace::scaffold::{self, Files};
use nexachart_driver::workspace::{Workspace, root};
use nexachart_driver::{misuse, write_files};

use crate::arguments::{Arguments, misused};
use crate::flags::PLAIN;
use crate::{crash, help, messages, output};

/// Runs the command of that name with the arguments around it, and gives the exit code: 0, 1 after an error, 2 where the
/// command line is wrong.
pub fn run(command: &[u8], args: Vec<Vec<u8>>) -> u8 {
    let mut parsed = Arguments::of(PLAIN);
    let parsing = parsed.parse(args.iter().cloned()).map_err(|text| misused(PLAIN, text));
    let style = messages::style(&parsed, &args, parsed.is_set("debug"), Format::Human);
    let name = if command == b"init" { "init" } else { "new" };
    let product =
        messages::check_colour(&parsed).and(parsing).map_err(|failure| vec![failure]).and_then(|()| {
            if parsed.is_set("help") {
                return Ok(help::long(Some(name)));
            }
            let written = if name == "init" { init(&parsed.plain) } else { new(&parsed.plain) };
            let (files, next) = written?;
            crash::caught(|| write_files(&files)).map_err(|failure| vec![failure])?;
            let wrote = files.keys().map(|path| [b"wrote ", &**path, b"\n"].concat());
            Ok([wrote.collect::<Vec<_>>().concat(), next.into_bytes()].concat())
        });
    match product.and_then(|product| output::print(&product).map_err(|failure| vec![failure])) {
        Ok(code) => code,
        Err(failures) => {
            messages::print(&failures, style, None);
            if failures.iter().any(|failure| failure.code == "cli::usage") { 2 } else { 1 }
        }
    }
}

/// The files to write, and what to say to the user then.
type Written = Result<(Files, String), Vec<Diagnostic>>;

fn init(plain: &[Vec<u8>]) -> Written {
    let folder = match plain {
        [] => b".".to_vec(),
        [folder] => folder.clone(),
        _ => return Err(vec![misuse("one folder at most: nexachart init [DIR]")]),
    };
    let files = scaffold::init(&Disk, &folder).map_err(|failure| vec![failure])?;
    let next = "\nnext:\n  nexachart render --output-dir rendered   all charts for all environments\n  \
                nexachart golden update                 the manifests as they are, to compare with from now on\n";
    Ok((files, next.to_string()))
}

fn new(plain: &[Vec<u8>]) -> Written {
    let usage = "nexachart new chart NAME, nexachart new environment NAME, or nexachart new policy PACK/NAME";
    let [kind, name] = plain else { return Err(vec![misuse("what, and its name").helped(usage)]) };
    let name = String::from_utf8_lossy(name);
    let one = |failure| vec![failure];
    let root = root(&Disk).map_err(|error| one(error.into()))?;
    let workspace = || Workspace::load(&Disk, &root, &Budgets::default());
    let (files, next) = match kind.as_slice() {
        b"chart" => {
            let files = scaffold::new_chart(&Disk, &root, workspace().ok().as_ref(), &name).map_err(one)?;
            (files, format!("\nnext:\n  nexachart render {name} --output-dir rendered\n"))
        }
        b"environment" => {
            let files = scaffold::new_environment(&Disk, &workspace()?, &name).map_err(one)?;
            (files, format!("\nnext:\n  nexachart render -e {name} --output-dir rendered\n"))
        }
        b"policy" => (scaffold::new_policy(&Disk, &root, &name).map_err(one)?, String::new()),
        other => {
            let other = String::from_utf8_lossy(other);
            let near = nexachart_driver::source::nearest(&other, ["chart", "environment", "policy"]);
            let help = near.map_or(usage.to_string(), |near| format!("did you mean `{near}`?"));
            return Err(one(misuse(format!("there is no new `{other}`")).helped(help)));
        }
    };
    Ok((files, next))
}
