//! What a Windows program asks of the system when it is loaded. Pure.

use std::collections::BTreeSet;

use object::Object;

/// One function of one library.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Import {
    /// Its file in small letters, as in `kernel32.dll`.
    pub(super) library: String,
    /// Its name; case matters.
    pub(super) name: String,
}

impl Import {
    pub(super) fn new(library: &str, name: &str) -> Self {
        Self { library: library.to_ascii_lowercase(), name: name.to_owned() }
    }
}

/// Everything a program imports by name.
///
/// # Errors
/// When it is no 64-bit program for Windows.
pub(super) fn of(program: &[u8]) -> Result<BTreeSet<Import>, object::Error> {
    let file = object::read::pe::PeFile64::parse(program)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let imports = file.imports()?;
    Ok(imports.iter().map(|import| Import::new(&text(import.library()), &text(import.name()))).collect())
}

/// A written list: a library at the beginning of a line, its functions on the indented lines below.
pub(super) fn listed(text: &str) -> BTreeSet<Import> {
    let mut library = "";
    let mut imports = BTreeSet::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(' ') {
            imports.extend(line.split_whitespace().map(|name| Import::new(library, name)));
        } else {
            library = line.trim();
        }
    }
    imports
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_functions_under_their_library() {
        let list =
            listed("# what it is\nKERNEL32.dll\n  CloseHandle Sleep\n  WriteFile\ngdi32.dll\n  BitBlt\n");
        let names: Vec<_> = list.iter().map(|import| format!("{}!{}", import.library, import.name)).collect();
        let expected =
            ["gdi32.dll!BitBlt", "kernel32.dll!CloseHandle", "kernel32.dll!Sleep", "kernel32.dll!WriteFile"];
        assert_eq!(names, expected);
    }

    #[test]
    fn what_is_no_windows_program_is_refused() {
        assert!(of(b"MZ").is_err());
        assert!(of(include_bytes!("imports.rs")).is_err());
        let ourselves = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        assert!(of(&ourselves).is_err(), "a program for Linux");
    }

    #[test]
    fn imports_of_a_program_are_found_by_library_and_name() {
        let imports = of(&program_that_imports("KERNEL32.dll", "Sleep")).unwrap();
        assert_eq!(imports, BTreeSet::from([Import::new("kernel32.dll", "Sleep")]));
    }

    /// The smallest image that can be read: headers, and one section with an import table.
    fn program_that_imports(library: &str, name: &str) -> Vec<u8> {
        const SECTION: u32 = 0x1000;
        const IN_FILE: usize = 0x200;
        let mut image = vec![0; 0x400];
        let mut put = |at: usize, bytes: &[u8]| image[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, b"MZ");
        put(0x3C, &0x40_u32.to_le_bytes());
        put(0x40, b"PE\0\0\x64\x86\x01\0");
        put(0x54, &0xF0_u16.to_le_bytes());
        put(0x58, &0x20B_u16.to_le_bytes());
        put(0x58 + 60, &u32::try_from(IN_FILE).unwrap().to_le_bytes());
        put(0x58 + 108, &16_u32.to_le_bytes());
        put(0x58 + 120, &SECTION.to_le_bytes());
        put(0x58 + 124, &40_u32.to_le_bytes());
        let section = 0x58 + 0xF0;
        put(section, b".idata\0\0");
        for (field, value) in [(8, 0x200), (12, SECTION), (16, 0x200), (20, 0x200)] {
            put(section + field, &value.to_le_bytes());
        }
        // The table: names at 64, the library's name at 96, name with hint at 128.
        for (field, offset) in [(0, 64), (12, 96), (16, 64)] {
            put(IN_FILE + field, &(SECTION + offset).to_le_bytes());
        }
        put(IN_FILE + 64, &u64::from(SECTION + 128).to_le_bytes());
        put(IN_FILE + 96, library.as_bytes());
        put(IN_FILE + 130, name.as_bytes());
        image
    }
}
