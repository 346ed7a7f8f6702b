//! Signs: those of prose are listed, every other one has a meaning.

/// Whether a sign has a meaning of its own wherever it stands: it is no letter, and nothing that prose writes.
pub fn is_sign(sign: char) -> bool {
    let power = matches!(sign, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{2079}');
    let written = sign.is_alphanumeric() || sign.is_whitespace() || is_prose(sign) || is_picture(sign) || is_mark(sign);
    power || !written
}

/// Signs of prose, which have a meaning in some places only.
fn is_prose(sign: char) -> bool {
    matches!(
        sign,
        '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '(' | ')' | '-' | '/' | '&' | '%' | '$' | '#' | '@' | '+' | '*' | '`'
            | '\u{a1}' | '\u{a2}'..='\u{a9}' | '\u{ab}' | '\u{ad}' | '\u{ae}' | '\u{b0}' | '\u{b4}' | '\u{b6}' | '\u{b7}'
            | '\u{bb}' | '\u{bf}' | '\u{2010}'..='\u{2027}' | '\u{202f}' | '\u{2030}'..='\u{203d}' | '\u{20a0}'..='\u{20c0}'
            | '\u{2116}' | '\u{2122}' | '\u{2212}' | '\u{3001}'..='\u{3011}' | '\u{30fb}' | '\u{ff01}'..='\u{ff0f}'
            | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{964}'
    )
}

/// Pictures, which decorate.
fn is_picture(sign: char) -> bool {
    matches!(sign, '\u{2600}'..='\u{266c}' | '\u{2670}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' | '\u{2b00}'..='\u{2bff}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Accents and vowel signs of their own, as far as the common scripts have them.
pub fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}' | '\u{1780}'..='\u{17ff}' | '\u{3099}' | '\u{309a}')
}
