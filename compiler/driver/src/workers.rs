//! The threads that help with a command.

use std::sync::OnceLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// How much stack a helper has. What it runs has bounds of its own, made for this.
const STACK: usize = 256 << 20;

/// Threads that help when there is enough to do. They are started when first asked for: starting them takes as
/// long as rendering a small chart.
#[derive(Debug)]
pub struct Workers {
    jobs: usize,
    stack: usize,
    pool: OnceLock<Option<ThreadPool>>,
}

impl Workers {
    /// At most `jobs` threads at work, the caller's among them; 0 for as many as the machine has processors.
    pub fn new(jobs: usize) -> Workers {
        Workers::of(jobs, STACK)
    }

    /// The same, whose helpers have `stack` bytes of stack for templates: what they run must come out as it does here.
    pub fn with_stack(jobs: usize, stack: usize) -> Workers {
        Workers::of(jobs, STACK.max(stack + stack / 8))
    }

    fn of(jobs: usize, stack: usize) -> Workers {
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        Workers { jobs: if jobs == 0 { processors() } else { jobs }, stack, pool: OnceLock::new() }
    }

    /// How many threads may be at work.
    pub fn jobs(&self) -> usize {
        self.jobs
    }

    /// Runs `main` here and `beside` on each of the helpers, and returns when all have ended. Without helpers
    /// only `main` runs, so it has to do what is left of the work.
    pub(crate) fn help_if<R>(&self, many: bool, beside: impl Fn() + Sync, main: impl FnOnce() -> R) -> R {
        let Some(pool) = self.pool(many) else { return main() };
        pool.in_place_scope(|scope| {
            for _ in 1..self.jobs {
                scope.spawn(|_| beside());
            }
            main()
        })
    }

    /// The helpers; nothing where there is not much to do, one job is allowed, or the system has no more threads.
    fn pool(&self, many: bool) -> Option<&ThreadPool> {
        if self.jobs < 2 || !many {
            return None;
        }
        let start = || {
            let names = |i| format!("helper {i}");
            ThreadPoolBuilder::new()
                .num_threads(self.jobs - 1)
                .stack_size(self.stack)
                .thread_name(names)
                .build()
                .ok()
        };
        self.pool.get_or_init(start).as_ref()
    }
}
