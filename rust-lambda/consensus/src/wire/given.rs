//! Reads the state that comes with a panel. Any JSON is taken in first: only text that is no JSON at all refuses the line. A state
//! is some hundred numbers, read with every panel, so no tree of general values is made of it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::state::{Given, State, Tally, VERSION};

/// What a state can be made of.
enum Part {
    Number(f64),
    Members(Vec<(Name, Part)>),
    /// Nothing that stands in a state.
    Other,
}

/// The name of a member. The usual ones stand in every sum, and need no memory of their own.
#[derive(PartialEq)]
enum Name {
    Version,
    Experts,
    Right,
    Asked,
    Own(String),
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Given, D::Error> {
        Ok(state(Part::deserialize(deserializer)?).map_or_else(Given::Refused, Given::new))
    }
}

fn state(part: Part) -> Result<State, String> {
    let Part::Members(mut members) = part else { return Err("not an object".to_owned()) };
    match take(&mut members, &Name::Version) {
        Some(Part::Number(version)) if version == f64::from(VERSION) => {}
        Some(Part::Number(version)) => return Err(format!("version {version} is not {VERSION}")),
        _ => return Err("`version` must be a number".to_owned()),
    }
    let Some(Part::Members(experts)) = take(&mut members, &Name::Experts) else {
        return Err("`experts` must be an object".to_owned());
    };
    let experts: Result<BTreeMap<String, Tally>, String> = experts.into_iter().map(tally).collect();
    Ok(State { experts: experts? })
}

fn tally((name, part): (Name, Part)) -> Result<(String, Tally), String> {
    let name = name.text();
    let (mut right, mut asked) = (None, None);
    for (member, part) in if let Part::Members(members) = part { members } else { Vec::new() } {
        let number = if let Part::Number(number) = part { Some(number) } else { None };
        match member {
            Name::Right => right = number,
            Name::Asked => asked = number,
            Name::Version | Name::Experts | Name::Own(_) => {}
        }
    }
    let missing = || format!("{name:?} must have the numbers `right` and `asked`");
    let (right, asked) = right.zip(asked).ok_or_else(missing)?;
    Ok((name, Tally { right, asked }))
}

/// The last member of that name: where one stands twice, the later one holds.
fn take(members: &mut Vec<(Name, Part)>, name: &Name) -> Option<Part> {
    let at = members.iter().rposition(|(other, _)| other == name)?;
    Some(members.swap_remove(at).1)
}

impl Name {
    fn text(self) -> String {
        match self {
            Name::Version => "version".to_owned(),
            Name::Experts => "experts".to_owned(),
            Name::Right => "right".to_owned(),
            Name::Asked => "asked".to_owned(),
            Name::Own(name) => name,
        }
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_identifier(Names)
    }
}

struct Names;

impl Visitor<'_> for Names {
    type Value = Name;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        Ok(match name {
            "version" => Name::Version,
            "experts" => Name::Experts,
            "right" => Name::Right,
            "asked" => Name::Asked,
            other => Name::Own(other.to_owned()),
        })
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Part, D::Error> {
        deserializer.deserialize_any(Parts)
    }
}

struct Parts;

impl<'de> Visitor<'de> for Parts {
    type Value = Part;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("any JSON")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Part, E> {
        Ok(Part::Number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Part, E> {
        Ok(Part::Number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Part, E> {
        Ok(Part::Number(number as f64))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Part, E> {
        Ok(Part::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<Part, E> {
        Ok(Part::Other)
    }

    fn visit_unit<E>(self) -> Result<Part, E> {
        Ok(Part::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Part, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Part::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Part, A::Error> {
        let mut found = Vec::with_capacity(2);
        while let Some(member) = members.next_entry()? {
            found.push(member);
        }
        Ok(Part::Members(found))
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, State, Tally};

    fn given(text: &str) -> Given {
        serde_json::from_str(text).expect("JSON")
    }

    #[test]
    fn a_state_survives_saving() {
        let mut state = State::default();
        state.add(&[("ada".to_owned(), Tally { right: 1.0, asked: 1.25 })].into());
        let saved = serde_json::to_string(&state).expect("plain data");
        assert_eq!(saved, r#"{"version":1,"experts":{"ada":{"right":1.0,"asked":1.25}}}"#);
        assert_eq!(given(&saved), Given::Known(state));
    }

    #[test]
    fn experts_may_be_called_as_the_members_of_a_state_are() {
        let sum = Tally { right: 1.0, asked: 2.0 };
        let experts = ["right", "asked", "version", "experts"].map(|name| (name.to_owned(), sum));
        let state = State { experts: experts.into() };
        assert_eq!(given(&serde_json::to_string(&state).expect("plain data")), Given::Known(state));
    }

    #[test]
    fn members_may_stand_in_any_order_twice_and_beside_others() {
        let known = given(r#"{"version":1,"experts":{"a":{"right":1,"asked":2}}}"#);
        for text in [
            r#"{"experts":{"a":{"asked":2,"right":1}},"version":1}"#,
            r#"{"version":2,"experts":7,"version":1,"experts":{"a":{"right":9,"right":1,"asked":2.0}}}"#,
            r#"{"version":1,"experts":{"a":{"right":1,"asked":2,"note":{"deep":[1,{}]}}},"more":[null,"x",true]}"#,
        ] {
            assert_eq!(given(text), known, "{text}");
        }
        assert!(matches!(known, Given::Known(_)));
    }

    #[test]
    fn a_state_that_cannot_be_is_refused_by_name() {
        for (bad, told) in [
            (r#"{"version":2,"experts":{}}"#, "version 2 is not 1"),
            (r#"{"version":"1","experts":{}}"#, "`version`"),
            (r#"{"experts":{}}"#, "`version`"),
            (r#"{"version":1}"#, "`experts`"),
            (r#"{"version":1,"experts":[]}"#, "`experts`"),
            (r#"{"version":1,"experts":{"a":7}}"#, r#""a""#),
            (r#"{"version":1,"experts":{"a":{"right":1}}}"#, r#""a""#),
            (r#"{"version":1,"experts":{"a":{"right":"1","asked":2}}}"#, r#""a""#),
            (r#"{"version":1,"experts":{"a":{"right":null,"asked":2}}}"#, r#""a""#),
            (r#"{"version":1,"experts":{"a":{"right":3,"asked":2}}}"#, r#""a""#),
            (r#"{"version":1,"experts":{"a":{"right":0,"asked":-2}}}"#, r#""a""#),
            (r#"{"version":1,"experts":{"a":{"right":1e300,"asked":1e300}}}"#, r#""a""#),
            (r#"[1, [2, {"deep": []}]]"#, "not an object"),
            ("7", "not an object"),
        ] {
            let Given::Refused(reason) = given(bad) else { panic!("{bad} was taken") };
            assert!(reason.contains(told), "{bad}: {reason}");
        }
    }
}
