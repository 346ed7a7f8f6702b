//! Networks compared as networks, for all sources and rules of our own: every spelling of one is the same one.
//!
//! A network is open to the world if nobody can own all of it. Nobody was ever given more than a `/8` of IPv4 or a `/16`
//! of IPv6, so what is wider lets strangers in: `0.0.0.0/0`, `10.0.0.0/0` (the prefix counts, not the address), and each
//! half of `0.0.0.0/1` and `128.0.0.0/1`. Of IPv6, private (`fc00::/7`) and link-local networks are nobody's in public.

use std::net::{IpAddr, Ipv4Addr};

use ipnetwork::{IpNetwork, Ipv4Network, Ipv6Network, ipv4_mask_to_prefix};

/// The widest network that one owner has.
const OWNED_V4: u8 = 8;
const OWNED_V6: u8 = 16;

/// The longest text that is a network: a written-out address, its brackets and a mask.
const LONGEST: usize = 96;

/// Reads `ADDRESS/PREFIX` or `ADDRESS/MASK`, however it is spelled; what is IPv4 within IPv6 is IPv4.
pub fn read(text: &str) -> Option<IpNetwork> {
    let text = text.trim();
    if text.len() > LONGEST || !text.contains('/') {
        return None;
    }
    let (host, length) = text.split_once('/')?;
    let host = address(host)?;
    let prefix = match length.parse::<u8>() {
        Ok(prefix) => prefix,
        Err(_) => ipv4_mask_to_prefix(length.parse().ok()?).ok()?,
    };
    if let (IpAddr::V6(v6), 96..) = (host, prefix)
        && let Some(v4) = v6.to_ipv4_mapped()
    {
        return Ipv4Network::new(v4, prefix - 96).ok().map(IpNetwork::V4);
    }
    IpNetwork::new(host, prefix).ok()
}

/// Whether a text is a network that is open to the world: one that is too wide to have one owner, or a range over all.
pub fn is_world(text: &str) -> bool {
    match read(text) {
        Some(IpNetwork::V4(network)) => network.prefix() < OWNED_V4,
        Some(IpNetwork::V6(network)) => network.prefix() < OWNED_V6 && !is_private(network),
        None => range(text).is_some_and(|(first, last)| is_wide(first, last)),
    }
}

/// Whether an address stands for every interface of a machine: `0.0.0.0`, `::`, and what is the same.
pub fn is_everywhere(text: &str) -> bool {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    address(text).is_some_and(|address| address.to_canonical().is_unspecified())
}

/// Whether one network is larger than another and holds it.
pub fn contains(large: &str, small: &str) -> bool {
    let (Some(large), Some(small)) = (read(large), read(small)) else { return false };
    large.prefix() < small.prefix() && large.contains(small.ip())
}

/// One of the parts of a network whose prefix is longer by some bits, by its number.
pub fn part(text: &str, more: f64, at: f64) -> Option<String> {
    let network = read(text)?;
    let (most, start) = match network.network() {
        IpAddr::V4(v4) => (32, u128::from(u32::from(v4))),
        IpAddr::V6(v6) => (128, u128::from(v6)),
    };
    let prefix =
        network.prefix().checked_add(more as u8).filter(|prefix| *prefix <= most && (0.0..129.0).contains(&more))?;
    let offset = (at as u128).checked_shl(u32::from(most - prefix)).filter(|_| at >= 0.0 && at < f64::from(1 << 30))?;
    let first = start.checked_add(offset)?;
    let address = match most {
        32 => IpAddr::V4(Ipv4Addr::from(u32::try_from(first).ok()?)),
        _ => IpAddr::V6(first.into()),
    };
    Some(format!("{address}/{prefix}"))
}

/// An address in any spelling that some reader takes: zeros in front, fewer than four parts, IPv4 within IPv6.
fn address(text: &str) -> Option<IpAddr> {
    match text.parse::<IpAddr>() {
        Ok(address) => Some(address),
        Err(_) => short(text).map(IpAddr::V4),
    }
}

