//! Quantities of processors and memory, as Compose and Kubernetes write them.

/// Thousandths of a processor: `100m`, `0.5`.
pub fn millicores(text: &str) -> Option<f64> {
    let text = text.trim();
    match text.strip_suffix('m') {
        Some(number) => positive(number),
        None => positive(text).map(|number| number * 1000.0),
    }
}

/// Bytes: `128Mi`, `1G`, `512m`, `64mb`. In Compose, `m` and `M` both mean 1024 times 1024.
pub fn bytes(text: &str, compose: bool) -> Option<f64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number = positive(number)?;
    let unit = unit.trim();
    let unit = if compose { unit.to_lowercase() } else { unit.to_owned() };
    let factor = match (unit.as_str(), compose) {
        ("" | "b", _) => 1.0,
        ("k" | "kb" | "kib", true) | ("Ki", false) => 1024.0,
        ("m" | "mb" | "mib", true) | ("Mi", false) => 1024_f64.powi(2),
        ("g" | "gb" | "gib", true) | ("Gi", false) => 1024_f64.powi(3),
        ("Ti", false) => 1024_f64.powi(4),
        // Of Kubernetes `m` is a thousandth of a byte: hardly what is meant, and told as such.
        ("m", false) => 0.001,
        ("k", false) => 1e3,
        ("M", false) => 1e6,
        ("G", false) => 1e9,
        ("T", false) => 1e12,
        _ => return None,
    };
    Some(number * factor)
}

fn positive(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_by_their_units() {
        assert_eq!((millicores("100m"), millicores("0.5"), millicores("2")), (Some(100.0), Some(500.0), Some(2000.0)));
        assert_eq!(
            (bytes("128Mi", false), bytes("1G", false), bytes("128m", true)),
            (Some(134_217_728.0), Some(1e9), Some(134_217_728.0))
        );
        assert_eq!(
            (bytes("128m", false), bytes("64mb", true), bytes("1.5Gi", false)),
            (Some(0.128), Some(67_108_864.0), Some(1_610_612_736.0))
        );
        for text in ["", "x", "1X", "-1", "1e999"] {
            assert_eq!((bytes(text, false), bytes(text, true)), (None, None), "{text}");
        }
        assert_eq!((millicores("x"), millicores("-1")), (None, None));
    }
}
