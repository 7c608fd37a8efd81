//! Work that goes on after its request was answered, and how far it has come. What it makes is kept elsewhere, in one
//! transaction at its end: a process that ends takes its unfinished work with it, and the work is asked for again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How far a piece of work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pieces that are done.
    pub done: usize,
    /// All pieces.
    pub total: usize,
    /// It ended without its result.
    pub has_failed: bool,
}

/// The work of this process, by name.
#[derive(Debug, Clone, Default)]
pub struct Jobs(Arc<Mutex<HashMap<String, Progress>>>);

impl Jobs {
    fn all(&self) -> MutexGuard<'_, HashMap<String, Progress>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a piece of work. `None`: it is under way already.
    pub fn begin(&self, name: &str, total: usize) -> Option<Job> {
        let mut all = self.all();
        if all.get(name).is_some_and(|progress| !progress.has_failed) {
            return None;
        }
        all.insert(name.to_owned(), Progress { done: 0, total, has_failed: false });
        Some(Job { jobs: self.clone(), name: name.to_owned() })
    }

    /// How far it has come. `None`: it is not under way.
    pub fn progress(&self, name: &str) -> Option<Progress> {
        self.all().get(name).copied()
    }
}

/// A piece of work under way. Dropped without [`Job::finish`] it has failed.
#[derive(Debug)]
pub struct Job {
    jobs: Jobs,
    name: String,
}

impl Job {
    /// So much is done.
    pub fn reach(&self, done: usize) {
        if let Some(progress) = self.jobs.all().get_mut(&self.name) {
            progress.done = done.min(progress.total);
        }
    }

    /// It ended with its result.
    pub fn finish(&self) {
        self.jobs.all().remove(&self.name);
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        if let Some(progress) = self.jobs.all().get_mut(&self.name) {
            progress.has_failed = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_work_is_not_begun_twice_but_again_when_it_failed() {
        let jobs = Jobs::default();
        let job = jobs.begin("in", 10).unwrap();
        assert!(jobs.begin("in", 10).is_none());
        job.reach(4);
        assert_eq!(jobs.progress("in"), Some(Progress { done: 4, total: 10, has_failed: false }));
        drop(job);
        assert!(jobs.progress("in").unwrap().has_failed);
        jobs.begin("in", 10).unwrap().finish();
        assert_eq!(jobs.progress("in"), None);
    }
}
