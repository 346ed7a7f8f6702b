//! How two answers stand to each other, and how alike they are.

use super::answer::Meaning;
use super::panel::Panel;
use super::stand::{APART, Stand};
use super::{LINK, REWORDED, SHORT, parts};
use crate::normalise;
use crate::relation::Lazy;
use crate::short_words;
use crate::similarity;
use crate::similarity::overlap::Between;
use crate::wire::Relation;

/// Part of the pairs of neighbouring words of the shorter text that stand in the longer one too, from which two texts
/// are compared token by token: one word that turns the meaning changes two pairs.
const WORTH_COMPARING: f64 = 0.7;

/// Bytes up to which two texts that are mostly one are compared for what one has in the place of the other.
const LONGEST_COPY: usize = 1000;

/// Short texts that are less alike speak of other things, and contradict each other in nothing.
const SPOKEN_OF: f64 = 0.35;

/// Much longer.
const MUCH: usize = 4;

impl<'a> Meaning<'a> {
    /// How two answers stand to each other.
    pub fn beside(&self, other: &Meaning<'a>, shared: &Between, panel: &Panel) -> Stand {
        let cosine = shared.cosine;
        let same_head = self.head.is_some() && self.head == other.head && self.has_but == other.has_but;
        let opposed = self.head.is_some() && other.head.is_some() && self.head != other.head;
        if opposed || panel.are_two_candidates(self.said(), other.said()) {
            return Stand::contrary(cosine);
        }
        let concluded = self.conclusion.is_some() && other.conclusion.is_some();
        let alike =
            Stand { similarity: cosine.max(REWORDED), linked: concluded, ..Stand::alike(Relation::Differs, REWORDED) };
        if same_head && self.is_answered_alike(other, panel) {
            return alike;
        }
        // What only follows from the words of two texts lifts neither to the other.
        let same_head = same_head && self.is_led && other.is_led;
        let stand = match (&self.conclusion, &other.conclusion) {
            (Some(own), Some(others)) => self.concluded(own, other, others, same_head, panel),
            _ => self.worded(other, shared, same_head, panel),
        };
        if stand.similarity < LINK && self.is_reworded(other, panel) {
            return alike;
        }
        Stand { linked: stand.relation != Relation::Contradicts && stand.similarity >= LINK && concluded, ..stand }
    }

    /// Whether two texts with the same yes or no say nothing else, or one of them nothing and the other nothing against it.
    fn is_answered_alike(&self, other: &Meaning<'a>, panel: &Panel) -> bool {
        let [own, others] = [self, other].map(Meaning::said);
        if own.words() == 1 || others.words() == 1 {
            return true;
        }
        // What a text says beside an answer that follows from its words is a reason.
        let adds = match (panel.is_echo(own), panel.is_echo(others)) {
            (true, true) => return true,
            (false, false) => return false,
            (own_echoes, _) => {
                if own_echoes {
                    other
                } else {
                    self
                }
            }
        };
        !adds.is_led || own.text().relation_to(others.text()) != Relation::Contradicts
    }

    /// How two texts stand to each other by their conclusions.
    fn concluded(
        &self,
        own: &Lazy<'a>,
        other: &Meaning<'a>,
        others: &Lazy<'a>,
        same_head: bool,
        panel: &Panel,
    ) -> Stand {
        let (left, right) = (self.short(own, panel), other.short(others, panel));
        let named = left.name.zip(right.name).is_some_and(|(own, other)| own != other);
        let equal = left.key.is_some() && left.key == right.key && !named;
        let exact = |key: &Option<normalise::Key>| key.as_ref().is_some_and(normalise::Key::is_exact);
        let relation = match (equal, exact(&left.key) && exact(&right.key)) {
            (true, true) => Relation::Same,
            (false, true) => Relation::Contradicts,
            _ => own.text().relation_to(others.text()),
        };
        let alike = similarity::alike(&left.profile, &right.profile);
        let alike = scaled(short_words::apart(alike, own, others));
        let differs = relation == Relation::Differs && alike > APART;
        match parts::left_over(differs, own.text(), others.text()) {
            Some(Relation::Contradicts) => Stand::contrary(alike),
            Some(_) => Stand { told: true, ..Stand::headed(relation, APART, same_head) },
            None => Stand::headed(relation, alike, same_head),
        }
    }

    /// How two texts stand to each other by their words.
    fn worded(&self, other: &Meaning<'a>, shared: &Between, same_head: bool, panel: &Panel) -> Stand {
        let cosine = shared.cosine;
        let (own, others) = (&self.whole, &other.whole);
        let (short, long) = (own.raw.len().min(others.raw.len()), own.raw.len().max(others.raw.len()));
        let relation = if short <= SHORT && long <= MUCH * SHORT {
            let relation = own.text().relation_to(others.text());
            if relation == Relation::Differs && own.text().is_converted(others.text()) {
                return Stand::alike(relation, 1.0);
            }
            // Texts that are worded unlike enough speak of other things.
            let matters = relation == Relation::Differs && (cosine > SPOKEN_OF || same_head);
            match parts::left_over(matters, own.text(), others.text()) {
                Some(Relation::Contradicts) => Relation::Contradicts,
                Some(_) => return Stand::apart(cosine),
                None if matters && cosine < LINK && own.text().says_same(others.text()) => {
                    return Stand::alike(relation, LINK);
                }
                None if relation == Relation::Differs && shared.pairs >= WORTH_COMPARING => {
                    match parts::of_parts(self, other) {
                        Some(Relation::Contradicts) => Relation::Contradicts,
                        Some(_) => return Stand::apart(cosine),
                        None => relation,
                    }
                }
                None => relation,
            }
        } else if shared.pairs >= WORTH_COMPARING {
            let relation = parts::of_long(self, other);
            match (relation, parts::of_parts(self, other)) {
                (Relation::Differs, Some(Relation::Contradicts)) => Relation::Contradicts,
                (Relation::Differs, Some(_)) => return Stand::apart(cosine),
                _ => relation,
            }
        } else {
            Relation::Differs
        };
        if relation == Relation::Differs && cosine >= LINK && long <= LONGEST_COPY {
            if says_else_in_place(own, others, panel) {
                return Stand::apart(cosine);
            }
            match own.text().by_remainder(others.text()) {
                Some(Relation::Contradicts) => return Stand::contrary(cosine),
                Some(_) => return Stand::apart(cosine),
                None => {}
            }
        }
        Stand::headed(relation, cosine, same_head)
    }

    /// Whether two short texts, or the conclusions of two, say the same in the same words put otherwise.
    fn is_reworded(&self, other: &Meaning, panel: &Panel) -> bool {
        let (own, others) = match (&self.conclusion, &other.conclusion) {
            (Some(own), Some(others)) => (own, others),
            (None, None) => (&self.whole, &other.whole),
            _ => return false,
        };
        own.raw.len().max(others.raw.len()) <= SHORT && own.text().is_reworded(others.text(), panel.asked.text())
    }
}

/// The pair score of short answers on the scale of texts: what links them, [`short_words::LINK`], becomes [`LINK`].
fn scaled(score: f64) -> f64 {
    if score < short_words::LINK {
        score * LINK / short_words::LINK
    } else {
        LINK + (score - short_words::LINK) * (1.0 - LINK) / (1.0 - short_words::LINK)
    }
}

/// Whether two texts that are mostly one say something else in a place of their own.
fn says_else_in_place(a: &Lazy, b: &Lazy, panel: &Panel) -> bool {
    let asked = panel.asked.text();
    a.text().is_replaced(b.text(), asked) || a.text().is_filled_otherwise(b.text(), asked)
}
