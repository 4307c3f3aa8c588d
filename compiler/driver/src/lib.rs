//! The pipeline from a chart to manifests, the operating system's World, and the reports.
