//! The threads that help with a command.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};

use crate::TemplateOptions;

/// How much stack a helper has. What it runs has bounds of its own, made for this.
const STACK: usize = 256 << 20;

/// How many threads may be at work.
#[derive(Debug)]
pub struct Workers {
    asked: usize,
    jobs: OnceLock<usize>,
    stack: usize,
}

impl Workers {
    /// At most `jobs` threads at work, the caller's among them; 0 for as many as the machine has processors.
    pub fn new(jobs: usize) -> Workers {
        Workers { asked: jobs, jobs: OnceLock::new(), stack: STACK }
    }

    /// The same, whose helpers have `stack` bytes of stack for templates: what they run must come out as it does here.
    pub fn with_stack(jobs: usize, stack: usize) -> Workers {
        Workers { stack: STACK.max(stack + stack / 8), ..Workers::new(jobs) }
    }

    /// How many threads may be at work. The system is asked for its processors when this is: that takes a dozen calls.
    pub fn jobs(&self) -> usize {
        let processors = || thread::available_parallelism().map_or(1, usize::from);
        *self.jobs.get_or_init(|| if self.asked == 0 { processors() } else { self.asked })
    }

    /// Runs `work` here, and on each of the helpers too where there is `much` of it.
    pub(crate) fn share(&self, much: bool, work: &(dyn Fn() + Sync)) {
        self.scope(work, |helpers| {
            if much {
                helpers.call();
            }
            work();
        });
    }

    /// Runs `main` here, and from when it calls them, `help` on each of the helpers; returns when all have ended.
    /// There may be no helpers, so `main` has to do what is left of the work.
    pub(crate) fn scope<R>(&self, help: &(dyn Fn() + Sync), main: impl FnOnce(&Helpers<'_, '_>) -> R) -> R {
        thread::scope(|scope| {
            let helpers = Helpers { workers: self, scope, help, called: RefCell::default() };
            let result = main(&helpers);
            for helper in helpers.called.into_inner().unwrap_or_default() {
                if let Err(panic) = helper.join() {
                    resume_unwind(panic);
                }
            }
            result
        })
    }
}

/// The helpers of a [`Workers::scope`], none of which has started before they are called: starting a thread takes
/// as long as rendering a small chart.
pub(crate) struct Helpers<'s, 'e> {
    workers: &'e Workers,
    scope: &'s Scope<'s, 'e>,
    help: &'e (dyn Fn() + Sync),
    called: RefCell<Option<Vec<ScopedJoinHandle<'s, ()>>>>,
}

impl<'s, 'e> Helpers<'s, 'e> {
    /// Lets them begin, unless they have.
    pub fn call(&self) {
        self.called.borrow_mut().get_or_insert_with(|| {
            let (scope, help, stack): (&'s Scope<'s, 'e>, _, _) = (self.scope, self.help, self.workers.stack);
            let start = |i| {
                let builder = thread::Builder::new().name(format!("helper {i}")).stack_size(stack);
                // The system may have no more threads.
                builder.spawn_scoped(scope, help).ok()
            };
            (1..self.workers.jobs()).map_while(start).collect()
        });
    }
}

/// How many bytes of work are worth waking a helper.
const BATCH: usize = 32 << 10;

/// Work that comes bit by bit, for whoever has time.
#[derive(Debug)]
pub(crate) struct Queue<J> {
    state: Mutex<Waiting<J>>,
    changed: Condvar,
}

#[derive(Debug)]
struct Waiting<J> {
    jobs: VecDeque<J>,
    /// How many bytes have come since a helper was woken.
    bytes: usize,
    ended: bool,
}

impl<J> Queue<J> {
    /// An empty one.
    pub fn new() -> Queue<J> {
        let waiting = Waiting { jobs: VecDeque::new(), bytes: 0, ended: false };
        Queue { state: Mutex::new(waiting), changed: Condvar::new() }
    }

    /// Adds a job with so many bytes.
    pub fn add(&self, job: J, bytes: usize) {
        let mut state = lock(&self.state);
        state.jobs.push_back(job);
        state.bytes += bytes;
        if state.bytes >= BATCH {
            state.bytes = 0;
            drop(state);
            self.changed.notify_one();
        }
    }

    /// There will be no more jobs.
    pub fn end(&self) {
        lock(&self.state).ended = true;
        self.changed.notify_all();
    }

    /// Nobody is to do what waits.
    pub fn clear(&self) {
        lock(&self.state).jobs.clear();
        self.end();
    }

    /// The next job, if one waits.
    pub fn next(&self) -> Option<J> {
        lock(&self.state).jobs.pop_front()
    }

    /// The next job; waits for it as long as there may be one.
    pub fn wait(&self) -> Option<J> {
        let mut state = lock(&self.state);
        while state.jobs.is_empty() && !state.ended {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.jobs.pop_front()
    }
}

/// What `each` makes of the items, in their order, several at a time.
pub(crate) fn parallel<T: Sync, R: Send + Sync>(
    items: &[T],
    options: &TemplateOptions,
    each: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let results: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(at) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < items.len()) {
            let _ = results[at].set(each(&items[at]));
        }
    };
    Workers::with_stack(options.jobs, options.stack).share(items.len() > 1, &work);
    results.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// What a mutex holds; whoever panicked with it has left it whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
