//! Every reason is given by a message that is wrong in that way alone.

use std::collections::BTreeSet;

use warning::limits::{ALERT_ELEMENTS_MAX, ATTRIBUTES_MAX, BYTES_MAX, DEPTH_MAX, ENTRIES_MAX};
use warning::profile::Profile;
use warning::reason::Reason;
use warning::{Report, check, check_with};

use crate::message::{SOUND, changed, second_info, v10, v11, with};

/// Code and path of everything found.
fn found(report: &Report) -> Vec<(&'static str, String)> {
    report.errors.iter().chain(&report.warnings).map(|finding| (finding.code, finding.path.clone())).collect()
}

fn cases() -> Vec<(Reason, String, &'static str)> {
    use Reason as R;
    let info = "/alert/info[1]";
    let area = "/alert/info[1]/area[1]";
    let path = |parent: &str, name: &str| -> &'static str { format!("{parent}/{name}").leak() };
    let feed = |entry: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><id>1</id><title>t</title><updated>u</updated>{entry}</feed>"
        )
    };
    let entry =
        |content: &str| feed(&format!("<entry><id>1</id><title>t</title><updated>u</updated>{content}</entry>"));
    let many = "<entry><id>1</id><title>t</title><updated>u</updated><link href='a'/></entry>".repeat(ENTRIES_MAX + 1);
    let alert = &SOUND[SOUND.find("<alert").expect("an alert")..];
    vec![
        (R::TooLarge, " ".repeat(BYTES_MAX + 1), "/"),
        (R::TooDeep, with("<circle>", &"<circle>".repeat(DEPTH_MAX)), "/"),
        (R::TooManyElements, with("<circle>", &format!("{}<circle>", "<circle/>".repeat(ALERT_ELEMENTS_MAX))), "/"),
        (R::TooManyAttributes, with("<circle>", &format!("<circle{}>", attributes())), "/"),
        (R::UnknownEncoding, with("UTF-8", "utf-7"), "/"),
        (R::MalformedXml, with("</alert>", ""), "/"),
        (R::MalformedXml, with("</alert>", "</alert><alert/>"), "/"),
        (R::MalformedXml, with("</alert>", "</alert>text"), "/"),
        (R::MalformedXml, with("</circle>", "</polygon>"), "/"),
        (R::MalformedXml, with("<circle>", "<circle a='1' a='2'>"), "/"),
        (R::DtdRefused, with("<alert", "<!DOCTYPE alert [<!ENTITY a 'b'>]><alert"), "/"),
        (R::EntityRefused, with("停止户外集会", "&nbsp;"), "/"),
        (R::NotCap, "<html/>".to_owned(), "/"),
        (R::NotCap, with("cap:1.2", "cap:1.3"), "/"),
        (R::NotCap, String::new(), "/"),
        (R::UnsupportedElement, with("<circle>", "<point>1,2</point><circle>"), path(area, "point")),
        (R::UnsupportedElement, with("<circle>", "<a xmlns='urn:x'>1</a><circle>"), path(area, "a")),
        (R::UnsupportedElement, with("郑州市</areaDesc>", "郑州市<b/></areaDesc>"), path(area, "areaDesc/b")),
        (
            R::UnsupportedElement,
            changed(&v10(), "<urgency>", "<responseType>Shelter</responseType><urgency>"),
            path(info, "responseType"),
        ),
        (R::DuplicateElement, with("<scope>", "<scope>Public</scope><scope>"), "/alert/scope"),
        (
            R::InvalidSequence,
            with("<status>Actual</status><msgType>Alert</msgType>", "<msgType>Alert</msgType><status>Actual</status>"),
            "/alert/status",
        ),
        (R::MissingRequiredElement, with("<scope>Public</scope>", ""), "/alert/scope"),
        (R::MissingRequiredElement, with("<mimeType>image/png</mimeType>", ""), path(info, "resource[1]/mimeType")),
        (R::TextBetweenElements, with("<area>", "<area>text"), area),
        (R::EmptyElement, with("<instruction>停止户外集会", "<instruction>"), path(info, "instruction")),
        (R::EmptyElement, with("<circle>34.75,113.65 12.5", "<circle> "), path(area, "circle[1]")),
        (R::EmptyElement, with("<value>410100</value>", "<value/>"), path(info, "parameter[1]/value")),
        (R::PasswordDeprecated, changed(&v10(), "<scope>", "<password>x</password><scope>"), "/alert/password"),
        (R::InvalidCharacters, with("停止户外集会", "&#1;"), path(info, "instruction")),
        (R::InvalidCharacters, with("停止户外集会", "\u{ffff}"), path(info, "instruction")),
        (R::InvalidEnumValue, with("Actual", "actual"), "/alert/status"),
        (R::InvalidEnumValue, with("<urgency>Immediate", "<urgency>"), path(info, "urgency")),
        (R::InvalidEnumValue, with("Extreme", "Red"), path(info, "severity")),
        (R::InvalidEnumValue, changed(&v11(), "Shelter", "AllClear"), path(info, "responseType[1]")),
        (R::InvalidEnumValue, changed(&v10(), "Met", "CBRNE"), path(info, "category[1]")),
        (R::VeryLikelyDeprecated, with("Likely", "Very Likely"), path(info, "certainty")),
        (R::InvalidDate, with("<sent>2021-07-19T21:59:00+08:00", "<sent>2021-07-19T13:59:00Z"), "/alert/sent"),
        (R::InvalidDate, with("<sent>2021-07-19T21:59:00+08:00", "<sent>2021-07-19T21:59:00"), "/alert/sent"),
        (R::InvalidDate, with("2021-07-20T21", "2021-07-32T21"), path(info, "expires")),
        (
            R::DateWithoutZone,
            changed(&v11(), "<sent>2021-07-19T21:59:00+08:00", "<sent>2021-07-19T13:59:00"),
            "/alert/sent",
        ),
        (R::InvalidIdentifier, with("41010041600000_2021", "41010041600000,2021"), "/alert/identifier"),
        (R::InvalidIdentifier, with("41010041600000_20210719215900", " "), "/alert/identifier"),
        (R::InvalidSender, with("weather@", "the weather@"), "/alert/sender"),
        (R::InvalidReferences, with("<info>", "<references>a,b</references><info>"), "/alert/references"),
        (R::InvalidReferences, with("<info>", "<references>a,b,2021</references><info>"), "/alert/references"),
        (
            R::InvalidReferences,
            changed(&with("<info>", "<references/><info>"), "<msgType>Alert", "<msgType>Update"),
            "/alert/references",
        ),
        (R::InvalidReferences, changed(&v10(), "<info>", "<references>a,b</references><info>"), "/alert/references"),
        (
            R::PostdatedReference,
            with("<info>", "<references>a,b,2021-07-19T21:59:01+08:00</references><info>"),
            "/alert/references",
        ),
        (
            R::CircularReference,
            with(
                "<info>",
                "<references>weather@zhengzhou.example,41010041600000_20210719215900,2021-07-19T21:59:00+08:00</references><info>",
            ),
            "/alert/references",
        ),
        (R::InvalidLanguage, with("zh-CN", "zh_CN"), path(info, "language")),
        (R::InvalidValue, with("<altitude>100", "<altitude>low"), path(area, "altitude")),
        (R::InvalidValue, with("<valueName>issuer", "<valueName>"), path(info, "parameter[1]/valueName")),
        (R::InvalidValue, changed(&v10(), "issuer=410100", "410100"), path(info, "parameter[1]")),
        (R::RestrictionScopeMismatch, with("Public", "Restricted"), "/alert/restriction"),
        (R::RestrictionScopeMismatch, with("<info>", "<restriction>staff</restriction><info>"), "/alert/restriction"),
        (R::RestrictionScopeMismatch, with("Public", "Private"), "/alert/addresses"),
        (R::InvalidWeb, with("https://weather.example/1<", "weather.example/1<"), path(info, "web")),
        (R::InvalidUri, entry("<link href='a b'/>"), "/feed/entry[1]/link"),
        (R::InvalidMimeType, with("image/png", "png"), path(info, "resource[1]/mimeType")),
        (R::InvalidResourceSize, with("<size>12", "<size>12 kB"), path(info, "resource[1]/size")),
        (R::InvalidResourceUri, with("1.png", "1 .png"), path(info, "resource[1]/uri")),
        (R::InvalidDerefUri, with("</uri>", "</uri><derefUri>abc</derefUri>"), path(info, "resource[1]/derefUri")),
        (R::RelativeUriWithoutDerefUri, with("https://weather.example/1.png", "1.png"), path(info, "resource[1]/uri")),
        (R::InvalidArea, with("<areaDesc>郑州市", "<areaDesc>"), path(area, "areaDesc")),
        (
            R::InvalidPolygon,
            with("34,113 34,114 35,114 35,113 34,113", "34,113 34,114 35,114 35,113"),
            path(area, "polygon[1]"),
        ),
        (
            R::InvalidPolygon,
            with("34,113 34,114 35,114 35,113 34,113", "34,113 34,114 34,113"),
            path(area, "polygon[1]"),
        ),
        (R::InvalidPolygon, with("34,113 34,114 35,114", "34,113 34, 114 35,114"), path(area, "polygon[1]")),
        (R::InvalidPolygon, with("34,113 34,114 35,114", "34,113 94,114 35,114"), path(area, "polygon[1]")),
        (R::SelfIntersectingPolygon, with("34,114 35,114 35,113", "35,114 34,114 35,113"), path(area, "polygon[1]")),
        (R::InvalidCircle, with("113.65 12.5", "113.65 -1"), path(area, "circle[1]")),
        (R::InvalidCircle, with("113.65 12.5", "113.65"), path(area, "circle[1]")),
        (R::InvalidAltitudeCeilingRange, with("9000.5", "90"), path(area, "ceiling")),
        (R::InvalidAltitudeCeilingRange, with("<altitude>100</altitude>", ""), path(area, "ceiling")),
        (R::SameTextInDifferentLanguages, same_description(), "/alert/info[2]/description"),
        (R::TextContainsHtml, with("停止户外集会", "停止&lt;br /&gt;集会"), path(info, "instruction")),
        (R::TextContainsHtml, with("停止户外集会", "停止&amp;nbsp;集会"), path(info, "instruction")),
        (R::AlertOutsideEntry, feed(alert), "/feed/alert"),
        (R::TooManyEntries, feed(&many), "/feed"),
        (R::UnsupportedElement, feed("<foo/>"), "/feed/foo"),
        (R::MissingRequiredElement, entry(""), "/feed/entry[1]/link"),
    ]
}

