//! What the server may know of this machine: a code that is always the same here and different elsewhere, and the
//! names a person would recognise it by. Serial numbers and addresses never leave in the clear.

use std::collections::BTreeSet;
use std::fs;

use sha2::{Digest, Sha256};
use waystation_shared::edge_api::MachineInfo;

/// Where Linux keeps the random number it drew when it was installed.
const MACHINE_ID_FILES: [&str; 2] = ["/etc/machine-id", "/var/lib/dbus/machine-id"];
/// Set in addresses that software has made up, such as those of virtual bridges: they change.
const LOCALLY_ADMINISTERED: u8 = 0b10;

/// Describes this machine for enrolment.
#[must_use]
pub fn describe() -> MachineInfo {
    MachineInfo {
        machine_code: machine_code(&stable_facts()),
        host_name: host_name(),
        os_info: os_info(),
        agent_version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// The installation's own number; where there is none, the addresses of the network cards.
fn stable_facts() -> BTreeSet<String> {
    let number = MACHINE_ID_FILES.iter().find_map(|file| read_line(file));
    number.map_or_else(card_addresses, |number| BTreeSet::from([number]))
}

fn card_addresses() -> BTreeSet<String> {
    let Ok(addresses) = mac_address::MacAddressIterator::new() else { return BTreeSet::new() };
    addresses.filter(|address| is_burnt_in(address.bytes())).map(|address| address.to_string()).collect()
}

fn is_burnt_in(address: [u8; 6]) -> bool {
    let [first, ..] = address;
    first & LOCALLY_ADMINISTERED == 0 && address != [0; 6]
}

fn machine_code(facts: &BTreeSet<String>) -> String {
    let mut hash = Sha256::new();
    hash.update(b"waystation machine code v1");
    for fact in facts {
        hash.update([0]);
        hash.update(fact.trim().to_ascii_lowercase());
    }
    hash.finalize().iter().fold(String::new(), |code, byte| code + &format!("{byte:02x}"))
}

fn host_name() -> String {
    read_line("/proc/sys/kernel/hostname")
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .unwrap_or_else(|| "unnamed".to_owned())
}

fn os_info() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let pretty = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    pretty.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned())
}

fn read_line(file: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().next()?.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(texts: &[&str]) -> BTreeSet<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn the_code_is_the_same_every_time() {
        assert_eq!(describe().machine_code, describe().machine_code);
    }

    #[test]
    fn the_code_tells_machines_apart_and_shows_nothing_of_them() {
        let one = machine_code(&facts(&["4c4c4544004b3610"]));
        assert_ne!(one, machine_code(&facts(&["4c4c4544004b3611"])));
        assert!(!one.contains("4c4c4544"));
        assert_eq!(one.len(), 64);
    }

    #[test]
    fn the_order_of_the_cards_and_their_spelling_do_not_matter() {
        let one = machine_code(&facts(&["00:1A:2B:00:00:01", "00:1A:2B:00:00:02"]));
        let other = machine_code(&facts(&["00:1a:2b:00:00:02", "00:1a:2b:00:00:01"]));
        assert_eq!(one, other);
        assert_ne!(one, machine_code(&facts(&["00:1a:2b:00:00:01"])));
    }

    #[test]
    fn only_addresses_that_a_maker_burnt_in_count() {
        assert!(is_burnt_in([0x00, 0x1A, 0x2B, 0, 0, 1]));
        assert!(!is_burnt_in([0x02, 0x42, 0xAC, 0x11, 0, 2]), "a virtual bridge");
        assert!(!is_burnt_in([0; 6]), "the loopback");
    }

    #[test]
    fn a_person_recognises_the_machine() {
        let machine = describe();
        assert!(!machine.host_name.is_empty() && !machine.os_info.is_empty());
        assert_eq!(machine.agent_version, env!("CARGO_PKG_VERSION"));
    }
}
