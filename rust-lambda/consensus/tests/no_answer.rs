//! Replies without an answer are told in every kind, and the same words are an answer where the question asks for them.

use consensus::Kind;
use consensus::reply::{Asked, read};

const KINDS: [Kind; 3] = [Kind::Short, Kind::Text, Kind::Auto];

fn unreadable(kind: Kind, question: &str, reply: &str) -> bool {
    let asked = Asked { kind, question: Some(question), ..Asked::default() };
    read(&asked, reply, false).unreadable.is_some()
}

/// Questions whose answers are none of the below.
const QUESTIONS: [&str; 4] = [
    "How many pallets stand in the hall?",
    "Who signed the lease?",
    "Wie viele Paletten stehen in der Halle?",
    "Which port must be open?",
];

const NOTHING: &[&str] = &[
    // Empty places.
    "Answer: ___",
    "Answer: ?",
    "Answer: -",
    "Answer: <the short answer>",
    "Here is the answer:",
    "?",
    "\u{2014}",
    // Several to choose from.
    "Answer: 4\nAnswer: 5",
    "It could be 4 or 5.",
    "4, or maybe 5",
    "4 or perhaps 5",
    "42? 43?",
    // The source is silent.
    "The document does not say.",
    "The text does not mention it.",
    "The file doesn't specify this information.",
    "This is not stated in the text.",
    "Das Dokument sagt dazu nichts.",
    "Le document ne le pr\u{e9}cise pas.",
    "El texto no lo dice.",
    // Nobody can tell.
    "Cannot be determined from the given text.",
    "Cannot be determined.",
    "It cannot be determined from the information given.",
    "Unclear.",
    "Not clear",
    "Unclear from the document.",
    "Keine Angabe.",
    "L\u{e4}sst sich nicht bestimmen.",
    "No se puede determinar.",
    "Impossible \u{e0} d\u{e9}terminer.",
    // Talk.
    "Hello!",
    "Hi there! How can I help you today?",
    "Good question!",
    "Thank you for your question.",
    "Let me think about it.",
    "Sure! Let me check.",
    "I will check and come back.",
    "One moment please.",
    "Could you clarify?",
    "Could you please provide the file?",
    "Please provide the file.",
    "Sure! Please upload the document so that I can help.",
    "Which hall do you mean?",
    "Einen Moment bitte.",
    "K\u{f6}nnten Sie das bitte pr\u{e4}zisieren?",
    "Pourriez-vous pr\u{e9}ciser ?",
    "\u{8bf7}\u{63d0}\u{4f9b}\u{6587}\u{4ef6}\u{3002}",
    // Error messages.
    "Error: rate limit exceeded",
    "429 Too Many Requests",
    "Error: 503 Service Unavailable",
    "Internal server error",
    "Request timed out.",
    "An error occurred.",
];

/// "I do not know", by language.
const UNKNOWN: &[&str] = &[
    "I don't know.",
    "Ich wei\u{df} es nicht.",
    "Je ne sais pas.",
    "No lo s\u{e9}.",
    "Non lo so.",
    "N\u{e3}o sei.",
    "Ik weet het niet.",
    "Nie wiem.",
    "Не знаю.",
    "Jag vet inte.",
    "Jeg ved det ikke.",
    "Jeg vet ikke.",
    "En tied\u{e4}.",
    "Nev\u{ed}m.",
    "Neviem.",
    "Nem tudom.",
    "Nu \u{219}tiu.",
    "Не знам.",
    "Ne znam.",
    "Δεν ξέρω.",
    "Bilmiyorum.",
    "לא יודע",
    "אני לא יודע.",
    "لا أعرف.",
    "मुझे नहीं पता।",
    "আমি জানি না।",
    "わかりません。",
    "知りません。",
    "我不知道。",
    "모르겠습니다.",
    "T\u{f4}i kh\u{f4}ng bi\u{1ebf}t.",
    "ฉันไม่รู้",
    "Saya tidak tahu.",
    "Sijui.",
    "Ek weet nie.",
    "Nie weet nie.",
    "Ne vem.",
    "Ma ei tea.",
];

