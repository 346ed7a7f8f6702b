use crate::relation::Text;

fn reworded(question: &str, a: &str, b: &str) -> bool {
    let asked = Text::new(question);
    let [own, other] = [Text::new(a), Text::new(b)];
    let forth = own.is_reworded(&other, &asked);
    assert_eq!(forth, other.is_reworded(&own, &asked), "{a} | {b}");
    forth
}

/// Question, and sentences that all say the same.
const SAME: [(&str, &[&str]); 25] = [
    ("Who pays?", &["The landlord pays the tenant.", "The tenant is paid by the landlord."]),
    ("What did the lab find?", &["The lab found elevated potassium.", "Elevated potassium was found by the lab."]),
    (
        "When does it end?",
        &[
            "Two years after the date of purchase, the warranty ends.",
            "The warranty ends two years after the date of purchase.",
        ],
    ),
    (
        "When?",
        &[
            "Within 72 hours the controller informs the authority.",
            "The controller informs the authority within 72 hours.",
        ],
    ),
    ("What happens?", &["The request is retried once on a timeout.", "On a timeout the request is retried once."]),
    ("What limits the throughput?", &["The disk limits the throughput.", "The throughput is limited by the disk."]),
    (
        "Which side effect is the most common?",
        &["The most common side effect is nausea.", "Nausea is the most common side effect."],
    ),
    (
        "Who has to prove it?",
        &[
            "In the first year the seller has to prove that the goods were free of defects.",
            "The seller has to prove in the first year that the goods were free of defects.",
        ],
    ),
    (
        "Is it safe to retry?",
        &[
            "The endpoint is idempotent, so it is safe to retry.",
            "It is safe to retry because the endpoint is idempotent.",
            "Because the endpoint is idempotent, it is safe to retry.",
        ],
    ),
    (
        "What does the rule apply to?",
        &["The rule applies to new contracts only.", "The rule applies only to new contracts."],
    ),
    (
        "Who may open the safe?",
        &[
            "The safe may only be opened by two persons together.",
            "The safe may be opened only by two persons together.",
        ],
    ),
    (
        "What encrypts the data?",
        &["Customer data is encrypted at rest with AES-256.", "Customer data is encrypted with AES-256 at rest."],
    ),
    (
        "When may students use a calculator?",
        &[
            "Students may employ a calculator in part B only.",
            "A calculator may be employed by students only in part B.",
        ],
    ),
    (
        "What is the verdict on the candidate?",
        &["We should hire the candidate.", "Hire the candidate.", "The candidate should be hired."],
    ),
    (
        "Who must attend the meeting?",
        &[
            "All team leads must attend the meeting.",
            "Every team lead must attend the meeting.",
            "The meeting must be attended by all team leads.",
        ],
    ),
    (
        "How do I restart the service?",
        &["Run `systemctl restart shop` as root.", "As root, run `systemctl restart shop`."],
    ),
    (
        "Is the sample contaminated?",
        &["The sample is contaminated.", "Yes, it's contaminated.", "Yes, the sample is contaminated."],
    ),
    ("What is the purpose of the second signature?", &["The second signature prevents fraud.", "It prevents fraud."]),
    ("Which exception does the code raise?", &["A KeyError is raised by the code.", "The code raises a KeyError."]),
    (
        "What happens if the payment fails?",
        &["If the payment fails, the order is cancelled.", "The order is cancelled if the payment fails."],
    ),
    (
        "Who approves it?",
        &[
            "The purchase order has to be approved by the head of finance.",
            "The head of finance must approve the purchase order.",
        ],
    ),
    (
        "Why does the page not load?",
        &[
            "The page does not load because the script is blocked by the content security policy.",
            "The page doesn't load because the content security policy blocks the script.",
            "The content security policy blocks the script, so the page does not load.",
        ],
    ),
    (
        "What do the two reports have in common?",
        &["Both reports recommend a new supplier.", "A new supplier is recommended by both reports."],
    ),
    (
        "Should it be merged?",
        &[
            "Since the tests fail, the pull request should not be merged.",
            "The pull request should not be merged, because the tests fail.",
        ],
    ),
    ("Was begrenzt den Dienst?", &["Der Dienst wird durch die Platte begrenzt.", "Die Platte begrenzt den Dienst."]),
];

