//! Documents made to harm: none makes the reader slow, large or wrong.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use warning::{check, read};

use crate::message::{SOUND, with};

fn codes(text: &str) -> Vec<&'static str> {
    let begin = Instant::now();
    let report = check(text.as_bytes());
    assert!(begin.elapsed() < Duration::from_secs(20), "it took {:?}", begin.elapsed());
    report.error_codes()
}

#[test]
fn entities_are_refused_whatever_they_would_become() {
    let laughs: String = (1..10).map(|n| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10))).collect();
    let bomb = format!("<!DOCTYPE alert [<!ENTITY l0 'ha'>{laughs}]>");
    for dtd in [
        bomb.as_str(),
        "<!DOCTYPE alert SYSTEM 'http://127.0.0.1/x.dtd'>",
        "<!DOCTYPE alert [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE alert [<!ENTITY % p SYSTEM 'http://127.0.0.1/p'> %p;]>",
    ] {
        let text = with("<alert", &format!("{dtd}<alert")).replace("停止户外集会", "&l9;");
        assert_eq!(codes(&text), ["dtd_refused"], "{dtd}");
    }
    assert_eq!(codes(&with("停止户外集会", "&l9;")), ["entity_refused"]);
    assert_eq!(codes(&with("停止户外集会", "&#x110000;")), ["malformed_xml"]);
}

#[test]
fn inclusions_are_elements_like_any_other() {
    let include = "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>";
    assert_eq!(codes(&with("<info>", &format!("{include}<info>"))), ["unsupported_element"]);
}

#[test]
fn size_in_every_direction_is_bounded() {
    assert_eq!(codes(&"<a>".repeat(5_000_000)), ["not_cap"]);
    assert_eq!(codes(&with("<event>", &format!("{}<event>", "<event>".repeat(1_000_000)))), ["too_deep"]);
    assert_eq!(codes(&with("<info>", &"<info/>".repeat(1_000_000))), ["too_many_elements"]);
    let attributes: String = (0..500_000).map(|n| format!(" a{n}=''")).collect();
    assert_eq!(codes(&with("<info>", &format!("<info{attributes}>"))), ["too_many_attributes"]);
    let spaces: String = (0..5_000).map(|n| format!(" xmlns:a{n}='b'")).collect();
    assert_eq!(codes(&with("<info>", &format!("<info{spaces}>"))), ["malformed_xml"]);
    assert_eq!(codes(&with("停止户外集会", &"&amp;".repeat(2_000_000))), Vec::<&str>::new());
    assert_eq!(codes(&with("停止户外集会", &"&lt;".repeat(2_000_000))), Vec::<&str>::new());
}

#[test]
fn findings_are_bounded() {
    let report = check(with("<area>", &format!("{}<area>", "<b/>".repeat(40_000))).as_bytes());
    assert_eq!((report.errors.len(), report.error_codes()), (100, vec!["unsupported_element"]));
}

#[test]
fn tangled_polygons_and_long_lists_take_no_time() {
    let star: String = (0..60_000).map(|n| format!("{},{} ", 30 + n % 2, 100.0 + f64::from(n) / 1_000.0)).collect();
    assert_eq!(
        codes(&with("34,113 34,114 35,114 35,113 34,113", &format!("{star}30,100"))),
        ["self_intersecting_polygon"]
    );
    let many = "a,b,2021-07-18T00:00:00+08:00 ".repeat(200_000);
    assert_eq!(codes(&with("<info>", &format!("<references>{many}</references><info>"))), Vec::<&str>::new());
    let infos = SOUND[SOUND.find("<info>").expect("an info")..SOUND.find("</alert>").expect("an end")].repeat(1_000);
    assert_eq!(codes(&with("</alert>", &format!("{infos}</alert>"))), Vec::<&str>::new());
}

#[test]
fn a_message_cut_anywhere_is_refused() {
    for end in 0..SOUND.len() {
        assert!(read(&SOUND.as_bytes()[..end]).alert.is_none(), "cut at {end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever bytes change, an answer comes, and it agrees with itself.
    #[test]
    fn changed_bytes_give_an_answer(changes in prop::collection::vec((0_usize..2_000, any::<u8>()), 1..8)) {
        let mut bytes = SOUND.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let reading = read(&bytes);
        prop_assert_eq!(reading.alert.is_some(), reading.report.is_valid());
        if let Some(alert) = reading.alert {
            prop_assert!(check(warning::write(&alert).as_bytes()).is_valid());
        }
    }
}
