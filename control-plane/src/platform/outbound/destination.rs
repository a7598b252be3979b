//! Which addresses a call on behalf of an outsider may reach: none that are private, local or special.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use serde::Deserialize;
use thiserror::Error;

use super::Cidr;

/// Ranges of IPv4 that are not the public Internet.
const FORBIDDEN_V4: [Cidr; 16] = [
    Cidr::v4([0, 0, 0, 0], 8),
    Cidr::v4([10, 0, 0, 0], 8),
    Cidr::v4([100, 64, 0, 0], 10),
    Cidr::v4([127, 0, 0, 0], 8),
    Cidr::v4([169, 254, 0, 0], 16),
    Cidr::v4([172, 16, 0, 0], 12),
    Cidr::v4([192, 0, 0, 0], 24),
    Cidr::v4([192, 0, 2, 0], 24),
    Cidr::v4([192, 88, 99, 0], 24),
    Cidr::v4([192, 168, 0, 0], 16),
    Cidr::v4([198, 18, 0, 0], 15),
    Cidr::v4([198, 51, 100, 0], 24),
    Cidr::v4([203, 0, 113, 0], 24),
    Cidr::v4([224, 0, 0, 0], 4),
    Cidr::v4([240, 0, 0, 0], 4),
    Cidr::v4([255, 255, 255, 255], 32),
];

/// Ranges of IPv6 that are not the public Internet. `::/8` holds the unspecified, loopback and mapped
/// addresses; the translated ones in it are judged before it by the IPv4 address inside them.
const FORBIDDEN_V6: [Cidr; 12] = [
    Cidr::v6([0, 0, 0, 0, 0, 0, 0, 0], 8),
    Cidr::v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48),
    Cidr::v6([0x100, 0, 0, 0, 0, 0, 0, 0], 64),
    Cidr::v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 23),
    Cidr::v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32),
    Cidr::v6([0x2002, 0, 0, 0, 0, 0, 0, 0], 16),
    Cidr::v6([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20),
    Cidr::v6([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16),
    Cidr::v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7),
    Cidr::v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10),
    Cidr::v6([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10),
    Cidr::v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8),
];

/// IPv4 addresses as a translator between the families writes them.
const TRANSLATED: Cidr = Cidr::v6([0x64, 0xff9b, 0, 0, 0, 0, 0, 0], 96);

/// Section `[callbacks]` of the settings: where callbacks may go.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CallbackSettings {
    /// Callbacks may go by plain http; else only https.
    pub allow_http: bool,
    /// Callbacks may go to any port; else only 443, 8443 and 80.
    pub allow_any_port: bool,
    /// Private ranges that callbacks may reach all the same, for partners in the same network.
    pub allow_cidrs: Vec<Cidr>,
    /// Public ranges that callbacks must not reach, such as this server's own addresses.
    pub deny_cidrs: Vec<Cidr>,
}

/// An address that must not be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{0} is not a public address; an administrator can allow its range in callbacks.allow_cidrs")]
pub struct ForbiddenAddress(pub IpAddr);

impl CallbackSettings {
    /// Judges one address.
    ///
    /// # Errors
    /// When it is denied, or not public and not allowed.
    pub fn judge(&self, address: IpAddr) -> Result<(), ForbiddenAddress> {
        let within = |ranges: &[Cidr]| ranges.iter().any(|range| range.contains(address));
        if within(&self.deny_cidrs) || (is_forbidden(address) && !within(&self.allow_cidrs)) {
            return Err(ForbiddenAddress(address));
        }
        Ok(())
    }
}

/// Whether `address` is outside the public Internet, or cannot be known to be inside it.
#[must_use]
pub fn is_forbidden(address: IpAddr) -> bool {
    let within = |ranges: &[Cidr], address: IpAddr| ranges.iter().any(|range| range.contains(address));
    match address {
        IpAddr::V4(_) => within(&FORBIDDEN_V4, address),
        IpAddr::V6(v6) => match translated(v6) {
            Some(embedded) => within(&FORBIDDEN_V4, IpAddr::V4(embedded)),
            None => within(&FORBIDDEN_V6, address),
        },
    }
}

