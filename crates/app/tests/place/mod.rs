//! The real program in a folder of its own: an empty one, or a small city on SQLite.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// One installation in a folder of its own.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.path(name), text).expect("a written file");
        name.to_owned()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, "", &[])
    }

    pub(crate) fn run_with(&self, arguments: &[&str], input: &str, variables: &[(&str, &str)]) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bridgehead"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("BRIDGEHEAD_DATABASE")
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a started program");
        // A program that ends early closes its input: that is for the exit code to tell.
        let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
        child.wait_with_output().expect("an end")
    }
}

pub(crate) fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub(crate) const UNITS: &str = "code,parent,kind,name_zh,name_en,boundary_wkt,boundary_quality\n\
    4101,,city,郑州市,Zhengzhou,\"POLYGON((113 34, 114 34, 114 35, 113 35, 113 34))\",surveyed\n\
    410102,4101,county,中原区,Zhongyuan,\"POLYGON((113 34, 113.5 34, 113.5 35, 113 35, 113 34))\",surveyed\n";

pub(crate) fn installed() -> Place {
    let place = Place::new();
    let init = place.run(&["init", "--name", "试点", "--database", "sqlite://city.db"]);
    assert_eq!(code(&init), Some(0), "{}", err(&init));
    place.write("units.csv", UNITS);
    let import = place.run(&["import", "units", "units.csv"]);
    assert_eq!(code(&import), Some(0), "{}", err(&import));
    place
}

/// One line of JSON that a command printed.
pub(crate) fn json(output: &Output) -> serde_json::Value {
    serde_json::from_str(&out(output)).expect("one line of JSON")
}
