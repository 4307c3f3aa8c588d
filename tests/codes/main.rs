//! The pages of the codes, compiler/book/codes: what stands under "Bad" gives the code, what stands under "Good" does
//! not, and is rendered. A file that an example does not have is as it was before; each begins with a Chart.yaml. And the codes in the
//! sources: each is in the table.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Codes whose pages have no example: what gives them is outside of a chart.
const BARE: [&str; 63] = [
    "budget::ratio",
    "chart::dependency",
    "chart::helmignore",
    "chart::locate",
    "chart::requirements",
    "chart::stale-dependency",
    "chart::symlink",
    "check::empty",
    "cli::version-template",
    "diff::alone",
    "git::revision",
    "git::run",
    "golden::differs",
    "golden::missing",
    "golden::read",
    "golden::secret",
    "golden::stale",
    "internal",
    "lint::chart",
    "lint::chart-yaml",
    "lint::crds",
    "lint::dependencies",
    "lint::deprecated-api",
    "lint::extension",
    "lint::failed",
    "lint::icon",
    "lint::indent",
    "lint::list-annotation",
    "lint::load",
    "lint::object-name",
    "lint::render",
    "lint::required",
    "lint::selector",
    "lint::templates",
    "lint::values",
    "lint::version",
    "lint::yaml",
    "object::duplicate",
    "os::file",
    "os::thread",
    "render::json",
    "render::missing-key",
    "render::seed",
    "render::stale",
    "render::unchanged",
    "report::json",
    "schema::deprecated-api",
    "schema::duplicate",
    "schema::forbidden",
    "schema::not-found",
    "schema::removed-api",
    "schema::rule",
    "schema::too-long",
    "schema::unsupported",
    "schema::warning",
    "values::not-a-table",
    "workspace::chart",
    "workspace::empty",
    "workspace::environment",
    "workspace::golden",
    "workspace::lists",
    "workspace::values",
    "yaml::duplicate-key",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

#[test]
fn examples_are_wrong_and_right() {
    let mut pages = Vec::new();
    gather(&root().join("compiler/book/codes"), "md", &mut pages);
    pages.sort();
    let mut complaints = Vec::new();
    for page in pages.iter().filter(|page| page.file_name().is_some_and(|name| name != "README.md")) {
        let text = fs::read_to_string(page).unwrap();
        let code = text.lines().next().unwrap_or_default().trim_start_matches("# nxc::").to_string();
        match (text.split_once("\n## Bad\n"), BARE.contains(&code.as_str())) {
            (None, true) => {}
            (None, false) => complaints.push(format!("{code}: no example")),
            (Some(_), true) => complaints.push(format!("{code}: take it out of BARE")),
            (Some((_, examples)), false) => {
                if let Err(complaint) = run(&code, examples) {
                    complaints.push(format!("{code}: {complaint}"));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

/// Runs the two examples of a page.
fn run(code: &str, examples: &str) -> Result<(), String> {
    let (wrong, right) = examples.split_once("\n## Good\n").ok_or("nothing is good")?;
    let folder = std::env::temp_dir().join(format!("nexachart-codes-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let outcome = (|| {
        if !wrong.contains("`nexachart.yaml`") {
            fs::write(folder.join("Chart.yaml"), "apiVersion: v2\nname: app\nversion: 0.1.0\n").unwrap();
        }
        let command = lay(&folder, wrong).ok_or("no command")?;
        let (status, said) = call(&folder, &command);
        let shown = format!("\"code\":\"nxc::{code}\"");
        if !said.contains(&shown) {
            return Err(format!("{command}: not so, but\n{status}\n{said}"));
        }
        let command = lay(&folder, right).unwrap_or(command);
        let (status, said) = call(&folder, &command);
        if said.contains(&shown) || status != 0 {
            return Err(format!("{command}: not right, but\n{status}\n{said}"));
        }
        Ok(())
    })();
    let _ = fs::remove_dir_all(&folder);
    outcome
}

/// Writes the files of an example, and gives its command.
fn lay(folder: &Path, example: &str) -> Option<String> {
    let mut lines = example.lines();
    let (mut path, mut command) = (None, None);
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix('`').and_then(|rest| rest.strip_suffix("`:")) {
            path = Some(folder.join(name));
        } else if line.starts_with("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            match path.take() {
                Some(path) => {
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    fs::write(path, block.join("\n") + "\n").unwrap();
                }
                None => command = block.first().and_then(|line| line.strip_prefix("$ ")).map(str::to_string),
            }
        }
    }
    command
}

/// The exit code of a command, and what it says on standard error.
fn call(folder: &Path, command: &str) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_nexachart")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    // `version` has no format of messages.
    let format = if command.starts_with("nexachart version") { "" } else { " --message-format json" };
    let output = Command::new("bash")
        .args(["-c", &format!("{command}{format}")])
        .current_dir(folder)
        .env_clear()
        .envs([("PATH", path.as_str()), ("TZ", "UTC"), ("HOME", "/nowhere")])
        .output()
        .unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// Texts that look like codes, in what is no test: `"render::nil-field"`.
#[test]
fn codes_of_the_sources_are_in_the_table() {
    let mut files = Vec::new();
    gather(&root().join("compiler"), "rs", &mut files);
    let known: BTreeSet<String> = listed();
    let families: BTreeSet<&str> = known.iter().filter_map(|code| Some(code.split_once("::")?.0)).collect();
    let mut unknown = BTreeSet::new();
    for file in files {
        let path = file.to_string_lossy().into_owned();
        if path.contains("/tests") || path.contains("/target/") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for piece in lines.flat_map(|line| line.split('"')) {
            let is_code = piece.split_once("::").is_some_and(|(family, name)| {
                families.contains(family)
                    && !name.is_empty()
                    && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
            });
            if is_code && !known.contains(piece) {
                unknown.insert(format!("{piece} in {path}"));
            }
        }
    }
    assert!(unknown.is_empty(), "not in compiler/source/src/codes.rs: {unknown:#?}");
}

/// The codes, as `explain-code` lists them.
fn listed() -> BTreeSet<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_nexachart")).arg("explain-code").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| Some(line.split(' ').next()?.strip_prefix("nxc::")?.to_string())).collect()
}

fn gather(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, extension, files);
        } else if path.extension().is_some_and(|own| own == extension) {
            files.push(path);
        }
    }
}
