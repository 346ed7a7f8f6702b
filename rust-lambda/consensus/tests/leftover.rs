//! Texts that say the opposite in other words are never one, and those that say the same in other words stay one.
//!
//! Triples are generated from the lists of opposites of nine languages: a sentence, its opposite in another form, and
//! the sentence in that other form.

use std::collections::HashMap;

use consensus::relation::Text;
use consensus::wire::Relation;
use consensus::{Kind, Opinion, Panel, agree};
use serde_json::Value;

/// A sentence and the same in another form, with a place for the word that tells.
struct Form {
    language: &'static str,
    file: &'static str,
    plain: &'static str,
    turned: &'static str,
}

macro_rules! form {
    ($language:literal, $plain:literal, $turned:literal) => {
        Form {
            language: $language,
            file: include_str!(concat!("../../../layers/knowledge/contrast/", $language, ".json")),
            plain: $plain,
            turned: $turned,
        }
    };
}

const FORMS: [Form; 18] = [
    form!(
        "en",
        "The gateway must be {} when the server restarts.",
        "When the server restarts, it is the gateway that must be {}."
    ),
    form!("en", "We want the {} queue for this report.", "For this report the {} queue is what we want."),
    form!(
        "de",
        "Der Dienst muss {} sein, wenn der Server startet.",
        "Wenn der Server startet, muss der Dienst ganz {} sein."
    ),
    form!(
        "de",
        "Für diesen Bericht nimmt man die Warteschlange {}.",
        "Die Warteschlange {} nimmt man hier für diesen Bericht."
    ),
    form!(
        "fr",
        "Le serveur doit rester {} pendant la mise en production.",
        "Pendant la mise en production, le serveur doit bien rester {}."
    ),
    form!("fr", "Pour ce rapport il faut la file {}.", "La file {} est ce qu'il faut pour ce rapport."),
    form!(
        "es",
        "El servidor debe quedar {} durante la migración.",
        "Durante la migración, el servidor debe quedar así: {}."
    ),
    form!("es", "Para este informe usamos la cola {}.", "La cola {} es la que usamos para este informe."),
    form!(
        "it",
        "Il server deve restare {} durante la migrazione.",
        "Durante la migrazione il server deve proprio restare {}."
    ),
    form!("it", "Per questo rapporto usiamo la coda {}.", "La coda {} è quella che usiamo per questo rapporto."),
    form!("pt", "O servidor deve ficar {} durante a migração.", "Durante a migração, o servidor deve mesmo ficar {}."),
    form!("pt", "Para este relatório usamos a fila {}.", "A fila {} é a que usamos para este relatório."),
    form!("nl", "De server moet {} zijn tijdens de migratie.", "Tijdens de migratie moet de server echt {} zijn."),
    form!(
        "nl",
        "Voor dit rapport gebruiken we de wachtrij {}.",
        "De wachtrij {} is wat we gebruiken voor dit rapport."
    ),
    form!("ru", "Сервер должен быть {} во время миграции.", "Во время миграции сервер должен быть именно {}."),
    form!("ru", "Для этого отчета мы берем очередь {}.", "Очередь {} мы берем для этого отчета."),
    form!("pl", "Serwer musi być {} podczas migracji.", "Podczas migracji serwer musi być właśnie {}."),
    form!("pl", "Dla tego raportu bierzemy kolejkę {}.", "Kolejkę {} bierzemy dla tego raportu."),
];

/// The first word of each side of each pair of opposites that are words of the language's grammar at most on one side.
fn opposites(file: &Value) -> Vec<[String; 2]> {
    let list = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let grammar = list(file["words"].as_str().expect("words"));
    let lines = file["opposites"].as_array().expect("opposites").iter().skip(1);
    lines
        .filter_map(|line| {
            let mut sides = line.as_str()?.split('/').map(|side| {
                let word = list(side).into_iter().find(|word| !word.trim_end_matches('*').contains(['_', '*']))?;
                Some(word.trim_end_matches('*').to_owned())
                    .filter(|word| word.chars().count() > 2 && !["never", "once"].contains(&word.as_str()))
            });
            let pair = [sides.next()??, sides.next()??];
            (!pair.iter().any(|word| grammar.contains(word))).then_some(pair)
        })
        .collect()
}

/// Whether two texts are told apart by what is left over or by what they are worded alike in.
fn relation(a: &str, b: &str) -> Option<Relation> {
    let (a, b) = (Text::new(a), Text::new(b));
    let found = a.relation_to(&b);
    if found == Relation::Differs { a.left_over(&b) } else { Some(found) }
}

fn left_over(a: &str, b: &str) -> Option<Relation> {
    Text::new(a).left_over(&Text::new(b))
}