fn attributes() -> String {
    (0..=ATTRIBUTES_MAX).map(|n| format!(" a{n}='1'")).collect()
}

/// The second info translates headline and instruction, and forgets the description.
fn same_description() -> String {
    let text = second_info("zh-CN", "en");
    let at = text.rfind("<info>").expect("a second info");
    let (first, second) = text.split_at(at);
    let second = changed(second, "郑州市气象台发布暴雨红色预警信号", "Red rainstorm warning");
    format!("{first}{}", changed(&second, "停止户外集会", "No gatherings"))
}

#[test]
fn the_sound_message_is_sound_in_every_version_and_profile() {
    for text in [SOUND.to_owned(), v11(), v10()] {
        for profile in [None, Some(Profile::Strict), Some(Profile::China)] {
            assert_eq!(found(&check_with(text.as_bytes(), profile)), [], "{text}");
        }
    }
}

#[test]
fn every_reason_is_given_alone_and_where_it_is() {
    for (reason, text, path) in cases() {
        let report = check(text.as_bytes());
        let start: String = text.chars().take(3000).collect();
        assert_eq!(found(&report), [(reason.code(), path.to_owned())], "{start}");
        assert_eq!(report.is_valid(), !reason.is_error(), "{}", reason.code());
        let message = &report.errors.iter().chain(&report.warnings).next().expect("a finding").message;
        assert!(!message.ends_with('.') && message.chars().count() < 400, "{message}");
    }
}

