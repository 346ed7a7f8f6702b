//! Which answers mean the same: equal keys first, then average link over the different ones.
//!
//! Equal answers are one point, however many experts gave them, so an expert who repeats an answer
//! cannot tear a cluster apart or glue two together.
//!
//! # Performance
//! O(n^2) memory and about O(n^2) time for n different answers (each keeps its nearest partner).

/// Puts points into clusters: the class of each point, numbered from 0 by first point.
///
/// `similarity` gives 0 to 1 for two points; clusters are joined while the mean similarity between
/// their members is at least `threshold`. Ties go to the earlier points, so callers who number the
/// points by content get a result that does not depend on the order of the input.
pub fn average_link(points: usize, threshold: f64, similarity: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    let mut links = Links::new(points, similarity);
    while let Some((a, b)) = links.closest(threshold) {
        links.join(a, b);
    }
    links.classes()
}

struct Links {
    /// Mean similarity between clusters, a full square.
    table: Vec<f64>,
    points: usize,
    /// Members of each living cluster; empty when joined into another.
    members: Vec<Vec<usize>>,
    /// The later cluster most similar to each, and how similar.
    nearest: Vec<Option<(usize, f64)>>,
}

impl Links {
    fn new(points: usize, similarity: impl Fn(usize, usize) -> f64) -> Links {
        let mut table = vec![0.0; points * points];
        for a in 0..points {
            for b in a + 1..points {
                let value = similarity(a, b);
                table[a * points + b] = value;
                table[b * points + a] = value;
            }
        }
        let mut links = Links {
            table,
            points,
            members: (0..points).map(|point| vec![point]).collect(),
            nearest: vec![None; points],
        };
        for a in 0..points {
            links.refresh(a);
        }
        links
    }

    fn living(&self, cluster: usize) -> bool {
        !self.members[cluster].is_empty()
    }

    fn refresh(&mut self, a: usize) {
        let mut best: Option<(usize, f64)> = None;
        for b in a + 1..self.points {
            let value = self.table[a * self.points + b];
            if self.living(b) && best.is_none_or(|(_, top)| value > top) {
                best = Some((b, value));
            }
        }
        self.nearest[a] = best;
    }

    fn closest(&self, threshold: f64) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize, f64)> = None;
        for (a, near) in self.nearest.iter().enumerate() {
            if let Some((b, value)) = *near
                && self.living(a)
                && value >= threshold
                && best.is_none_or(|(_, _, top)| value > top)
            {
                best = Some((a, b, value));
            }
        }
        best.map(|(a, b, _)| (a, b))
    }

    fn join(&mut self, a: usize, b: usize) {
        let (size_a, size_b) = (self.members[a].len() as f64, self.members[b].len() as f64);
        for c in 0..self.points {
            let joined = (size_a * self.table[a * self.points + c] + size_b * self.table[b * self.points + c])
                / (size_a + size_b);
            self.table[a * self.points + c] = joined;
            self.table[c * self.points + a] = joined;
        }
        let moved = std::mem::take(&mut self.members[b]);
        self.members[a].extend(moved);
        self.nearest[b] = None;
        self.refresh(a);
        for c in 0..a.max(b) {
            if self.living(c) && c != a && self.nearest[c].is_some_and(|(near, _)| near == a || near == b) {
                self.refresh(c);
            } else if self.living(c) && c < a {
                self.offer(c, a);
            }
        }
    }

    /// The joined cluster may have become the nearest of an earlier one.
    fn offer(&mut self, c: usize, a: usize) {
        let value = self.table[c * self.points + a];
        if self.nearest[c].is_none_or(|(near, top)| value > top || (value == top && a < near)) {
            self.nearest[c] = Some((a, value));
        }
    }

    fn classes(&self) -> Vec<usize> {
        let mut classes = vec![0; self.points];
        let living = self.members.iter().filter(|members| !members.is_empty());
        for (class, members) in living.enumerate() {
            for &member in members {
                classes[member] = class;
            }
        }
        classes
    }
}

#[cfg(test)]
mod tests {
    use super::average_link;

    /// The textbook form: look at all pairs of clusters in each round.
    fn naive(points: usize, threshold: f64, similarity: impl Fn(usize, usize) -> f64) -> Vec<Vec<usize>> {
        let mut clusters: Vec<Vec<usize>> = (0..points).map(|point| vec![point]).collect();
        loop {
            let mut best = (threshold, None);
            for a in 0..clusters.len() {
                for b in a + 1..clusters.len() {
                    let sum: f64 = clusters[a]
                        .iter()
                        .flat_map(|&i| clusters[b].iter().map(move |&j| (i, j)))
                        .map(|(i, j)| similarity(i, j))
                        .sum();
                    let mean = sum / (clusters[a].len() * clusters[b].len()) as f64;
                    if mean > best.0 || (mean >= best.0 && best.1.is_none()) {
                        best = (mean, Some((a, b)));
                    }
                }
            }
            let Some((a, b)) = best.1 else { break };
            let moved = clusters.remove(b);
            clusters[a].extend(moved);
        }
        for cluster in &mut clusters {
            cluster.sort_unstable();
        }
        clusters.sort();
        clusters
    }

    #[test]
    fn same_clusters_as_the_textbook() {
        for seed in 0..200_u64 {
            let points = 2 + (seed % 9) as usize;
            let similarity = |a: usize, b: usize| {
                let (low, high) = (a.min(b) as u64, a.max(b) as u64);
                ((seed * 7919 + low * 104_729 + high * 1_299_709) % 1009) as f64 / 1009.0
            };
            let classes = average_link(points, 0.55, similarity);
            let mut found: Vec<Vec<usize>> = Vec::new();
            for class in 0..=*classes.iter().max().unwrap() {
                found.push((0..points).filter(|&point| classes[point] == class).collect());
            }
            found.sort();
            assert_eq!(found, naive(points, 0.55, similarity), "seed {seed}");
        }
    }

    #[test]
    fn no_points_no_classes() {
        assert_eq!(average_link(0, 0.5, |_, _| 1.0), Vec::<usize>::new());
    }
}
