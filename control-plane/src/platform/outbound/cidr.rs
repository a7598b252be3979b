//! Ranges of addresses.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A range of addresses such as `10.0.0.0/8`; a plain address is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cidr {
    network: IpAddr,
    prefix: u8,
}

/// Why a text is not a [`Cidr`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a range is an address with an optional prefix length, such as 10.0.0.0/8 or 192.0.2.7; got {0:?}")]
pub struct InvalidCidr(pub String);

impl Cidr {
    /// A range of IPv4 addresses; prefix lengths over 32 mean 32.
    #[must_use]
    pub const fn v4(network: [u8; 4], prefix: u8) -> Self {
        let [a, b, c, d] = network;
        let prefix = if prefix > 32 { 32 } else { prefix };
        Self { network: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), prefix }
    }

    /// A range of IPv6 addresses; prefix lengths over 128 mean 128.
    #[must_use]
    pub const fn v6(network: [u16; 8], prefix: u8) -> Self {
        let mut bits = 0_u128;
        let mut rest: &[u16] = &network;
        while let [group, tail @ ..] = rest {
            bits = bits << 16 | *group as u128;
            rest = tail;
        }
        let prefix = if prefix > 128 { 128 } else { prefix };
        Self { network: IpAddr::V6(Ipv6Addr::from_bits(bits)), prefix }
    }

    /// Whether `address` lies in the range. An IPv4 address written as IPv6 is not an IPv4 address here:
    /// callers who mean it so convert it first.
    #[must_use]
    pub fn contains(self, address: IpAddr) -> bool {
        match (self.network, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                same_prefix(network.to_bits().into(), address.to_bits().into(), 32 - u32::from(self.prefix))
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                same_prefix(network.to_bits(), address.to_bits(), 128 - u32::from(self.prefix))
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

/// Whether two addresses are the same but for their last `free` bits.
fn same_prefix(left: u128, right: u128, free: u32) -> bool {
    (left ^ right).checked_shr(free).unwrap_or(0) == 0
}

impl FromStr for Cidr {
    type Err = InvalidCidr;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidCidr(text.chars().take(60).collect());
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let network: IpAddr = address.parse().map_err(|_not_an_address| invalid())?;
        let longest = if network.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(digits) if digits.bytes().all(|digit| digit.is_ascii_digit()) => digits.parse().ok(),
            Some(_) => None,
            None => Some(longest),
        };
        match prefix {
            Some(prefix) if prefix <= longest => Ok(Self { network, prefix }),
            Some(_) | None => Err(invalid()),
        }
    }
}

impl TryFrom<String> for Cidr {
    type Error = InvalidCidr;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Cidr> for String {
    fn from(range: Cidr) -> Self {
        range.to_string()
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.network, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn range(text: &str) -> Cidr {
        text.parse().unwrap()
    }

    #[test]
    fn a_range_holds_its_first_and_last_address_and_none_beyond() {
        let block = range("172.16.0.0/12");
        for (address, inside) in
            [("172.15.255.255", false), ("172.16.0.0", true), ("172.31.255.255", true), ("172.32.0.0", false)]
        {
            assert_eq!(block.contains(address.parse().unwrap()), inside, "{address}");
        }
        assert!(range("0.0.0.0/0").contains("255.255.255.255".parse().unwrap()));
        assert!(range("::/0").contains("ffff::1".parse().unwrap()));
    }

    #[test]
    fn a_plain_address_is_a_range_of_one() {
        assert!(range("192.0.2.7").contains("192.0.2.7".parse().unwrap()));
        assert!(!range("192.0.2.7").contains("192.0.2.8".parse().unwrap()));
        assert_eq!(range("2001:db8::1").to_string(), "2001:db8::1/128");
    }

    #[test]
    fn families_are_kept_apart() {
        assert!(!range("0.0.0.0/0").contains("::ffff:10.0.0.1".parse().unwrap()));
        assert!(!range("::/0").contains("10.0.0.1".parse().unwrap()));
    }

    #[test]
    fn what_is_no_range_says_how_one_looks() {
        for wrong in ["", "10", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/+8", "::/129", "a.b", "10.0.0.0/8 "] {
            assert_eq!(wrong.parse::<Cidr>(), Err(InvalidCidr(wrong.to_owned())));
        }
        assert!(
            serde_json::from_str::<Cidr>("\"10.0.0.0/40\"").unwrap_err().to_string().contains("10.0.0.0/8")
        );
    }

    proptest! {
        #[test]
        fn a_range_holds_exactly_the_addresses_that_share_its_prefix(network: u32, prefix in 0_u8..=32, other: u32) {
            let block = Cidr::v4(network.to_be_bytes(), prefix);
            let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
            let expected = network & mask == other & mask;
            prop_assert_eq!(block.contains(IpAddr::V4(Ipv4Addr::from_bits(other))), expected);
        }

        #[test]
        fn no_text_makes_the_reader_panic_and_what_it_reads_it_writes(text in "[0-9a-f.:/]{0,24}") {
            if let Ok(block) = text.parse::<Cidr>() {
                prop_assert_eq!(block.to_string().parse::<Cidr>(), Ok(block));
            }
        }
    }
}
