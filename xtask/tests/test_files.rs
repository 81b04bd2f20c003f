//! A crate with one test program (`tests/main.rs`) runs only the files that it names: none may be forgotten.

use std::fs;
use std::path::Path;

#[test]
fn every_file_of_tests_is_named_by_its_program() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut programs = 0;
    let mut forgotten = Vec::new();
    for folder in fs::read_dir(crates).expect("the crates").map(|entry| entry.expect("a crate").path().join("tests")) {
        let Ok(program) = fs::read_to_string(folder.join("main.rs")) else { continue };
        programs += 1;
        for path in fs::read_dir(&folder).expect("the tests").map(|entry| entry.expect("a file").path()) {
            let name = path.file_stem().expect("a name").to_str().expect("a plain name");
            // A folder beside a file of its name is that file's; one with `main.rs` is a program of its own.
            let own = path.is_dir() && (folder.join(format!("{name}.rs")).is_file() || path.join("main.rs").is_file());
            let data = path.is_dir() && !path.join("mod.rs").is_file();
            if name != "main" && !own && !data && !program.contains(&format!("mod {name};")) {
                forgotten.push(path);
            }
        }
    }
    assert!(programs > 0, "no test program was found: the walk is broken");
    assert!(forgotten.is_empty(), "never run: {forgotten:?}");
}
