//! Runs the examples of the book, compiler/book: each block ```` ```console ```` has commands behind `$ ` and what they print.
//! Each page begins in a repository with two charts. `<!-- $ COMMAND -->` is run and not shown; a last line `…` stands for the rest of
//! what is printed; `<!-- not run -->` leaves the next block alone. UPDATE=1 writes what is printed into the pages.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What every page begins with.
const BEGINNING: &str = "git init -q -b main && nexachart new chart api && nexachart new chart web \
    && echo 'replicas: 3' | tee -a charts/api/environments/prod.yaml charts/web/environments/prod.yaml \
    && echo rendered/ > .gitignore && git add -A && git commit -q -m charts";

/// The rest of what is printed.
const REST: &str = "…";

#[test]
fn examples_print_what_the_book_says() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("compiler/book");
    let mut pages: Vec<PathBuf> = fs::read_dir(book).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    let mut complaints = Vec::new();
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        let now = renewed(&text);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&page, now).unwrap();
        } else if let Some((old, new)) = text.lines().zip(now.lines()).find(|(old, new)| old != new) {
            complaints.push(format!("{}: the book says\n{old}\nand printed is\n{new}", page.display()));
        } else if text != now {
            complaints.push(format!("{}: more or less is printed than the book says", page.display()));
        }
    }
    assert!(complaints.is_empty(), "UPDATE=1 writes it\n\n{}", complaints.join("\n\n"));
}

/// The page with what its examples print now.
fn renewed(page: &str) -> String {
    let folder = std::env::temp_dir().join(format!("nexachart-book-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    let (home, repository) = (folder.join("home"), folder.join("shop"));
    fs::create_dir_all(&home).unwrap();
    fs::create_dir_all(&repository).unwrap();
    let shell = |command: &str| run(command, &repository, &home);
    shell(BEGINNING);
    let mut out = String::new();
    let mut lines = page.lines();
    let mut is_left_alone = false;
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if let Some(command) = line.strip_prefix("<!-- $ ").and_then(|rest| rest.strip_suffix(" -->")) {
            shell(command);
        }
        if line != "```console" || std::mem::take(&mut is_left_alone) {
            is_left_alone |= line == "<!-- not run -->";
            continue;
        }
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        for (at, line) in block.iter().enumerate() {
            let Some(command) = line.strip_prefix("$ ") else { continue };
            let said: Vec<&str> =
                block[at + 1..].iter().take_while(|line| !line.starts_with("$ ")).copied().collect();
            let printed = shell(command);
            out.push_str(&format!("{line}\n"));
            match said.split_last() {
                Some((&REST, shown)) => {
                    printed.lines().take(shown.len()).for_each(|line| out.push_str(&format!("{line}\n")));
                    out.push_str(&format!("{REST}\n"));
                }
                _ => out.push_str(&printed),
            }
        }
        out.push_str("```\n");
    }
    let _ = fs::remove_dir_all(&folder);
    out
}

/// What a command prints, on both streams. Who is asked says yes.
fn run(command: &str, folder: &Path, home: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_nexachart")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let mut child = Command::new("bash")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder)
        .env_clear()
        .envs([("PATH", path.as_str()), ("TZ", "UTC"), ("LC_ALL", "C.UTF-8"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .envs([("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
        .envs([("GIT_COMMITTER_NAME", "a"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
        .env("HOME", home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read its input may be gone by now.
    let _ = child.stdin.take().unwrap().write_all(b"y\n");
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}
