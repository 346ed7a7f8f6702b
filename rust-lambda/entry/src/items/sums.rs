//! What is known of the experts of a circle: sums that lessons are added to.

use std::collections::BTreeMap;

use consensus::wire::{Given, State, Tally};

use super::Attributes;

/// Sort key of the item with the sums of all experts.
const ALL: &str = "V2";

/// Start of the sort key of an expert's own item, as the first layout kept them.
const ONE: &str = "V1#";

/// The state that the items of a partition tell; refused by name where one is malformed.
pub fn state(known: &[Attributes]) -> Given {
    let mut experts = BTreeMap::new();
    for item in known {
        if add(item, &mut experts).is_none() {
            return Given::Refused("an item is malformed".to_owned());
        }
    }
    Given::new(State { experts })
}

fn add(item: &Attributes, experts: &mut BTreeMap<String, Tally>) -> Option<()> {
    let key = item.get("sk")?.as_s().ok()?;
    let number = |name: &str| item.get(name)?.as_n().ok()?.parse::<f64>().ok();
    if let Some(name) = key.strip_prefix(ONE) {
        count(experts, name, number("right")?, number("asked")?);
    } else if key == ALL {
        for name in item.keys().filter_map(|name| name.strip_prefix("asked ")) {
            count(experts, name, number(&format!("right {name}"))?, number(&format!("asked {name}"))?);
        }
    }
    Some(())
}

fn count(experts: &mut BTreeMap<String, Tally>, name: &str, right: f64, asked: f64) {
    let tally = experts.entry(name.to_owned()).or_insert(Tally { right: 0.0, asked: 0.0 });
    tally.right += right;
    tally.asked += asked;
}
