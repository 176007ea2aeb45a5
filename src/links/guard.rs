//! Which addresses may be asked: no private ones, no other schemes.
//!
//! A paper comes from somebody else, and so do the redirects of the pages that it cites. Neither may make this machine
//! ask its own services, its neighbours' or the metadata service of a cloud. So literal addresses are looked at before
//! every hop, and what a name stands for is looked at in the moment of connecting, by the resolver: an answer of
//! the name server that changes between the look and the connection is no way around it.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// What may be asked beside public addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guard {
    /// Whether every private address may be asked.
    pub allow_private: bool,
    /// Hosts that may be asked whatever their addresses are, by name or literal address, in small letters.
    pub allow_hosts: BTreeSet<String>,
}

/// Networks that are not the public internet: those that the registries of IANA for special purposes do not call
/// globally reachable, and multicast. Of each its first address and the length of its prefix.
const PRIVATE: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

impl Guard {
    /// Whether an address may be asked as far as it shows by itself; if not, what is wrong with it, for people.
    ///
    /// Decimal, octal and hexadecimal forms of an address are read by [`Url`] already, as browsers read them.
    pub fn look_at(&self, address: &Url) -> Result<(), String> {
        if !matches!(address.scheme(), "http" | "https") {
            return Err(format!("{address}: no web address"));
        }
        match address.host() {
            None => Err(format!("{address}: no host")),
            Some(Host::Domain(_)) => Ok(()),
            Some(Host::Ipv4(host)) => self.look_behind(&host.to_string(), host.into()),
            Some(Host::Ipv6(host)) => self.look_behind(&format!("[{host}]"), host.into()),
        }
    }

    /// Whether the address `found` may be asked, which is the host `name` or what the name stands for.
    pub fn look_behind(&self, name: &str, found: IpAddr) -> Result<(), String> {
        if self.allow_private || self.allows(name) || is_public(found) {
            return Ok(());
        }
        let found = found.to_string();
        Err(if name.trim_matches(['[', ']']) == found {
            format!("{found} is a private address")
        } else {
            format!("{name} stands for the private address {found}")
        })
    }

    fn allows(&self, name: &str) -> bool {
        let bare = name.trim_matches(['[', ']']).to_ascii_lowercase();
        self.allow_hosts
            .iter()
            .any(|host| host.trim_matches(['[', ']']) == bare)
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !PRIVATE
        .iter()
        .any(|&(network, prefix)| (address.to_bits() ^ network.to_bits()).leading_zeros() >= prefix)
}

/// All of the public internet is in `2000::/3`, but for the prefix that translates to IPv4. What carries an IPv4 address
/// inside leads to that one.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let inner = |high: u16, low: u16| {
        is_public_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
    };
    match parts {
        // Mapped, compatible (this includes :: and ::1, which are 0.0.0.0 and 0.0.0.1 then), and NAT64.
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            inner(high, low)
        }
        // 6to4 carries the address in front.
        [0x2002, high, low, ..] => inner(high, low),
        // Teredo, benchmarking, ORCHID; documentation.
        [0x2001, 0..0x200 | 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn looked_at(address: &str) -> Result<(), String> {
        Guard::default().look_at(&Url::parse(address).unwrap())
    }

    #[test]
    fn every_form_of_a_private_address_is_refused() {
        for address in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://0x7f.0.0.1/",
            "http://0x7f000001/",
            "http://１２７.0.0.1/",
            "http://0.0.0.0/",
            "http://10.1.2.3/",
            "http://100.64.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://172.31.255.255/",
            "http://192.168.0.1/",
            "http://198.19.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::]/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:a9fe:a9fe]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::10.0.0.1]/",
            "http://[2002:7f00:1::]/",
            "http://[2001::1]/",
            "http://[2001:db8::1]/",
            "http://[fc00::1]/",
            "http://[fd00:ec2::254]/",
            "http://[fe80::1]/",
            "http://[fec0::1]/",
            "http://[ff02::1]/",
        ] {
            let refused = looked_at(address).unwrap_err();
            assert!(refused.contains("private address"), "{address}: {refused}");
        }
    }

    #[test]
    fn public_addresses_and_names_pass() {
        for address in [
            "http://93.184.215.14/",
            "https://172.32.0.1/",
            "https://100.128.0.1/",
            "https://[2606:2800:21f::1]/",
            "https://[2001:4860:4860::8888]/",
            "https://[::ffff:93.184.215.14]/",
            "https://[64:ff9b::93.184.215.14]/",
            "https://example.org/",
        ] {
            assert_eq!(looked_at(address), Ok(()), "{address}");
        }
    }

    #[test]
    fn other_schemes_are_no_web_addresses() {
        for address in [
            "ftp://example.org/a",
            "file:///etc/passwd",
            "gopher://example.org/",
            "data:text/html,x",
            "javascript:alert(1)",
        ] {
            assert!(looked_at(address).unwrap_err().ends_with("no web address"));
        }
    }

    #[test]
    fn what_is_allowed_by_name_passes_and_nothing_else() {
        let guard = Guard {
            allow_hosts: ["127.0.0.1".to_owned(), "intranet.test".to_owned()].into(),
            ..Guard::default()
        };
        let private = IpAddr::from([10, 0, 0, 1]);
        assert_eq!(
            guard.look_at(&Url::parse("http://127.0.0.1/").unwrap()),
            Ok(())
        );
        assert!(
            guard
                .look_at(&Url::parse("http://127.0.0.2/").unwrap())
                .is_err()
        );
        assert_eq!(guard.look_behind("Intranet.test", private), Ok(()));
        assert_eq!(
            guard.look_behind("example.org", private),
            Err("example.org stands for the private address 10.0.0.1".to_owned())
        );
        let open = Guard {
            allow_private: true,
            ..Guard::default()
        };
        assert_eq!(open.look_behind("example.org", private), Ok(()));
    }
}
