//! Places of an OpenStreetMap extract, as an operator takes them over.

use std::path::Path;

use serde_json::{Value, json};

use crate::place::{code, err, installed, out};

/// Invented: a hospital, a house and a school where the units are, and a house far away.
fn extract() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../osm/tests/corpus/invented.osm.pbf");
    path.to_str().expect("a path").to_owned()
}

/// The sums, which come last.
fn sums(printed: &str) -> Value {
    serde_json::from_str(printed.lines().last().expect("a line")).expect("JSON")
}

fn of(sums: &Value) -> [&Value; 4] {
    ["added", "changed", "unchanged", "outside"].map(|word| &sums[word])
}

#[test]
fn an_extract_is_looked_at_taken_once_and_known_again() {
    let city = installed();
    let extract = extract();
    let look = city.run(&["place", "import", "--osm", &extract, "--dry-run"]);
    assert_eq!(code(&look), Some(0), "{}", err(&look));
    let shown = out(&look);
    assert!(shown.contains("osm:way/7  演示一号楼: new building"), "{shown}");
    assert!(shown.contains("in the file: building 2, hospital 1, school 1"), "{shown}");
    assert!(
        shown.contains("3 places would be added, 0 would be changed, 0 are as they were; 1 stand in no unit"),
        "{shown}"
    );
    assert!(shown.contains("© OpenStreetMap contributors") && shown.contains("ODbL"), "{shown}");
    for (expected, run) in [([3, 0, 0, 1], "taken"), ([0, 0, 3, 1], "known again")] {
        let taken = city.run(&["place", "import", "--osm", &extract, "--json"]);
        assert_eq!(code(&taken), Some(0), "{}", err(&taken));
        let sums = sums(&out(&taken));
        assert_eq!(of(&sums), expected.map(Value::from).each_ref(), "{run}");
        assert!(sums["licence"].as_str().is_some_and(|licence| licence.contains("ODbL")), "{sums}");
    }
}

#[test]
fn kinds_are_chosen_and_what_cannot_be_read_is_refused() {
    let city = installed();
    let extract = extract();
    let some = city.run(&["place", "import", "--osm", &extract, "--kind", "school,hospital", "--json"]);
    assert_eq!(code(&some), Some(0), "{}", err(&some));
    assert_eq!(of(&sums(&out(&some))), [2, 0, 0, 0].map(Value::from).each_ref());
    let unknown = city.run(&["place", "import", "--osm", &extract, "--kind", "castle"]);
    assert!(code(&unknown) == Some(1) && err(&unknown).contains("`castle` is no kind of place"), "{}", err(&unknown));
    city.write("places.osm.pbf", "code,kind,name_zh\n");
    let text = city.run(&["place", "import", "--osm", "places.osm.pbf", "--dry-run"]);
    assert!(code(&text) == Some(1) && err(&text).contains("not_osm_pbf"), "{}", err(&text));
    let listed = city.run(&["import", "list", "--json"]);
    let runs: Value = serde_json::from_str(&out(&listed)).expect("JSON");
    assert_eq!(runs["imports"][0]["rows"], json!(2), "{runs}");
}
