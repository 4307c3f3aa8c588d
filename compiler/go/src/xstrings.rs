//! huandu/xstrings: camel, snake and kebab case.
