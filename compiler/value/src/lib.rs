//! Values as Go templates see them, and their YAML, JSON and TOML forms.