#[test]
fn every_rule_of_a_profile_is_broken_alone() {
    use Reason as R;
    let info = "/alert/info[1]";
    let long = format!("<headline>{}", "暴".repeat(161));
    let cases = [
        (R::UpdateOrCancelMustReference, with("<msgType>Alert", "<msgType>Cancel"), "/alert/references".to_owned()),
        (R::CategoriesMustMatch, second_info("Met", "Geo"), "/alert/info[2]".to_owned()),
        (R::EventCodesMustMatch, second_info("11B03", "11B04"), "/alert/info[2]".to_owned()),
        (
            R::InfoRequired,
            format!("{}</alert>", &SOUND[..SOUND.find("<info>").expect("an info")]),
            "/alert/info".to_owned(),
        ),
        (
            R::DescriptionRequired,
            with("<description>三小时降雨量将达 100 毫米以上</description>", ""),
            format!("{info}/description"),
        ),
        (R::WebRequired, with("<web>https://weather.example/1</web>", ""), format!("{info}/web")),
        (R::ExpiresRequired, with("<expires>2021-07-20T21:59:00+08:00</expires>", ""), format!("{info}/expires")),
        (R::AreaRequired, without_area(), format!("{info}/area")),
        (R::EffectiveNotAfterExpires, with("<expires>2021-07-20", "<expires>2021-07-18"), format!("{info}/effective")),
        (R::HeadlineTooLong, with("<headline>", &long), format!("{info}/headline")),
    ];
    for (reason, text, path) in cases {
        assert_eq!(found(&check_with(text.as_bytes(), Some(Profile::Strict))), [(reason.code(), path)], "{text}");
        assert_eq!(found(&check(text.as_bytes())), [], "by CAP alone it is sound: {text}");
    }
    let colour = with("Extreme", "Red");
    assert_eq!(
        found(&check_with(colour.as_bytes(), Some(Profile::China))),
        [("colour_as_severity", format!("{info}/severity"))]
    );
}

