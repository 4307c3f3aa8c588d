//! Inputs of about 1 MB each that are made to take as much as they can: time, memory, stack. What they take is printed
//! by the `hostile` binary.

mod charts;
mod templates;
mod values;

/// What stands at a path.
pub enum Place {
    /// A file of these bytes.
    File(Vec<u8>),
    /// A link to this path.
    Link(String),
}

/// An input: files below a folder, and the call that is made there.
pub struct Input {
    /// What it is.
    pub name: String,
    /// The files.
    pub files: Vec<(String, Place)>,
    /// The arguments behind `template`.
    pub args: Vec<String>,
    /// What it is given on standard input.
    pub stdin: Vec<u8>,
}

/// How large an input is.
const SIZE: usize = 1 << 20;

/// All inputs.
pub fn inputs() -> Vec<Input> {
    [templates::inputs(), values::inputs(), charts::inputs()].into_iter().flatten().collect()
}

impl Input {
    /// A sound chart in the folder `chart`, and the call that renders it.
    fn new(name: &str) -> Input {
        Input { name: name.into(), files: Vec::new(), args: vec!["chart".into()], stdin: Vec::new() }
            .file("chart/Chart.yaml", "apiVersion: v2\nname: app\nversion: 0.1.0\n")
    }

    /// The same with a file, in place of one that was there.
    fn file(mut self, path: &str, content: impl Into<Vec<u8>>) -> Input {
        self.files.retain(|(there, _)| there != path);
        self.files.push((path.into(), Place::File(content.into())));
        self
    }

    fn link(mut self, path: &str, target: &str) -> Input {
        self.files.push((path.into(), Place::Link(target.into())));
        self
    }

    fn arg(mut self, arg: impl Into<String>) -> Input {
        self.args.push(arg.into());
        self
    }

    /// A chart with one template.
    fn template(name: &str, text: impl Into<Vec<u8>>) -> Input {
        Input::new(name).file("chart/templates/a.yaml", text)
    }

    /// A chart with a values.yaml, which its template prints.
    fn values(name: &str, text: impl Into<Vec<u8>>) -> Input {
        Input::template(name, "a: {{ len (toYaml .Values) }}").file("chart/values.yaml", text)
    }
}

/// A text again and again, up to the size of an input.
fn fill(text: &str) -> String {
    text.repeat(SIZE / text.len())
}
