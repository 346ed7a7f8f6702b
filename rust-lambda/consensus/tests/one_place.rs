//! Two answers that differ in one place and say something else stand in no cluster together, whoever of three gives which.

use consensus::{Kind, Opinion, Panel, agree};

/// Sentences of free text: what is told apart also where the kind is left open.
const SENTENCES: [[&str; 2]; 41] = [
    ["Reduce the dose to 5 mg.", "Reduce the dose by 5 mg."],
    ["Increase the limit to 10.", "Increase the limit by 10."],
    ["It costs less than 50 dollars.", "It costs no less than 50 dollars."],
    ["It takes no more than 3 hours.", "It takes more than 3 hours."],
    ["Everybody but Bob may vote.", "Everybody including Bob may vote."],
    ["The key was revoked last year.", "The key will be revoked next year."],
    ["The claim lapses within 30 days.", "The claim lapses after 30 days."],
    ["Il pagamento \u{e8} dovuto entro 30 giorni.", "Il pagamento \u{e8} dovuto dopo 30 giorni."],
    ["Die Klage ist innerhalb von 30 Tagen zul\u{e4}ssig.", "Die Klage ist nach 30 Tagen zul\u{e4}ssig."],
    ["Open port 443 to the office network.", "Open port 443 to the internet."],
    ["Encrypt the volume at rest.", "Encrypt the volume in transit."],
    ["Store the token in memory.", "Store the token on disk."],
    ["Write the whole log to stdout.", "Write the whole log to a file."],
    ["Alice sued Bob.", "Bob sued Alice."],
    ["A implies B.", "B implies A."],
    ["Smoking causes stress.", "Stress causes smoking."],
    ["Der Mieter k\u{fc}ndigt dem Vermieter.", "Der Vermieter k\u{fc}ndigt dem Mieter."],
    ["The employer manages the contractor.", "The contractor manages the employer."],
    ["El plazo es de al menos 30 d\u{ed}as.", "El plazo es de como m\u{e1}ximo 30 d\u{ed}as."],
    ["It might be safe.", "It is safe."],
    ["Nearly all tests pass.", "All tests pass."],
    ["A few tests pass.", "Few tests pass."],
    ["Restart it at once.", "Restart it later."],
    ["Every node has one disk.", "Every node has at most one disk."],
    ["There is a lock.", "There is at most one lock."],
    ["It works from version 2.", "It works up to version 2."],
    ["Version 2 is affected.", "Versions up to 2 are affected."],
    ["I doubt that it is safe.", "I believe that it is safe."],
    ["He failed to lock the door.", "He managed to lock the door."],
    ["He forgot to lock the door.", "He remembered to lock the door."],
    ["Store the key in the vault.", "Store the key in the repository."],
    ["Open the port to the administrators.", "Open the port to the public."],
    ["Send the report to the customer.", "Send the report to the supplier."],
    ["The cluster lacks encryption.", "The cluster has encryption."],
    ["Version 2 fails and version 3 works.", "Version 3 fails and version 2 works."],
    ["Keep the logs for thirty months.", "Logs are kept for thirty days."],
    ["Restart the pods before the migration.", "Restart the pods after the migration."],
    ["Only admins may read it.", "Admins may read it."],
    ["Most tests pass on Linux.", "Tests pass on Linux."],
    ["The index was dropped last week.", "The index will be dropped next week."],
    ["Copy the dump from staging to production.", "Copy the dump from production to staging."],
];

/// Short answers: forms of which each sign counts, and names.
const SHORT: [[&str; 2]; 22] = [
    ["rm a*", "rm a *"],
    ["grep -r foo .", "grep -r foo"],
    ["SELECT * FROM t WHERE name LIKE 'x%'", "SELECT * FROM t WHERE name LIKE '%x'"],
    ["SELECT * FROM o WHERE paid AND (sent OR gone)", "SELECT * FROM o WHERE (paid AND sent) OR gone"],
    ["SELECT x FROM t -- WHERE y", "SELECT x FROM t WHERE y"],
    ["A and (B or C)", "(A and B) or C"],
    ["not (A or B)", "(not A) or B"],
    ["NOT A OR B", "NOT (A OR B)"],
    ["[a, b)", "(a, b]"],
    ["[0, 1)", "(0, 1]"],
    ["General Electric", "Electric"],
    ["General Motors", "Motors"],
    ["James Brown", "James Brown Jr."],
    ["County Cork", "Cork"],
    ["Lake Victoria", "Victoria"],
    ["Captain America", "America"],
    ["Doctor Who", "Who"],
    ["Saint Petersburg", "Petersburg"],
    ["\u{2212}a", "a"],
    ["Cl\u{2212}", "Cl"],
    ["He failed to lock the door.", "He managed to lock the door."],
    ["Store the key in the vault.", "Store the key in the repository."],
];

/// Short answers that are one, however they are written.
const ONE: [[&str; 2]; 9] = [
    ["[0, 1)", "[0,1)"],
    ["SELECT a, b FROM t WHERE x = 1;", "select a,b from t where x=1"],
    ["A AND (B OR C)", "A and (B or C)"],
    ["Captain James Cook", "James Cook"],
    ["Mr. Bean", "Bean"],
    ["the city of Cork", "Cork"],
    ["Dr. Ada Lovelace", "Ada Lovelace"],
    ["\u{2212}5", "-5"],
    ["rm -rf build", "rm  -rf  build"],
];

/// The clusters of three answers, each as the places of its members.
fn clusters(kind: Kind, answers: [&str; 3]) -> Vec<Vec<usize>> {
    let opinions = answers.iter().enumerate().map(|(at, answer)| Opinion {
        expert: format!("e{at}"),
        answer: Some((*answer).to_owned()),
        ..Opinion::default()
    });
    let panel = Panel { kind, opinions: opinions.collect(), ..Panel::default() };
    let place = |expert: &String| expert[1..].parse().expect("a place");
    agree(&panel).clusters.iter().map(|cluster| cluster.experts.iter().map(place).collect()).collect()
}

fn apart(kind: Kind, pairs: &[[&str; 2]]) {
    for [a, b] in pairs {
        for (answers, lone) in [([a, a, b], 2), ([a, b, a], 1), ([b, a, a], 0), ([b, b, a], 2)] {
            let found = clusters(kind, answers.map(|answer| *answer));
            let alone = |cluster: &Vec<usize>| cluster.len() == 1 || !cluster.contains(&lone);
            assert!(found.iter().all(alone), "{kind:?}: {a} | {b}: {found:?}");
        }
    }
}

#[test]
fn sentences_that_differ_in_one_place_are_two_answers() {
    apart(Kind::Text, &SENTENCES);
}

#[test]
fn short_answers_that_differ_in_one_place_are_two_answers() {
    apart(Kind::Short, &SHORT);
    apart(Kind::Auto, &SHORT);
}

#[test]
fn what_is_only_written_otherwise_is_one_short_answer() {
    for [a, b] in ONE {
        let found = clusters(Kind::Short, [a, b, a]);
        assert_eq!(found.len(), 1, "{a} | {b}: {found:?}");
    }
}
