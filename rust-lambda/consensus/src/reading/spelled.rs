//! Answers that are spelled in one way only: names in code, files, commands, units. Case and signs count in them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::codes;
use crate::hash::Words;
use crate::normalise::fold;
use crate::question::table;

/// How much of a spelling counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spelling {
    /// Its signs: `left-pad` is no `leftpad`.
    Signs,
    /// Its signs, and its case where that is not only the capital of a plain word: `Volt` is `volt`, `MB` is no `Mb`.
    Names,
    /// All of it: `PATH` is no `Path`.
    All,
}

/// What is asked for where all of a spelling counts.
const ALL: &str = "variable variables file filename command commands flag column identifier branch path constant \
    umgebungsvariable variablen datei dateiname befehl spalte fichier commande colonne archivo fichero comando columna \
    arquivo ficheiro coluna colonna bestand bestandsnaam commando kolom переменная файл команда столбец";

/// What is asked for where case counts in words that are no plain ones.
const NAMES: &str = "function method class unit units symbol keyword key field attribute property abbreviation macro \
    parameter funktion methode klasse einheit fonction methode classe unite funcion metodo clase unidad funzione \
    unita funcao functie eenheid функция метод класс единица";

/// What is asked for where signs count.
const SIGNS: &str = "package library module crate host hostname domain url email repository image dependency paket \
    bibliothek paquet bibliotheque paquete biblioteca pacchetto libreria pacote pakket пакет библиотека";

/// How much of a spelling counts where a word of the question asks for it: of several words the most.
static ASKED: LazyLock<HashMap<&str, Spelling, Words>> = LazyLock::new(|| {
    let mut asked = HashMap::default();
    for (list, spelling) in [(ALL, Spelling::All), (NAMES, Spelling::Names), (SIGNS, Spelling::Signs)] {
        list.split_whitespace().for_each(|name| {
            asked.entry(name).or_insert(spelling);
        });
    }
    asked
});

/// How a question begins that asks for nothing that is spelled in one way only.
static UNSPELLED: LazyLock<Vec<Vec<String>>> =
    LazyLock::new(|| table::entries("unspelled").map(fold::tokens).collect());

const UNSPACED: [(&str, Spelling); 12] = [
    ("变量", Spelling::All),
    ("文件", Spelling::All),
    ("命令", Spelling::All),
    ("変数", Spelling::All),
    ("ファイル", Spelling::All),
    ("コマンド", Spelling::All),
    ("函数", Spelling::Names),
    ("関数", Spelling::Names),
    ("单位", Spelling::Names),
    ("単位", Spelling::Names),
    ("包名", Spelling::Signs),
    ("パッケージ", Spelling::Signs),
];

/// A plain word of at most this many letters may be a symbol.
const SYMBOL: usize = 3;

/// How much of a spelling counts in the answers to a question; None where none does.
pub fn asked(question: &str) -> Option<Spelling> {
    if codes::counts(question) {
        return None;
    }
    let tokens = fold::tokens(question);
    let spaced = tokens.iter().filter_map(|token| ASKED.get(token.as_str()).copied()).max();
    // "How often is the key rotated?" asks for no key.
    let spaced = spaced.filter(|_| !UNSPELLED.iter().any(|entry| entry.iter().eq(tokens.iter().take(entry.len()))));
    spaced.or_else(|| UNSPACED.iter().find(|(name, _)| question.contains(name)).map(|(_, spelling)| *spelling))
}

/// An answer of one word as far as its spelling counts; None for any other.
pub fn token(bare: &str, spelling: Spelling) -> Option<String> {
    let bare = bare.trim_matches(['"', '\'', '`', ',', ';', '.', '!', ' ']);
    let bare = bare.strip_prefix('$').unwrap_or(bare);
    let bare = bare.strip_suffix("()").unwrap_or(bare);
    let one = !bare.contains(char::is_whitespace) && bare.contains(char::is_alphabetic);
    if !one || bare.len() > 80 {
        return None;
    }
    let rest = bare.get(1..).unwrap_or("");
    let plain = bare.chars().all(char::is_alphabetic) && rest.chars().all(char::is_lowercase);
    let folds = match spelling {
        Spelling::All => false,
        Spelling::Names => plain && bare.chars().count() > SYMBOL,
        Spelling::Signs => true,
    };
    Some(if folds { bare.to_lowercase() } else { bare.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{Spelling, asked, token};

    fn same(question: &str, a: &str, b: &str) -> bool {
        let spelling = asked(question).expect(question);
        token(a, spelling).is_some() && token(a, spelling) == token(b, spelling)
    }

    #[test]
    fn spellings_count_where_they_are_asked_for() {
        assert!(!same("Which environment variable?", "PATH", "Path") && same("Which variable?", "PATH", "$PATH"));
        assert!(!same("Which package?", "left-pad", "leftpad") && same("Which package?", "Lodash", "lodash"));
        assert!(!same("Which unit?", "Mb", "MB") && same("Which unit?", "Volt", "volt"));
        assert!(!same("Which function?", "getId", "getid") && same("Which function?", "getId()", "getId"));
        assert_eq!(asked("Who wrote Faust?"), None);
        assert_eq!(asked("How many files are there?"), None);
        assert_eq!(token("the PATH variable", Spelling::All), None);
    }
}