/// `0`, `10.1`, `010.000.0.0`: what is not written is zero, as in networks.
fn short(text: &str) -> Option<Ipv4Addr> {
    let mut bytes = [0_u8; 4];
    let parts: Vec<&str> = text.split('.').collect();
    if parts.len() > 4 {
        return None;
    }
    for (byte, part) in bytes.iter_mut().zip(parts) {
        let digits = !part.is_empty() && part.len() < 6 && part.bytes().all(|byte| byte.is_ascii_digit());
        *byte = part.parse::<u16>().ok().filter(|_| digits).and_then(|number| u8::try_from(number).ok())?;
    }
    Some(Ipv4Addr::from(bytes))
}

/// `0.0.0.0-255.255.255.255`, as Azure and firewalls write it.
fn range(text: &str) -> Option<(Ipv4Addr, Ipv4Addr)> {
    let (first, last) = text.trim().split_once('-')?;
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
}

/// Whether a range holds more addresses than one owner has.
pub fn is_wide(first: Ipv4Addr, last: Ipv4Addr) -> bool {
    u32::from(last).saturating_sub(u32::from(first)) >= 1 << (32 - OWNED_V4)
}

/// Private, link-local and multicast networks: none of them is reached from the internet.
fn is_private(network: Ipv6Network) -> bool {
    let first = network.network().segments()[0];
    let within = |of: u16, prefix: u8| network.prefix() >= prefix && first >> (16 - prefix) == of >> (16 - prefix);
    within(0xfc00, 7) || within(0xfe80, 10) || within(0xff00, 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_world_is_the_world() {
        let v4 = ["0.0.0.0", "10.0.0.0", "255.255.255.255", "000.0.0.0", "0", "0.0", "::ffff:0.0.0.0"];
        for host in v4 {
            let zero = if host.contains(':') { ["96", "096"] } else { ["0", "00"] };
            for length in zero {
                let text = format!("{host}/{length}");
                assert!(is_world(&text) && is_world(&format!(" {text} ")), "{text}");
            }
        }
        for prefix in 0..=32_u8 {
            for host in ["0.0.0.0", "128.0.0.0", "10.1.2.3"] {
                assert_eq!(is_world(&format!("{host}/{prefix}")), prefix < 8, "{host}/{prefix}");
            }
        }
        let v6 =
            ["::", "0::", "::0", "0:0:0:0:0:0:0:0", "0000:0000:0000:0000:0000:0000:0000:0000", "2001:db8::1", "fc00::"];
        for host in v6 {
            assert!(is_world(&format!("{host}/0")), "{host}/0");
        }
        for text in [
            "2000::/3",
            "8000::/1",
            "::/1",
            "2000::/15",
            "0.0.0.0/0.0.0.0",
            "0.0.0.0/128.0.0.0",
            "0.0.0.0-255.255.255.255",
        ] {
            assert!(is_world(text), "{text}");
        }
    }

    #[test]
    fn a_network_with_an_owner_is_not_the_world() {
        for text in [
            "10.0.0.0/8",
            "192.168.0.0/16",
            "0.0.0.0/32",
            "0.0.0.0",
            "::",
            "::/128",
            "::1/128",
            "2001:db8::/32",
            "fc00::/7",
            "fe80::/10",
            "2002::/16",
            "10.0.0.0/255.0.0.0",
            "10.0.0.0-10.0.0.9",
            "a/0",
            "/0",
            "1/0/0",
            "arn:aws:iam::1:role/0",
            "0.0.0.0/33",
            "::/129",
            "",
            "*",
        ] {
            assert!(!is_world(text), "{text}");
        }
    }

    #[test]
    fn an_address_of_every_interface_is_known_by_any_spelling() {
        for text in ["0.0.0.0", "::", "[::]", "0::", "[0:0:0:0:0:0:0:0]", "0", "000.0.0.0", "::ffff:0.0.0.0"] {
            assert!(is_everywhere(text), "{text}");
        }
        for text in ["127.0.0.1", "::1", "[::1]", "10.0.0.1", "", "a", "localhost"] {
            assert!(!is_everywhere(text), "{text}");
        }
    }

    #[test]
    fn a_larger_network_holds_a_smaller_one_of_its_family() {
        assert!(contains("10.0.0.0/8", "10.1.0.0/16") && contains("2001:db8::/32", "2001:db8:1::/48"));
        assert!(contains("::ffff:10.0.0.0/104", "10.1.0.0/16"));
        assert!(
            !contains("10.0.0.0/16", "10.1.0.0/16")
                && !contains("10.0.0.0/8", "10.0.0.0/8")
                && !contains("::/0", "10.0.0.0/8")
        );
    }
}
