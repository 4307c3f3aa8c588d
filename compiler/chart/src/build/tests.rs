use nexachart_source::Memory;

use super::*;
use crate::{Import, load};

/// Expected value: `helm dependency update`.
#[test]
fn digest_of_all_that_an_entry_can_say() {
    let asked = Dependency {
        name: "lib".into(),
        version: ">=1.0 <3".into(),
        repository: "file://../lib".into(),
        condition: "x".into(),
        tags: vec!["a".into(), "<b>".into()],
        import_values: vec![
            Import::Export("data".into()),
            Import::Table { child: "a".into(), parent: "b".into() },
        ],
        alias: "other".into(),
        ..Dependency::default()
    };
    let locked = Dependency {
        name: "lib".into(),
        version: "1.2.3".into(),
        repository: "file://../lib".into(),
        ..Dependency::default()
    };
    assert_eq!(
        lock::digest(&[asked], &[locked]).unwrap(),
        "sha256:aff81d30645cb28b12e0a19a67b666311c9a2b22085cdd66cb210965453e4097"
    );
}

/// What is packed is what was there, whatever the length of its names, and the same bytes each time.
#[test]
fn packs_what_it_reads() {
    let long = format!("files/{}/x", "a".repeat(150));
    let world = |old: Vec<u8>| {
        Memory::new()
        .file("/r/.git/HEAD", "")
        .file(
            "/r/app/Chart.yaml",
            "apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies: [{name: lib, version: '*', repository: 'file://../lib'}]",
        )
        .file("/r/app/charts/lib-0.1.0.tgz", old)
        .file("/r/lib/Chart.yaml", "apiVersion: v2\nname: lib\nversion: 1.2.3\n# a comment\n")
        .file(format!("/r/lib/{long}"), vec![7; 1000])
        .file("/r/lib/templates/a.yaml", "")
        .file("/r/lib/.helmignore", "ignored\n")
        .file("/r/lib/ignored", "x")
    };
    // An archive that is none is an error for Helm, too.
    let build = |world: Memory| {
        let world: Arc<dyn World> = Arc::new(world);
        build_dependencies(&world, b"/r/app", Locking::Kept, &Budgets::default(), &mut Journal::new())
    };
    assert!(build(world(b"no archive".to_vec())).is_err());
    let built = build(world(build_old())).unwrap();
    assert_eq!(built.stdout, b"Saving 1 charts\nDeleting outdated charts\n");
    assert_eq!(built.stale, [b"/r/app/charts/lib-0.1.0.tgz".to_vec()]);
    assert_eq!(
        build(world(build_old())).unwrap().files[&b"/r/app/charts/lib-1.2.3.tgz"[..]],
        built.files[&b"/r/app/charts/lib-1.2.3.tgz"[..]]
    );
    let lock = String::from_utf8_lossy(&built.files[&b"/r/app/Chart.lock"[..]]).into_owned();
    assert!(lock.starts_with(
        "dependencies:\n- name: lib\n  repository: file://../lib\n  version: 1.2.3\ndigest: sha256:"
    ));

    let packed = Memory::new().file("/lib.tgz", built.files[&b"/r/app/charts/lib-1.2.3.tgz"[..]].clone());
    let packed: Arc<dyn World> = Arc::new(packed);
    let lib = load(&packed, b"/lib.tgz", &Budgets::default(), &|_| {}, &mut Journal::new()).unwrap();
    assert_eq!((lib.name(), lib.templates.len()), ("lib", 1));
    let names: Vec<String> =
        lib.files.iter().map(|f| String::from_utf8_lossy(&f.name).into_owned()).collect();
    assert_eq!(names, [".helmignore".to_string(), long]);
    assert_eq!(*lib.files[1].bytes().unwrap(), [7; 1000]);
}

/// A packed chart of another version.
fn build_old() -> Vec<u8> {
    let world = Memory::new()
        .file("/r/.git/HEAD", "")
        .file(
            "/r/app/Chart.yaml",
            "apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies: [{name: lib, version: '*', repository: 'file://../lib'}]",
        )
        .file("/r/lib/Chart.yaml", "apiVersion: v2\nname: lib\nversion: 0.1.0\n");
    let world: Arc<dyn World> = Arc::new(world);
    let built =
        build_dependencies(&world, b"/r/app", Locking::Kept, &Budgets::default(), &mut Journal::new());
    built.unwrap().files.remove(&b"/r/app/charts/lib-0.1.0.tgz"[..]).unwrap()
}
