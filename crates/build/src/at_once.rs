//! Work on several things at once.

use std::thread;

/// What becomes of each, in their order; each has a thread of its own.
pub fn map<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let mut items = items;
    let Some(last) = items.pop() else { return Vec::new() };
    let work = &work;
    thread::scope(|scope| {
        let running: Vec<_> = items.into_iter().map(|item| scope.spawn(move || work(item))).collect();
        let last = work(last);
        let ended = running
            .into_iter()
            .map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        ended.collect::<Vec<_>>().into_iter().chain([last]).collect()
    })
}
