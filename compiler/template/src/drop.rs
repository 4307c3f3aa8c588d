//! Letting go of trees without recursion: they may be deep.

use std::mem::take;

use crate::{Expr, List, Node, Pipe};

impl Drop for List {
    fn drop(&mut self) {
        let mut todo = Vec::new();
        let mut nodes = take(&mut self.nodes);
        loop {
            for node in &mut nodes {
                if let Node::If(branch) | Node::With(branch) | Node::Range(branch) = node {
                    todo.push(take(&mut branch.list.nodes));
                    todo.extend(branch.else_list.as_mut().map(|list| take(&mut list.nodes)));
                }
            }
            let Some(next) = todo.pop() else { break };
            nodes = next;
        }
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let mut todo = Vec::new();
        let mut cmds = take(&mut self.cmds);
        loop {
            for arg in cmds.iter_mut().flat_map(|command| &mut command.args) {
                match arg {
                    Expr::Pipe(pipe) => todo.push(take(&mut pipe.cmds)),
                    Expr::Chain(chain) => {
                        if let Expr::Pipe(pipe) = &mut chain.base {
                            todo.push(take(&mut pipe.cmds));
                        }
                    }
                    _ => {}
                }
            }
            let Some(next) = todo.pop() else { break };
            cmds = next;
        }
    }
}
