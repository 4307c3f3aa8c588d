use std::sync::Arc;

use nexachart_chart::{load, process_dependencies, user_values};
use nexachart_source::{Budgets, Memory};

use super::*;

const CHART: &str = "apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n- name: redis\n  version: 1.0.0\n  alias: cache\n  import-values: [shared, {child: auth, parent: copied}]\n";

fn sets(path: &str) -> Vec<String> {
    let world: Arc<dyn World> = Arc::new(
        Memory::new()
            .file("/app/Chart.yaml", CHART)
            .file("/app/values.yaml", "a: 1\r\ngone: {x: 1}\r\ncache:\r\n  auth:\r\n    password: parent\r\nglobal: {x: 1}\r\n")
            .file("/app/charts/redis/Chart.yaml", "apiVersion: v2\nname: redis\nversion: 1.0.0\n")
            .file(
                "/app/charts/redis/values.yaml",
                "# redis\nauth:\n  password: own\n  user: u\nexports:\n  shared:\n    port: 1\nglobal: {x: 0, y: 2}\nl: [1]\n",
            )
            .file("/env.yaml", "cache:\n  auth: {password: env}\n---\ncache:\n  l: [2, 3]\n")
            .file("/f.yaml", "cache:\n  auth: {user: f}\ngone: null\n"),
    );
    let budgets = Budgets::default();
    let mut journal = Vec::new();
    let chart = load(&world, b"/app", &budgets, &|_| {}, &mut journal).unwrap();
    let options = ValueOptions {
        files: vec![b"/env.yaml".to_vec(), b"/f.yaml".to_vec()],
        set: vec![b"b.c=1,cache.auth.user=z".to_vec(), b"cache.l[0]=9".to_vec()],
        json: vec![b"{\"j\": [1]}".to_vec(), b"k.l=[2]".to_vec()],
        ..ValueOptions::default()
    };
    let user = user_values(&*world, &options, &budgets).unwrap();
    let tree = process_dependencies(&Arc::new(chart), &user, &mut journal).unwrap();
    let layers = Layers::of(&tree, &Given { world: &*world, options: &options, environments: 1 });
    let shown = |set: &Set<'_>| {
        let (file, text) = (String::from_utf8_lossy(&set.place.file), String::from_utf8_lossy(&set.text));
        let at = [set.place.line, set.place.column].map(|n| n.map_or(String::new(), |n| format!(":{n}")));
        format!("{:?} {file}{}{} {text}", set.role, at[0], at[1])
    };
    layers.find(&Path::parse(path)).iter().map(shown).collect()
}

#[test]
fn finds_who_sets_a_value() {
    for (path, want) in [
        ("a", vec!["Default values.yaml:1:1 1"]),
        ("b.c", vec![r#"Flag("--set") --set b.c=1,cache.auth.user=z 1"#]),
        ("j[0]", vec![r#"Flag("--set-json") --set-json {"j": [1]} 1"#]),
        ("k.l", vec![r#"Flag("--set-json") --set-json k.l=[2] [1 items]"#]),
        (
            "cache.auth.user",
            vec![
                r#"Flag("--set") --set b.c=1,cache.auth.user=z z"#,
                "File /f.yaml:2:10 f",
                "Default charts/redis/values.yaml:4:3 u",
            ],
        ),
        (
            "cache.auth.password",
            vec![
                "Environment /env.yaml:2:10 env",
                "Parent values.yaml:5:5 parent",
                "Default charts/redis/values.yaml:3:3 own",
            ],
        ),
        ("gone", vec!["File /f.yaml:3:1 null"]),
        // A null takes away what is below.
        ("gone.x", vec![]),
        ("cache.l[1]", vec!["Environment /env.yaml:5:10 3"]),
        ("cache.global.x", vec!["Parent values.yaml:6:10 1", "Default charts/redis/values.yaml:8:10 0"]),
        ("port", vec!["Imported charts/redis/values.yaml:7:5 1"]),
        (
            "copied.password",
            vec!["Imported values.yaml:5:5 parent", "Imported charts/redis/values.yaml:3:3 own"],
        ),
        ("none", vec![]),
    ] {
        assert_eq!(sets(path), want, "{path}");
    }
}
