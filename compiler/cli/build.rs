//! How the `nexachart` program is linked.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=compiler/cli/build.rs");
    let is = |key: &str, wanted: &str| env::var(key).is_ok_and(|value| value.split(',').any(|v| v == wanted));
    if is("CARGO_CFG_TARGET_FEATURE", "crt-static") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        // At fixed addresses, as Go links programs: nothing is left to relocate at each start, which would copy
        // 50 pages of tables and take half a millisecond.
        println!("cargo::rustc-link-arg-bin=nexachart=-static");
        println!("cargo::rustc-link-arg-bin=nexachart=-no-pie");
    }
}
