//! How clear the labels of an item are: where subtypes start.

/// Group of each item among those with the same leading option, by the size of its share: equal
/// parts, the smallest shares first; equal shares stay together.
pub fn groups(shares: &[f64], options: usize, groups: usize) -> Vec<usize> {
    let tops: Vec<(usize, f64)> = shares
        .chunks(options)
        .map(|row| (0..options).fold((0, 0.0), |top, at| if row[at] > top.1 { (at, row[at]) } else { top }))
        .collect();
    let mut by_option: Vec<Vec<f64>> = vec![Vec::new(); options];
    tops.iter().for_each(|&(option, share)| by_option[option].push(share));
    by_option.iter_mut().for_each(|shares| shares.sort_by(f64::total_cmp));
    let place = |&(option, share): &(usize, f64)| {
        let sorted = &by_option[option];
        (1..groups).filter(|group| share >= sorted[group * sorted.len() / groups]).count()
    };
    tops.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn the_hardest_items_of_each_option_come_first_and_equal_ones_stay_together() {
        let shares = [0.9, 0.1, 0.6, 0.4, 0.3, 0.7, 0.0, 1.0, 0.9, 0.1];
        assert_eq!(groups(&shares, 2, 2), [1, 0, 0, 1, 1]);
        assert_eq!(groups(&shares, 2, 1), [0; 5]);
    }
}
