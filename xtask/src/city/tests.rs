//! The committed files are what the task makes.

use std::path::Path;

#[test]
fn committed_files_are_what_the_task_makes() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = root.join("../shared");
    if !shared.join("data/zhengzhou/divisions").exists() {
        println!("skipped: no shared data");
        return Ok(());
    }
    let data = root.join("data/zhengzhou");
    for (name, bytes) in super::build(&shared, &data)? {
        let committed = std::fs::read(data.join(name))?;
        assert!(committed == bytes, "`{name}` differs: run `cargo xtask city` and commit the result");
    }
    Ok(())
}