fn without_area() -> String {
    let (from, to) = (SOUND.find("<area>").expect("an area"), SOUND.find("</info>").expect("an end"));
    format!("{}{}", &SOUND[..from], &SOUND[to..])
}

/// The reasons that no text shows, or that stand in other tests of this file.
#[test]
fn no_reason_is_forgotten() {
    let mut left: BTreeSet<Reason> = Reason::ALL.into_iter().collect();
    for (reason, ..) in cases() {
        left.remove(&reason);
    }
    Profile::Strict.rules().iter().for_each(|rule| assert!(left.remove(rule)));
    assert!(left.remove(&Reason::ColourAsSeverity) && left.remove(&Reason::InvalidEncoding));
    assert_eq!(left, BTreeSet::new());
    assert_eq!(found(&check(b"<alert>\xff</alert>")), [("invalid_encoding", "/".to_owned())]);
    let codes: BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
    assert_eq!(codes.len(), Reason::ALL.len(), "codes are unique");
}

#[test]
fn what_is_wrong_in_a_feed_is_found_under_its_entry() {
    let alert = &with("zh-CN", "zh_CN")[SOUND.find("<alert").expect("an alert")..];
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>1</id><title>t</title><updated>u</updated>\
         <entry><id>1</id><title>t</title><updated>u</updated><content>{alert}</content></entry></feed>"
    );
    let path = "/feed/entry[1]/content/alert/info[1]/language".to_owned();
    assert_eq!(found(&check(feed.as_bytes())), [("invalid_language", path)]);
}

#[test]
fn every_code_is_explained() {
    let text = include_str!("../../../../docs/cap.md");
    let missing: Vec<_> =
        Reason::ALL.iter().filter(|reason| !text.contains(&format!("| `{}` |", reason.code()))).collect();
    assert!(missing.is_empty(), "{missing:?} are not in docs/cap.md");
}

#[test]
fn every_reason_has_a_sentence_in_chinese() {
    let words = include_str!("../../../../web/src/console/shell/finding-words.ts");
    let missing: Vec<_> = Reason::ALL
        .iter()
        .map(|reason| reason.code())
        .filter(|code| !words.contains(&format!("\n  {code}: ")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
