//! Which worker takes which file. The source of templates holds tens of megabytes of data, which each worker that reads
//! one reads anew: so one worker takes the templates while the others take the rest, unless there are many.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::panel::Job;

/// The source that is slow to make.
pub const SLOW: &str = "cloudformation";

/// So many templates take as long as making the source once more.
const WORTH_MAKING: usize = 100;

/// The places of jobs in their list, each given out once.
pub struct Queues {
    templates: Queue,
    others: Queue,
}

#[derive(Default)]
struct Queue {
    places: Vec<usize>,
    next: AtomicUsize,
}

impl Queues {
    /// Sorts jobs by what they look like; whoever is wrong about one waits longer, and no more.
    pub fn of(jobs: &[Job]) -> Queues {
        let is_template = |job: &Job| job.sources.iter().any(|name| name == SLOW) && job.file.text.contains("AWS::");
        let (templates, others) = (0..jobs.len()).partition(|at| is_template(&jobs[*at]));
        Queues { templates: Queue::of(templates), others: Queue::of(others) }
    }

    /// The next job for a worker: the first worker begins with templates, as does one that has made their source.
    pub fn next(&self, first: bool, has_made: bool) -> Option<usize> {
        if first || has_made {
            return self.templates.take().or_else(|| self.others.take());
        }
        self.others.take().or_else(|| if self.templates.left() > WORTH_MAKING { self.templates.take() } else { None })
    }
}

impl Queue {
    fn of(places: Vec<usize>) -> Queue {
        Queue { places, next: AtomicUsize::new(0) }
    }

    fn take(&self) -> Option<usize> {
        self.places.get(self.next.fetch_add(1, Ordering::Relaxed)).copied()
    }

    fn left(&self) -> usize {
        self.places.len().saturating_sub(self.next.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::File;

    fn jobs(templates: usize, others: usize) -> Vec<Job> {
        let job = |text: &str| Job {
            file: File { text: text.to_owned(), ..File::default() },
            sources: vec![SLOW.to_owned()],
            ..Job::default()
        };
        let template = std::iter::repeat_with(|| job("Type: AWS::S3::Bucket"));
        template.take(templates).chain(std::iter::repeat_with(|| job("FROM a")).take(others)).collect()
    }

    fn all(queues: &Queues, first: bool, has_made: bool) -> Vec<usize> {
        std::iter::from_fn(|| queues.next(first, has_made)).collect()
    }

    #[test]
    fn few_templates_go_to_one_worker_and_the_rest_to_the_others() {
        let queues = Queues::of(&jobs(3, 4));
        assert_eq!(all(&queues, false, false), [3, 4, 5, 6]);
        assert_eq!(all(&queues, true, false), [0, 1, 2]);
    }

    #[test]
    fn every_job_is_given_out_once_whoever_asks() {
        let queues = Queues::of(&jobs(150, 20));
        let mut given = all(&queues, false, false);
        assert_eq!((given.len(), queues.templates.left()), (70, WORTH_MAKING));
        given.extend(all(&queues, false, true));
        given.extend(all(&queues, true, false));
        given.sort_unstable();
        assert_eq!(given, (0..170).collect::<Vec<_>>());
    }

    #[test]
    fn a_worker_that_has_made_the_source_takes_templates_first() {
        let queues = Queues::of(&jobs(2, 2));
        assert_eq!(all(&queues, false, true), [0, 1, 2, 3]);
    }
}