/// Question, and sentences each of which says something else.
const OTHERS: [(&str, &[&str]); 38] = [
    (
        "Who sees it?",
        &[
            "The password is checked by the identity provider, and our service never sees it.",
            "The password is checked by our service, and the identity provider never sees it.",
        ],
    ),
    ("Is it safe?", &["It is safe to use.", "It was safe to use."]),
    (
        "What speaks for it?",
        &["Pros: It is fast in tests. Cons: It is dear to run.", "Pros: It is dear to run. Cons: It is fast in tests."],
    ),
    (
        "What costs most?",
        &[
            "Most of the costs are caused by storage; traffic hardly matters.",
            "Most of the costs are caused by traffic; storage hardly matters.",
        ],
    ),
    (
        "Whom should we choose?",
        &[
            "Supplier A is cheaper, but supplier B delivers faster; we should choose A.",
            "Supplier A is cheaper, but supplier B delivers faster; we should choose B.",
        ],
    ),
    ("How is it compared?", &["Compare with `==` here, not with `is`.", "Compare with `is` here, not with `==`."]),
    ("What does it match?", &["It matches one or more letters.", "It matches zero or more letters."]),
    ("Is it?", &["A implies B.", "B implies A."]),
    ("What comes first?", &["Stop the app. Back up the disk.", "Back up the disk. Stop the app."]),
    ("What comes first?", &["Stop the app and back up the disk.", "Back up the disk and stop the app."]),
    ("What happened to the price?", &["El precio subió a 20 euros.", "El precio subió 20 euros."]),
    ("When?", &["The certificate expires on 3 May.", "The certificate expired on 3 May."]),
    ("Wer?", &["Der Hund beißt den Mann.", "Den Hund beißt der Mann."]),
    ("How many?", &["Every node has one disk.", "Every node has at most one disk."]),
    ("How many?", &["There is a lock.", "There is at most one lock."]),
    ("Who pays?", &["The tenant pays the landlord.", "The landlord pays the tenant."]),
    ("Who pays?", &["The tenant pays the landlord.", "The tenant is paid by the landlord."]),
    ("Is it safe?", &["The endpoint is idempotent, so it is safe.", "The endpoint is safe, so it is idempotent."]),
    ("Why?", &["It is idempotent because it is safe.", "It is safe because it is idempotent."]),
    ("Which order?", &["Revoke the old keys, then issue new ones.", "Issue new keys, then revoke the old ones."]),
    (
        "Which is faster?",
        &["For this workload Redis is faster than Memcached.", "Memcached is faster than Redis for this workload."],
    ),
    ("May it be empty?", &["The field may be empty.", "The field may not be empty."]),
    ("When?", &["Restart the cache before the server.", "Restart the server before the cache."]),
    ("Who may delete files?", &["Only admins may delete files.", "Admins may only delete files."]),
    ("Who may?", &["Not all users may write.", "All users may not write."]),
    ("What is moved?", &["Move the logs to the archive.", "Move the archive to the logs."]),
    (
        "How long?",
        &["The dose is 5 mg for adults and 10 mg for children.", "The dose is 10 mg for adults and 5 mg for children."],
    ),
    (
        "Who reads what?",
        &["Admins may read logs and users may read metrics.", "Users may read logs and admins may read metrics."],
    ),
    ("Is it?", &["A contains B.", "A is contained in B."]),
    ("Is it?", &["The client calls the server.", "The client is called by the server."]),
    ("Must it?", &["The logs must be kept.", "The logs may be kept.", "The logs are kept."]),
    ("Which is faster, Redis or Memcached?", &["Redis is faster.", "Memcached is faster."]),
    ("Is it?", &["The key of the owner is lost.", "The owner of the key is lost."]),
    ("Is it?", &["Not the client but the server retries.", "Not the server but the client retries."]),
    ("How many?", &["Two nodes serve three zones.", "Three nodes serve two zones."]),
    ("Where from?", &["Copy it from the bucket to the disk.", "Copy it from the disk to the bucket."]),
    ("Is it?", &["The parent of Anna is Berta.", "The parent of Berta is Anna."]),
    ("Is it safe?", &["It is safe.", "It is not safe.", "No, it is safe."]),
];

#[test]
fn the_same_words_put_otherwise_say_the_same() {
    let mut wrong = Vec::new();
    for (question, texts) in SAME {
        for (at, a) in texts.iter().enumerate() {
            wrong.extend(texts[at + 1..].iter().filter(|b| !reworded(question, a, b)).map(|b| format!("{a} | {b}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_turns_a_meaning_is_no_other_wording() {
    let mut wrong = Vec::new();
    for (question, texts) in OTHERS {
        for (at, a) in texts.iter().enumerate() {
            wrong.extend(texts[at + 1..].iter().filter(|b| reworded(question, a, b)).map(|b| format!("{a} | {b}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
