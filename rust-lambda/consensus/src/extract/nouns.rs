//! How languages name an answer and say what it is. English is read in [`super::marks`].

/// One language's way to mark an answer.
pub struct Naming {
    /// The noun, as it is written inside a sentence and at its start.
    pub nouns: &'static [&'static str],
    /// Adjectives beside it: "final".
    pub adjectives: &'static [&'static str],
    /// What stands between the noun and the value, blanks included where the language has them.
    pub verbs: &'static [&'static str],
}

/// All but English.
pub const NAMINGS: [Naming; 11] = [
    Naming {
        nouns: &["Antwort", "antwort", "ANTWORT"],
        adjectives: &["endgültige", "richtige", "finale", "korrekte"],
        verbs: &[" ist ", " lautet ", " wäre ", " ist: ", " lautet: "],
    },
    Naming {
        nouns: &["réponse", "Réponse", "RÉPONSE", "Reponse", "reponse"],
        adjectives: &["finale", "correcte", "bonne", "définitive"],
        verbs: &[" est ", " serait ", " est\u{a0}: ", " est : ", " correcte est ", " finale est "],
    },
    Naming {
        nouns: &["respuesta", "Respuesta", "RESPUESTA"],
        adjectives: &["final", "correcta", "definitiva"],
        verbs: &[" es ", " sería ", " es: ", " correcta es ", " final es "],
    },
    Naming {
        nouns: &["risposta", "Risposta", "RISPOSTA"],
        adjectives: &["finale", "corretta", "giusta", "definitiva"],
        verbs: &[" è ", " sarebbe ", " è: ", " corretta è ", " giusta è ", " finale è "],
    },
    Naming {
        nouns: &["resposta", "Resposta", "RESPOSTA"],
        adjectives: &["final", "correta", "certa", "definitiva"],
        verbs: &[" é ", " seria ", " é: ", " correta é ", " certa é ", " final é "],
    },
    Naming {
        nouns: &["antwoord", "Antwoord", "ANTWOORD"],
        adjectives: &["definitieve", "juiste", "uiteindelijke"],
        verbs: &[" is ", " luidt ", " zou ", " is: ", " luidt: "],
    },
    Naming {
        nouns: &["ответ", "Ответ", "ОТВЕТ"],
        adjectives: &["окончательный", "правильный", "итоговый"],
        verbs: &[" \u{2014} ", " - ", " это ", " \u{2013} "],
    },
    Naming {
        nouns: &["答案", "回答", "解答"],
        adjectives: &["最终", "最終", "正确", "正確"],
        verbs: &["是", "为", "為", "就是", "应为", "应该是", "應為", "は"],
    },
    Naming { nouns: &["答え", "正解", "解答"], adjectives: &["最終", "正しい"], verbs: &["は"] },
    Naming {
        nouns: &["الإجابة", "الجواب", "إجابة"],
        adjectives: &["النهائية", "الصحيحة", "النهائي", "الصحيح"],
        verbs: &[" هي ", " هو ", " الصحيحة هي ", " النهائية هي "],
    },
    Naming {
        nouns: &["उत्तर", "जवाब"], adjectives: &["अंतिम", "सही"], verbs: &[" है ", " है: "]
    },
];
