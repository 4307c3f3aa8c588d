//! How the `nexachart` program is linked: without shared libraries and at fixed addresses, as Go links Helm and
//! kubectl. Nothing is then to be found, linked and relocated at each start: the chart of `helm create` takes 2.5 ms
//! of CPU time instead of 3.5.
//!
//! `-C target-feature=+crt-static` would be the flag for the first. It cannot be given to the program alone, and
//! without `--target` the compiler makes no procedural macros with it. So the linker finds scripts in place of the
//! shared libraries that rustc names, which lead it to the static ones. Where the system has none (Fedora has them in
//! `glibc-static`), the program is linked as any other.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The shared libraries that rustc links, and what stands for them.
const LIBRARIES: [(&str, &[&str]); 7] = [
    ("libc.so", &["libc.a"]),
    ("libdl.so", &["libdl.a"]),
    ("libgcc_s.so", &["libgcc_eh.a", "libgcc.a"]),
    ("libm.so", &["libm.a"]),
    ("libpthread.so", &["libpthread.a"]),
    ("librt.so", &["librt.a"]),
    ("libutil.so", &["libutil.a"]),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=compiler/cli/build.rs");
    let is = |key: &str, wanted: &str| env::var(key).is_ok_and(|value| value == wanted);
    let here = env::var("TARGET")? == env::var("HOST")?;
    if !(is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && here) {
        return Ok(());
    }
    let scripts = PathBuf::from(env::var("OUT_DIR")?);
    for (name, archives) in LIBRARIES {
        let found: Option<Vec<String>> = archives.iter().map(|archive| archive_path(archive)).collect();
        let Some(found) = found else { return Ok(()) };
        fs::write(scripts.join(name), format!("GROUP({})\n", found.join(" ")))?;
    }
    // The search path is the program's too: tests and examples in the documentation are linked as any other.
    for arg in [&format!("-L{}", scripts.display()), "-static", "-no-pie"] {
        println!("cargo::rustc-link-arg-bin=nexachart={arg}");
    }
    Ok(())
}

/// Where the C compiler finds an archive.
fn archive_path(name: &str) -> Option<String> {
    let output = Command::new("cc").arg(format!("-print-file-name={name}")).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    // The name alone comes back for what is not there.
    (Path::new(&path).is_absolute() && !path.contains([' ', ')'])).then_some(path)
}
