//! Panics: a mistake of ours becomes an error message.

use std::any::Any;
use std::panic;
use std::sync::Mutex;

use nexachart_driver::source::Diagnostic;

/// Where the last panic was; the payload does not tell.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Notes where a panic is instead of printing it.
pub fn watch() {
    panic::set_hook(Box::new(|panic| {
        if let (Ok(mut place), Some(location)) = (PLACE.lock(), panic.location()) {
            *place = Some(format!("{}:{}", location.file(), location.line()));
        }
    }));
}

/// Calls `run`; a panic in it is an error.
pub fn caught<T, E: From<Diagnostic>>(run: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    // What `run` has changed is only read for reports afterwards.
    panic::catch_unwind(panic::AssertUnwindSafe(run)).unwrap_or_else(|payload| Err(failure(&*payload).into()))
}

/// The error for what a panic carried.
pub fn failure(payload: &(dyn Any + Send)) -> Diagnostic {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("panic");
    let place = PLACE.lock().ok().and_then(|place| place.clone()).unwrap_or_default();
    let at = if place.is_empty() { "" } else { " at " };
    let report = concat!("please report it at ", env!("CARGO_PKG_REPOSITORY"));
    Diagnostic::error("internal", format!("internal error: {text}{at}{place}; {report}"))
        .summed_up(format!("internal error: {text}{at}{place}"))
        .helped(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        watch();
        let error = caught::<(), Diagnostic>(|| panic!("no such thing")).unwrap_err();
        let text = String::from_utf8_lossy(&error.message);
        assert!(text.starts_with("internal error: no such thing at compiler/cli/src/crash.rs:"), "{text}");
        let _ = panic::take_hook();
    }
}