#[test]
fn a_reply_without_an_answer_is_none_in_every_kind() {
    for reply in NOTHING.iter().chain(UNKNOWN) {
        for kind in KINDS {
            for question in QUESTIONS {
                assert!(unreadable(kind, question, reply), "{kind:?} {question} {reply}");
                let labelled = format!("Answer: {reply}");
                let again = reply.starts_with("Answer") || reply.starts_with("Here");
                assert!(again || unreadable(kind, question, &labelled), "{kind:?} {question} {labelled}");
            }
        }
    }
}

/// A question, and a reply that answers it though it holds such words.
const ANSWERS: &[(&str, &str)] = &[
    ("Which error did the server return?", "Error: rate limit exceeded"),
    ("Which error?", "The error is: rate limit exceeded"),
    ("What does the log say?", "429 Too Many Requests"),
    ("Which status does it send?", "503 Service Unavailable"),
    ("Why does the import stop?", "Internal server error"),
    ("What is the main risk?", "Unclear ownership."),
    ("Is the ownership clear or unclear?", "Unclear."),
    ("Is its origin known or unknown?", "Unknown"),
    ("What does the program print?", "Hello!"),
    ("Which greeting stands above the door?", "Hello!"),
    ("Which brand is it?", "Hello Kitty"),
    ("What does the program print?", "Hello, World!"),
    ("How does one say \"d\u{e9}jame pensarlo\" in English?", "Let me think about it."),
    ("What does \"Je ne sais pas\" mean?", "I don't know."),
    ("What should the assistant ask the customer?", "Please provide the file."),
    ("What should the agent reply?", "Could you clarify?"),
    ("Which question did he ask?", "How many are there?"),
    ("Who is behind it?", "The Unknown Soldier"),
    ("Does the document say who signs?", "The document does not say."),
    ("What is missing?", "The document does not name the tenant."),
    ("Why is the clause void?", "The contract does not mention a date."),
    ("Which sign stands between them?", "-"),
    ("Which operator makes a field optional?", "Answer: ?"),
    ("Which regex quantifier matches zero or one?", "?"),
    ("What should be done?", "Let the customer check the file first."),
    ("What should be done?", "Please use the second port."),
    ("What should be done?", "I will check the logs of the gateway."),
    ("What should be done?", "Provide the file to the auditor."),
    ("What causes it?", "A document that does not say who signs."),
    ("Which theorem holds?", "The halting problem cannot be decided by an algorithm."),
    ("How many are left?", "4 or more"),
    ("How many are left?", "4"),
    ("Who wrote it?", "Unknown Author Collective"),
    ("Which song is it?", "Hello"),
    ("Which film is it?", "Who Framed Roger Rabbit?"),
    ("Which song is it?", "Thank You for the Music"),
    ("Which book is it?", "Good Morning, Midnight"),
    ("What happens at the end?", "The request times out and the client retries."),
    ("Where does it hang?", "In the queue"),
    ("Is it safe?", "Sure."),
    ("Is it safe?", "Of course."),
    ("Is it ready?", "OK"),
];

#[test]
fn such_words_are_an_answer_where_they_answer_the_question() {
    let in_kinds = ANSWERS.iter().flat_map(|case| KINDS.map(|kind| (kind, case.0, case.1)));
    let lost: Vec<_> = in_kinds.filter(|(kind, question, reply)| unreadable(*kind, question, reply)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn a_text_may_weigh_two_causes() {
    for reply in ["It could be the cache or the disk.", "Maybe the lock is held, or maybe the disk is full."] {
        for kind in [Kind::Text, Kind::Auto] {
            assert!(!unreadable(kind, "Why does the import stop?", reply), "{kind:?} {reply}");
        }
    }
}
