//! Colours.

use warning::colour::{ColourTable, Ground, WarningColour};
use warning::kinds::{Certainty, Severity, Urgency};
use warning::profile::Profile;
use warning::{read, read_with};

use crate::message::{changed, with};

fn table() -> ColourTable {
    ColourTable::shipped().expect("the shipped table parses")
}

fn of(text: &str) -> Option<(WarningColour, Ground)> {
    let alert = read_with(text.as_bytes(), Some(Profile::China)).alert.expect("a sound message");
    table().of(&alert).map(|found| (found.colour, found.ground))
}

#[test]
fn what_the_message_names_comes_first() {
    let plain = with("郑州市气象台发布暴雨红色预警信号", "暴雨");
    assert_eq!(of(&plain), Some((WarningColour::Red, Ground::Table)));
    assert_eq!(of(&with("红色", "蓝色")), Some((WarningColour::Blue, Ground::Text)));
    assert_eq!(of(&with("红色预警信号", "黄色预警升级为橙色预警")), Some((WarningColour::Orange, Ground::Text)));
    let english =
        "Yuanshi County Meteorological Observatory updates blue warning for flash flood disasters [Level IV/General]";
    assert_eq!(of(&with("郑州市气象台发布暴雨红色预警信号", english)), Some((WarningColour::Blue, Ground::Text)));
    let parameter = with(
        "<valueName>issuer</valueName><value>410100",
        "<valueName>awareness_level</valueName><value>2; yellow; Moderate",
    );
    assert_eq!(of(&parameter), Some((WarningColour::Yellow, Ground::Parameter)));
    let chinese = parameter.replace("awareness_level", "预警颜色").replace("2; yellow; Moderate", "橙色");
    assert_eq!(of(&chinese), Some((WarningColour::Orange, Ground::Parameter)));
    assert_eq!(of(&changed(&parameter, "Extreme", "Orange")), Some((WarningColour::Orange, Ground::Severity)));
}

#[test]
fn an_all_clear_has_no_colour_and_unknown_is_not_blue() {
    assert_eq!(of(&with("Shelter", "AllClear")), None);
    let unknown = changed(&with("红色", ""), "Extreme", "Unknown");
    assert_eq!(of(&unknown), None);
    assert!(read(unknown.as_bytes()).report.is_valid());
}

#[test]
fn a_worse_case_never_has_a_weaker_colour() {
    let table = table();
    assert!(!table.version.is_empty() && !table.source.is_empty());
    let severities = [Severity::Minor, Severity::Moderate, Severity::Severe, Severity::Extreme];
    for urgency in Urgency::ALL {
        for certainty in Certainty::ALL {
            let colours: Vec<_> =
                severities.iter().map(|&severity| table.by_row(severity, urgency, certainty)).collect();
            assert!(colours.is_sorted(), "{urgency:?} {certainty:?}: {colours:?}");
        }
    }
    for severity in Severity::ALL {
        assert_eq!(table.by_row(severity, Urgency::Past, Certainty::Observed), None);
        assert_eq!(table.by_row(severity, Urgency::Immediate, Certainty::Unlikely), None);
    }
}
