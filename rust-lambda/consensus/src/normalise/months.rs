//! Names of months and weekdays in twelve languages, without accents and in small letters.
//!
//! # Performance
//! One look into a table for a word; the tables are built once.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::hash::Words;

/// Names and short names of each month, January first.
const MONTHS: [&str; 12] = [
    "january jan januar janner janvier janv enero ene gennaio gen janeiro januari января январь янв يناير जनवरी",
    "february feb februar fevrier fevr febrero febbraio fevereiro fev februari февраля февраль фев فبراير फरवरी",
    "march mar marz mars marzo marco maart mrt марта март مارس मार्च",
    "april apr avril avr abril abr aprile апреля апрель апр أبريل अप्रैल",
    "may mai mayo maggio mag maio mei мая май مايو मई",
    "june jun juni juin junio giugno giu junho июня июнь июн يونيو जून",
    "july jul juli juillet juil julio luglio lug julho июля июль июл يوليو जुलाई",
    "august aug aout agosto ago augustus августа август авг أغسطس अगस्त",
    "september sep sept septembre septiembre settembre set setembro сентября сентябрь сен سبتمبر सितंबर",
    "october oct oktober okt octobre octubre ottobre ott outubro out октября октябрь окт أكتوبر अक्टूबर",
    "november nov novembre noviembre novembro ноября ноябрь ноя نوفمبر नवंबर",
    "december dec dezember dez decembre diciembre dic dicembre dezembro декабря декабрь дек ديسمبر दिसंबर",
];

const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun \
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi \
    dimanche lunes martes miercoles jueves viernes sabado domingo lunedi martedi mercoledi giovedi venerdi sabato \
    domenica segunda terca quarta quinta sexta feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag \
    понедельник вторник среда четверг пятница суббота воскресенье";

/// What stands between the parts of a date: articles, prepositions, the word for year.
const FILLERS: &str = "the of on le el il o de del den der am em op at г года год an";

static MONTH_OF: LazyLock<HashMap<&str, u8, Words>> = LazyLock::new(|| {
    let mut months = HashMap::default();
    for (names, month) in MONTHS.iter().zip(1..) {
        names.split(' ').for_each(|name| {
            months.entry(name).or_insert(month);
        });
    }
    months
});

static DAYS: LazyLock<HashSet<&str, Words>> = LazyLock::new(|| WEEKDAYS.split_whitespace().collect());

static SILENT: LazyLock<HashSet<&str, Words>> =
    LazyLock::new(|| WEEKDAYS.split_whitespace().chain(FILLERS.split(' ')).collect());

/// The month that a word names, 1 to 12.
pub fn month(word: &str) -> Option<u8> {
    MONTH_OF.get(word).copied()
}

/// Whether a word is a day of the week.
pub fn is_weekday(word: &str) -> bool {
    DAYS.contains(word)
}

/// Whether a word says nothing of which day it is.
pub fn is_silent(word: &str) -> bool {
    SILENT.contains(word)
}