#[test]
fn opposites_in_another_form_are_told_apart_in_every_language_and_the_same_is_not() {
    let mut told: HashMap<&str, usize> = HashMap::new();
    let (mut missed, mut torn) = (Vec::new(), Vec::new());
    for form in FORMS {
        let file: Value = serde_json::from_str(form.file).expect("a file of contrasts");
        for [word, opposite] in opposites(&file) {
            let said = form.plain.replace("{}", &word);
            let (same, turned) = (form.turned.replace("{}", &word), form.turned.replace("{}", &opposite));
            match relation(&said, &turned) {
                Some(Relation::Contradicts) => *told.entry(form.language).or_default() += 1,
                _ => missed.push(format!("{said} / {turned}")),
            }
            if left_over(&said, &same).is_some() {
                torn.push(format!("{said} / {same}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
    assert!(torn.is_empty(), "{} torn:\n{}", torn.len(), torn.join("\n"));
    assert!(told.len() == 9 && told.values().all(|count| *count > 60), "{told:?}");
}

/// A, its opposite in another form, and A in other words.
const TRIPLES: [[&str; 3]; 30] = [
    ["Keep the logs for 30 days.", "Logs are kept 30 months.", "Logs are kept 30 days."],
    ["Open port 443 to the world.", "Port 443 should be closed to everyone.", "Port 443 should be open to everyone."],
    [
        "Store passwords hashed with bcrypt.",
        "Passwords should be stored as MD5 hashes.",
        "Passwords should be stored as bcrypt hashes.",
    ],
    [
        "Take the medicine with food.",
        "The medicine should be taken without food.",
        "The medicine should be taken with food.",
    ],
    ["Use the left join.", "A right join is what you need.", "A left join is what you need."],
    [
        "Disable caching for this route.",
        "Caching should be enabled for this route.",
        "Caching should be disabled for this route.",
    ],
    [
        "Grant the role to the service.",
        "The role should be revoked from the service.",
        "The service should be granted the role.",
    ],
    [
        "The warranty covers water damage.",
        "Water damage is excluded by the warranty.",
        "Water damage is covered by the warranty.",
    ],
    [
        "Run the migration during the maintenance window.",
        "Do the migration outside the maintenance window.",
        "Do the migration in the maintenance window.",
    ],
    [
        "The bug was introduced in 1.4 and fixed in 1.5.",
        "1.5 introduced the bug; 1.4 fixes it.",
        "1.4 introduced the bug; 1.5 fixes it.",
    ],
    ["Give 5 mg with food.", "Give 5 mg without food, with a glass of water.", "Give 5 mg together with food."],
    [
        "The primary writes to the replica.",
        "Writes go from the replica to the primary.",
        "Writes go from the primary to the replica.",
    ],
    ["Add the acid to the water.", "Pour water into acid.", "Pour acid into water."],
    [
        "The tenant pays the landlord the deposit.",
        "The deposit is paid by the landlord to the tenant.",
        "The deposit is paid by the tenant to the landlord.",
    ],
    [
        "Alice must sign the release, then Bob.",
        "First Bob signs the release, then Alice.",
        "First Alice signs the release, then Bob.",
    ],
    [
        "Rotate the key before you delete the old one.",
        "First delete the old key, then rotate it.",
        "First rotate the key, then delete the old one.",
    ],
    [
        "Stop the pump, then open the valve.",
        "First open the valve and then stop the pump.",
        "First stop the pump and then open the valve.",
    ],
    [
        "Encrypt the backups before they leave the host.",
        "Backups must be encrypted after leaving the host.",
        "Backups must be encrypted before leaving the host.",
    ],
    ["Store the vaccine at -20 °C.", "The vaccine is stored at 20 °C.", "The vaccine is stored at minus 20 °C."],
    ["Give 5 mg/kg daily.", "5 mg are given daily.", "5 mg per kg are given daily."],
    ["Give .5 mg daily.", "5 mg are given each day.", "0.5 mg are given each day."],
    [
        "The limit is 5 requests per second.",
        "5 requests per minute are the limit.",
        "5 requests per second are the limit.",
    ],
    [
        "The vessel holds a pressure of 3 MPa.",
        "A pressure of 3 mPa is what the vessel holds.",
        "A pressure of 3 MPa is held by the vessel.",
    ],
    [
        "The client sends the certificate to the server.",
        "The client receives the certificate from the server.",
        "The certificate is sent by the client to the server.",
    ],
    [
        "Merge main into the feature branch.",
        "The feature branch should be merged into main.",
        "You should merge main into the feature branch.",
    ],
    ["Replace Redis by Valkey.", "Valkey should be replaced by Redis.", "Redis should be replaced by Valkey."],
    [
        "The queue is faster than the topic.",
        "The topic is faster than the queue.",
        "Of the two, the queue is faster than the topic.",
    ],
    [
        "Der Mieter zahlt die Kaution vor dem Einzug.",
        "Die Kaution zahlt der Mieter nach dem Einzug.",
        "Die Kaution zahlt der Mieter vor dem Einzug.",
    ],
    [
        "Le client doit payer avant la livraison.",
        "Le paiement du client se fait après la livraison.",
        "Le paiement du client se fait avant la livraison.",
    ],
    [
        "Upgrade the agent to version 1.10.",
        "The agent is upgraded to version 1.1.",
        "The agent is upgraded to version 1.10.",
    ],
];

/// Experts a, b and c with an answer each.
fn panel(kind: Kind, answers: [&str; 3]) -> Panel {
    let opinion = |(expert, answer): (&str, &str)| Opinion {
        expert: expert.to_owned(),
        answer: Some(answer.to_owned()),
        ..Opinion::default()
    };
    let question = Some("What do you advise?".to_owned());
    Panel {
        question,
        kind,
        opinions: ["a", "b", "c"].into_iter().zip(answers).map(opinion).collect(),
        ..Panel::default()
    }
}

#[test]
fn a_panel_never_joins_the_opposite_in_another_form() {
    let mut failed = Vec::new();
    for [said, turned, same] in TRIPLES {
        for kind in [Kind::Text, Kind::Auto, Kind::Short] {
            let verdict = agree(&panel(kind, [said, turned, same]));
            let of = |expert: &str| {
                verdict.clusters.iter().position(|cluster| cluster.experts.iter().any(|own| own == expert))
            };
            if of("b") == of("a") || of("b") == of("c") {
                failed.push(format!("{kind:?}: {turned} with {said} / {same}"));
            }
            if left_over(said, same) == Some(Relation::Contradicts) {
                failed.push(format!("torn: {said} / {same}"));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
