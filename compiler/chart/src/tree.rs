//! The charts of one target: which dependencies it has, under which names, with which values.

use std::sync::Arc;

use nexachart_value::Map;

use crate::{Chart, Dependency, Metadata};

/// A chart and its dependencies as one target sees them: aliases applied, disabled ones taken out.
///
/// Helm does this to the loaded chart itself, by way of pointers: several aliases of one chart share
/// what they do not change. Numbers into two vectors are those pointers here, and the loaded chart stays
/// as it is.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    metadata: Vec<Metadata>,
}

/// A chart in a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(u32);

/// A Chart.yaml in a [`Tree`]: several charts can share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MetadataId(u32);

#[derive(Clone, Debug)]
struct Node {
    chart: Arc<Chart>,
    metadata: MetadataId,
    parent: Option<NodeId>,
    dependencies: Vec<NodeId>,
    /// The chart's own values, with those that it imports.
    values: Map,
}

impl Tree {
    /// The chart with all its dependencies, as loaded.
    pub(crate) fn new(chart: &Arc<Chart>) -> Tree {
        let mut tree = Tree { nodes: Vec::new(), metadata: Vec::new() };
        tree.add(chart, None);
        tree
    }

    fn add(&mut self, chart: &Arc<Chart>, parent: Option<NodeId>) -> NodeId {
        let metadata = MetadataId(self.metadata.len() as u32);
        self.metadata.push(chart.metadata.clone());
        let id = self.push(Node {
            chart: chart.clone(),
            metadata,
            parent,
            dependencies: Vec::new(),
            values: chart.default_values(),
        });
        // The loader bounds the depth of charts in charts.
        let dependencies = chart.dependencies.iter().map(|sub| self.add(sub, Some(id))).collect();
        self.nodes[id.0 as usize].dependencies = dependencies;
        id
    }

    fn push(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        NodeId(self.nodes.len() as u32 - 1)
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The chart itself.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// What was loaded.
    pub fn chart(&self, id: NodeId) -> &Arc<Chart> {
        &self.node(id).chart
    }

    /// Its Chart.yaml: the name may be an alias, the dependencies are those that are on.
    pub fn metadata(&self, id: NodeId) -> &Metadata {
        &self.metadata[self.node(id).metadata.0 as usize]
    }

    /// Its name, or alias.
    pub fn name(&self, id: NodeId) -> &str {
        &self.metadata(id).name
    }

    /// The charts below it.
    pub fn dependencies(&self, id: NodeId) -> &[NodeId] {
        &self.node(id).dependencies
    }

    /// Whether it is the chart that was asked for.
    pub fn is_root(&self, id: NodeId) -> bool {
        self.node(id).parent.is_none()
    }

    /// Its path: the names down to it with `/charts/` between (Helm: ChartFullPath).
    pub fn full_path(&self, id: NodeId) -> String {
        let mut path = self.name(id).to_string();
        let mut above = self.node(id).parent;
        while let Some(parent) = above {
            path = format!("{}/charts/{path}", self.name(parent));
            above = self.node(parent).parent;
        }
        path
    }

    /// The values it brings along.
    pub(crate) fn values(&self, id: NodeId) -> &Map {
        &self.node(id).values
    }

    pub(crate) fn set_values(&mut self, id: NodeId, values: Map) {
        self.nodes[id.0 as usize].values = values;
    }

    pub(crate) fn dependency_entries(&mut self, id: NodeId) -> &mut Option<Vec<Option<Dependency>>> {
        let metadata = self.node(id).metadata;
        &mut self.metadata[metadata.0 as usize].dependencies
    }

    /// Makes these the dependencies, and itself their parent (Helm: SetDependencies).
    pub(crate) fn set_dependencies(&mut self, id: NodeId, dependencies: Vec<NodeId>) {
        for sub in &dependencies {
            self.nodes[sub.0 as usize].parent = Some(id);
        }
        self.nodes[id.0 as usize].dependencies = dependencies;
    }

    /// A chart of the same content with a Chart.yaml of its own, under another name if there is one, and
    /// with copies of its direct dependencies (Helm: getAliasDependency). The copies share everything else.
    pub(crate) fn alias(&mut self, id: NodeId, name: &str) -> NodeId {
        let mut metadata = self.metadata(id).clone();
        if !name.is_empty() {
            metadata.name = name.to_string();
        }
        let mut node = self.node(id).clone();
        node.metadata = MetadataId(self.metadata.len() as u32);
        self.metadata.push(metadata);
        let dependencies = std::mem::take(&mut node.dependencies);
        let alias = self.push(node);
        let copies = dependencies.iter().map(|sub| self.push(self.node(*sub).clone())).collect();
        self.set_dependencies(alias, copies);
        alias
    }
}
