use super::*;

struct Speaks;

impl Source for Speaks {
    fn version(&self) -> String {
        "1".to_owned()
    }

    fn rules(&self) -> usize {
        1
    }

    fn review(&mut self, _: &Document, found: &mut Found<'_>) {
        found.missed(Some(1), "was asked");
    }
}

type Maker = (&'static str, fn() -> Made);

fn told(makers: &[Maker], detail: bool) -> Vec<String> {
    let place = |(name, make): &Maker| Place { name, make: *make, reads: |_| true, made: None };
    let mut panel = Panel { off: Off::read(), places: makers.iter().map(place).collect(), built_in: makers.len() };
    let sources = makers.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut told = Vec::new();
    panel.review(&Job { sources, detail, ..Job::default() }, &mut |event| match event {
        Event::Making(name) => told.push(format!("making {name}")),
        Event::Through { missed, .. } => told.extend(missed.into_iter().map(|missed| missed.why)),
        _ => {}
    });
    told
}

const SOURCES: [Maker; 3] =
    [("docker", || Ok(Box::new(Speaks))), ("guard", sources::absent), ("sql", || Ok(Box::new(Speaks)))];

#[test]
fn sources_are_made_beside_one_another_and_one_that_is_absent_says_so() {
    let said = ["docker: was asked", "guard: could not start: this build is without it", "sql: was asked"];
    assert_eq!(told(&SOURCES, false), [["making docker"].as_slice(), &said].concat());
}

#[test]
fn where_an_attempt_ended_each_source_is_made_by_itself() {
    let said = told(&SOURCES, true);
    assert_eq!(said.iter().filter(|said| said.starts_with("making ")).count(), 3, "{said:?}");
}