fn translated(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [.., a, b, c, d] = address.octets();
    TRANSLATED.contains(IpAddr::V6(address)).then(|| Ipv4Addr::new(a, b, c, d))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// The last address before each range, its first, its last, and the first address after it.
    const EDGES: &[(&str, &str, &str, &str)] = &[
        ("", "0.0.0.0", "0.255.255.255", "1.0.0.0"),
        ("9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"),
        ("100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"),
        ("126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"),
        ("169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"),
        ("172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"),
        ("191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"),
        ("192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"),
        ("192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"),
        ("192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"),
        ("198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"),
        ("198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"),
        ("203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"),
        ("223.255.255.255", "224.0.0.0", "239.255.255.255", ""),
        ("", "240.0.0.0", "255.255.255.255", ""),
        ("", "::", "ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "101::"),
        ("", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", ""),
        ("", "100::", "100::ffff:ffff:ffff:ffff", "100:0:0:1::"),
        ("2000:ffff::", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"),
        ("2001:db7:ffff::", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"),
        ("2001:ffff::", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::"),
        ("3ffe:ffff::", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"),
        ("5eff:ffff::", "5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "5f01::"),
        ("fbff:ffff::", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe00::"),
        ("fe7f:ffff::", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""),
        ("", "fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""),
        ("", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""),
    ];

    #[test]
    fn every_forbidden_range_begins_and_ends_where_it_should() {
        for (before, first, last, after) in EDGES {
            for (text, forbidden) in [(before, false), (first, true), (last, true), (after, false)] {
                assert!(text.is_empty() || is_forbidden(address(text)) == forbidden, "{text}");
            }
        }
    }

    #[test]
    fn the_known_traps_are_caught() {
        let forbidden = [
            "100.100.100.200",    // metadata service of a cloud
            "169.254.169.254",    // metadata service of most others
            "::ffff:127.0.0.1",   // mapped loopback
            "::ffff:8.8.8.8",     // mapped at all
            "::127.0.0.1",        // the older "compatible" form
            "64:ff9b::a9fe:a9fe", // translated metadata service
            "64:ff9b::7f00:1",    // translated loopback
            "64:ff9b:1::808:808", // locally translated
            "2002:7f00:1::",      // loopback through 6to4
            "fd00:ec2::254",      // metadata service over IPv6
        ];
        for text in forbidden {
            assert!(is_forbidden(address(text)), "{text}");
        }
        for text in ["64:ff9b::5db8:d822", "8.8.8.8", "2606:4700::1111", "93.184.216.34"] {
            assert!(!is_forbidden(address(text)), "{text}");
        }
    }

    #[test]
    fn an_allowed_range_lifts_the_ban_for_itself_only() {
        let settings =
            CallbackSettings { allow_cidrs: vec!["10.1.0.0/16".parse().unwrap()], ..Default::default() };
        assert_eq!(settings.judge(address("10.1.2.3")), Ok(()));
        for text in ["10.2.0.1", "127.0.0.1", "::ffff:10.1.2.3", "64:ff9b::a01:203"] {
            assert_eq!(settings.judge(address(text)), Err(ForbiddenAddress(address(text))));
        }
    }

    #[test]
    fn a_denied_range_is_denied_even_where_it_is_public_or_allowed() {
        let settings = CallbackSettings {
            allow_cidrs: vec!["10.0.0.0/8".parse().unwrap()],
            deny_cidrs: vec!["10.0.0.1".parse().unwrap(), "93.184.216.0/24".parse().unwrap()],
            ..Default::default()
        };
        assert!(settings.judge(address("10.0.0.1")).is_err());
        assert!(settings.judge(address("93.184.216.34")).is_err());
        assert!(settings.judge(address("10.0.0.2")).is_ok());
    }

    proptest! {
        #[test]
        fn mapped_addresses_are_always_forbidden_and_translated_ones_as_their_inner(bits: u32) {
            let inner = Ipv4Addr::from_bits(bits);
            prop_assert!(is_forbidden(IpAddr::V6(inner.to_ipv6_mapped())));
            let [a, b, c, d] = inner.octets();
            let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
            let outer = Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low);
            prop_assert_eq!(is_forbidden(IpAddr::V6(outer)), is_forbidden(IpAddr::V4(inner)));
        }

        #[test]
        fn what_the_standard_library_calls_private_is_forbidden(bits: u32) {
            let inner = Ipv4Addr::from_bits(bits);
            let special = inner.is_private() || inner.is_loopback() || inner.is_link_local()
                || inner.is_multicast() || inner.is_documentation() || inner.is_unspecified();
            prop_assert!(!special || is_forbidden(IpAddr::V4(inner)));
        }

        #[test]
        fn only_global_unicast_is_open_in_ipv6(bits: u128) {
            let outer = Ipv6Addr::from_bits(bits);
            let special = outer.is_loopback() || outer.is_multicast() || outer.is_unique_local()
                || outer.is_unicast_link_local() || outer.is_unspecified();
            prop_assert!(!special || is_forbidden(IpAddr::V6(outer)));
        }
    }
}
