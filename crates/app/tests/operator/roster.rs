//! `import roster` and `export roster`.

use super::account;
use crate::place::{Place, code, err, installed, json, out};

const ROSTER: &str = "unit,login,title,kind,start,end,days,from,to,leader\n\
    410102,wang,district_duty,day,08:00,20:00,12345,2026-02-16,2026-12-31,true\n\
    410102,li,,night,20:00,08:00,,,,false\n";

fn staffed() -> Place {
    let place = installed();
    account(&place, "wang", "district_duty");
    account(&place, "li", "street_operator");
    place.write("roster.csv", ROSTER);
    place
}

#[test]
fn a_roster_goes_in_and_comes_out_as_it_was() {
    let place = staffed();
    let dry = json(&place.run(&["import", "roster", "roster.csv", "--dry-run", "--json"]));
    assert_eq!((&dry["new"], &dry["dry_run"]), (&2.into(), &true.into()), "{dry}");
    let first = json(&place.run(&["import", "roster", "roster.csv", "--json"]));
    assert_eq!((&first["new"], &first["present"]), (&2.into(), &0.into()), "a dry run wrote nothing: {first}");
    let again = json(&place.run(&["import", "roster", "roster.csv", "--json"]));
    assert_eq!((&again["new"], &again["present"]), (&0.into(), &2.into()), "twice is once: {again}");

    let written = json(&place.run(&["export", "roster", "out.csv", "--json"]));
    assert_eq!(written["lines"], 2, "{written}");
    let text = std::fs::read_to_string(place.path("out.csv")).expect("the export");
    assert!(text.contains("410102,wang,district_duty,day,08:00,20:00,12345,2026-02-16,2026-12-31,true"), "{text}");
    let back = json(&place.run(&["import", "roster", "out.csv", "--json"]));
    assert_eq!((&back["new"], &back["present"]), (&0.into(), &2.into()), "what is written is what is read: {back}");
    let none = json(&place.run(&["export", "roster", "none.csv", "--within", "410102", "--json"]));
    assert_eq!(none["lines"], 2);
    let nowhere = place.run(&["export", "roster", "x.csv", "--within", "999"]);
    assert!(code(&nowhere) == Some(1) && err(&nowhere).contains("`999`"), "{}", err(&nowhere));
}

#[test]
fn one_wrong_row_keeps_the_whole_file_out_and_is_named() {
    let place = staffed();
    let rows = [
        ("410102,nobody,,day,08:00,20:00,,,,", "row 4"),
        ("999,wang,,day,08:00,20:00,,,,", "row 4"),
        ("410102,wang,,day,25:00,20:00,,,,", "row 4"),
        ("410102,wang,auditor,day,08:00,20:00,,,,", "row 4"),
        ("410102,wang,,day,08:00,20:00,,2026-03-02,2026-03-01,", "row 4"),
    ];
    for (row, named) in rows {
        place.write("wrong.csv", &format!("{ROSTER}{row}\n"));
        let refused = place.run(&["import", "roster", "wrong.csv"]);
        assert_eq!(code(&refused), Some(3), "{row}: {}", err(&refused));
        assert!(err(&refused).contains(named), "{row}: {}", err(&refused));
    }
    for (row, column) in
        [("410102,wang,,day,08:00,20:00,89,,,", "days"), ("410102,wang,,day,08:00,20:00,,soon,,", "from")]
    {
        place.write("wrong.csv", &format!("{ROSTER}{row}\n"));
        let refused = place.run(&["import", "roster", "wrong.csv"]);
        assert_eq!(code(&refused), Some(3), "{row}: {}", err(&refused));
        let said = format!("{}{}", out(&refused), err(&refused));
        assert!(said.contains(column), "{row}: {said}");
    }
    let written = json(&place.run(&["export", "roster", "out.csv", "--json"]));
    assert_eq!(written["lines"], 0, "nothing of a refused file was kept");
    for group in ["import", "export"] {
        assert!(out(&place.run(&[group, "roster", "--help"])).contains("Example"), "{group}");
    }
}
