//! Which service a port is for, and which port a service has: IANA's table, as data.

use serde::{Deserialize, Serialize};

const PORTS: &str = include_str!("../../data/ports.txt");

/// How many rows are told.
const MOST: usize = 50;

/// The protocols that a row may have.
const PROTOCOLS: [&str; 4] = ["tcp", "udp", "sctp", "dccp"];

/// What is asked: a port, or words of a service's name or description.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    port: Option<u16>,
    service: Option<String>,
    protocol: Option<String>,
}

/// What was found, and how much more there is.
#[derive(Debug, Serialize)]
pub struct Found {
    /// The rows.
    pub ports: Vec<Row>,
    /// Rows beyond those.
    pub more: usize,
    /// Where the table is from.
    pub table: &'static str,
}

/// A row of the table.
#[derive(Debug, Serialize)]
pub struct Row {
    /// The number.
    pub port: u16,
    /// Its protocols.
    pub protocols: Vec<&'static str>,
    /// The name of the service.
    pub service: &'static str,
    /// What it is.
    pub about: &'static str,
}

/// Looks the rows up: those of the exact name first, then those with all words.
pub fn look_up(asked: &Asked) -> Result<Found, String> {
    if asked.port.is_none() && asked.service.as_deref().is_none_or(|words| words.trim().is_empty()) {
        return Err("ports needs a port or a service".to_owned());
    }
    if let Some(service) = asked.service.as_deref().map(str::trim).filter(|service| is_number(service)) {
        return Err(format!("{service} is no port: a port is a whole number from 0 to 65535"));
    }
    let wanted = asked.service.as_deref().unwrap_or_default().trim().to_lowercase();
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let protocol = asked.protocol.as_deref().map(str::to_lowercase);
    if let Some(other) = protocol.as_deref().filter(|protocol| !PROTOCOLS.contains(protocol)) {
        return Err(format!("{other} is no protocol of the table: it has {}", PROTOCOLS.join(", ")));
    }
    let matches = |row: &Row| {
        asked.port.is_none_or(|port| row.port == port)
            && protocol.as_deref().is_none_or(|protocol| row.protocols.contains(&protocol))
            && words.iter().all(|word| row.service.contains(word) || row.about.to_lowercase().contains(word))
    };
    let mut ports: Vec<Row> = rows().filter(matches).collect();
    ports.sort_by_key(|row| (row.service != wanted, row.port));
    let more = ports.len().saturating_sub(MOST);
    ports.truncate(MOST);
    let table = PORTS.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
    Ok(Found { ports, more, table })
}

/// Whether a text is a number that is no port: too large, below zero, with a fraction.
fn is_number(text: &str) -> bool {
    text.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit()) && text.parse::<f64>().is_ok()
}

fn rows() -> impl Iterator<Item = Row> {
    PORTS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut parts = line.splitn(4, ' ');
        let (port, protocols, service) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?);
        Some(Row { port, protocols: protocols.split(',').collect(), service, about: parts.next().unwrap_or_default() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(port: Option<u16>, service: &str, protocol: Option<&str>) -> Asked {
        let service = (!service.is_empty()).then(|| service.to_owned());
        Asked { port, service, protocol: protocol.map(str::to_owned) }
    }

    #[test]
    fn a_port_has_its_service_and_a_service_its_port() {
        let found = look_up(&asked(Some(5432), "", Some("TCP"))).expect("found");
        assert_eq!(found.ports[0].service, "postgresql");
        let found = look_up(&asked(None, "https", None)).expect("found");
        assert_eq!((found.ports[0].port, found.ports[0].service), (443, "https"));
        assert!(found.more + found.ports.len() > 1, "descriptions are searched too");
    }

    #[test]
    fn nothing_is_found_for_a_port_of_nobody_and_nothing_asked_is_refused() {
        assert!(look_up(&asked(Some(49_151), "", None)).expect("looked").ports.is_empty());
        assert!(look_up(&asked(None, " ", None)).is_err());
        for number in ["65536", "70000", "-1", "3.5", "+80000", "1e9"] {
            assert!(look_up(&asked(None, number, None)).is_err_and(|why| why.contains(number)), "{number}");
        }
        assert!(look_up(&asked(Some(80), "", Some("icmp"))).is_err_and(|why| why.contains("icmp")));
        assert!(look_up(&asked(None, "3com", None)).is_ok(), "a name may begin with a digit");
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        assert_eq!(rows().count(), PORTS.lines().filter(|line| !line.starts_with('#')).count());
    }
}
