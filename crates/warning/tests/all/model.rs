//! What is read, and that it is written again.

use std::io::Write;
use std::process::{Command, Stdio};

use warning::kinds::{Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency};
use warning::{Alert, Version, check, read, write};

use crate::message::{SOUND, changed, second_info, v10, v11, with};
use crate::scoreboard::{found_file, lines};

fn alert(text: &str) -> Alert {
    let reading = read(text.as_bytes());
    reading.alert.unwrap_or_else(|| panic!("{:?}", reading.report))
}

#[test]
fn every_element_arrives() {
    let more = "<source>desk</source><scope>Private</scope><addresses>\"the desk\" street</addresses><code>a</code><code>b</code>\
                <note>note</note><references>x,1,2021-07-18T00:00:00+08:00 x,2,2021-07-18T01:00:00+08:00</references>\
                <incidents>i1 i2</incidents>";
    let text = with("<scope>Public</scope>", more);
    let text = changed(&text, "</uri>", "</uri><derefUri>AAAA</derefUri><digest>d</digest>");
    let text = changed(&text, "<eventCode>", "<audience>all</audience><eventCode>");
    let text = changed(&text, "<expires>", "<onset>2021-07-19T22:00:00+08:00</onset><expires>");
    let got = alert(&text);
    assert_eq!((got.version, got.sent.to_string().as_str()), (Version::V12, "2021-07-19T21:59:00+08:00"));
    assert_eq!(
        (got.status, got.msg_type, got.scope, got.signed),
        (Status::Actual, MsgType::Alert, Scope::Private, false)
    );
    assert_eq!(
        (got.addresses, got.codes),
        (vec!["the desk".to_owned(), "street".into()], vec!["a".to_owned(), "b".into()])
    );
    assert_eq!((got.source.as_deref(), got.note.as_deref()), (Some("desk"), Some("note")));
    assert_eq!(got.references.iter().map(|one| one.identifier.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(got.incidents, ["i1", "i2"]);
    let info = &got.infos[0];
    assert_eq!((info.language.as_str(), info.event.as_str()), ("zh-CN", "暴雨"));
    assert_eq!((&info.categories[..], &info.response_types[..]), (&[Category::Met][..], &[ResponseType::Shelter][..]));
    assert_eq!(
        (info.urgency, info.severity, info.certainty),
        (Urgency::Immediate, Severity::Extreme, Certainty::Likely)
    );
    assert_eq!((info.event_codes[0].name.as_str(), info.event_codes[0].value.as_str()), ("QX/T", "11B03"));
    let moments = [info.effective, info.onset, info.expires].map(|moment| moment.map(|moment| moment.at));
    assert!(moments[0] < moments[1] && moments[1] < moments[2] && moments[0].is_some());
    for text in [
        &info.audience,
        &info.sender_name,
        &info.headline,
        &info.description,
        &info.instruction,
        &info.web,
        &info.contact,
    ] {
        assert!(text.is_some());
    }
    let resource = &info.resources[0];
    assert_eq!(
        (resource.size, resource.deref_uri.as_deref(), resource.digest.as_deref()),
        (Some(12), Some("AAAA"), Some("d"))
    );
    let area = &info.areas[0];
    assert_eq!((area.polygons[0].len(), area.circles[0].radius_km), (4, 12.5));
    assert_eq!((area.altitude_ft, area.ceiling_ft), (Some(100.0), Some(9000.5)));
    assert_eq!(
        (area.polygons[0][1].lon(), area.polygons[0][1].lat()),
        (114.0, 34.0),
        "latitude stands first in messages"
    );
}

#[test]
fn older_versions_mean_the_same() {
    let now = alert(SOUND);
    for (text, version) in [(v11(), Version::V11), (v10(), Version::V10)] {
        let mut old = alert(&text);
        assert_eq!(old.version, version);
        old.version = Version::V12;
        if version == Version::V10 {
            old.infos[0].response_types = vec![ResponseType::Shelter];
        }
        assert_eq!(old, now);
    }
    let without_scope = changed(&v10(), "<scope>Public</scope>", "");
    assert_eq!(alert(&without_scope).scope, Scope::Public);
    let likely = changed(&v10(), "Likely", "Very Likely");
    assert_eq!(alert(&likely).infos[0].certainty, Certainty::Likely);
    let reference = changed(&v10(), "<info>", "<references>1/a@b 2/http://c/d</references><info>");
    let references = alert(&reference).references;
    assert_eq!((references[1].identifier.as_str(), references[1].sender.as_str()), ("2", "http://c/d"));
}

#[test]
fn what_was_read_is_written_and_read_again() {
    let signed = with("</alert>", "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><a/></Signature></alert>");
    let odd = with("停止户外集会", "&lt;75 km/h &amp; \"more\" ]]&gt; <![CDATA[<b]]> é\r\nline");
    let mut texts: Vec<Vec<u8>> = [SOUND.to_owned(), v11(), v10(), signed, odd].map(String::into_bytes).into();
    texts.extend(lines().iter().filter_map(|line| found_file(None, &line.file)));
    let mut count = 0;
    for text in texts {
        let Some(mut first) = read(&text).alert else { continue };
        let written = write(&first);
        let report = check(written.as_bytes());
        assert!(report.is_valid(), "{:?}\n{written}", report.errors);
        let again = read(written.as_bytes()).alert.expect("a sound message");
        // What the written form cannot say, or says where the message did not.
        first.version = Version::V12;
        first.signed = false;
        for info in &mut first.infos {
            for resource in &mut info.resources {
                resource.mime_type.get_or_insert("application/octet-stream".to_owned());
            }
        }
        assert_eq!(first, again, "{written}");
        count += 1;
    }
    assert!(count > 30, "{count}");
}

#[test]
fn a_signature_is_seen_and_not_checked() {
    let signed =
        with("</alert>", "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'>no<b>thing</b></Signature></alert>");
    assert!(alert(&signed).signed && !alert(SOUND).signed);
}

#[test]
fn places_of_translations_stand_once() {
    let two = alert(&second_info("zh-CN", "zh-TW"));
    assert_eq!(two.infos.len(), 2);
    let places = two.places();
    assert_eq!((places.geocodes.len(), places.polygons.len(), places.circles.len()), (1, 1, 1));
}

#[test]
fn prefixes_comments_and_white_space_change_nothing() {
    let prefixed =
        SOUND.replace("</", "</c:").replace('<', "<c:").replace("<c:/c:", "</c:").replace("<c:?xml", "<?xml");
    let prefixed = prefixed.replace("xmlns=", "xmlns:c=");
    assert_eq!(alert(&prefixed), alert(SOUND));
    let spaced = SOUND.replace("><", ">\n <!-- c --><?p i?> <").replacen("?>\n <!-- c --><?p i?> <", "?><", 1);
    assert_eq!(alert(&spaced), alert(SOUND));
    let inside = with("<event>暴雨", "<event> 暴<!-- c -->雨 ");
    assert_eq!(alert(&inside).infos[0].event, "暴雨");
}

/// Where `xmllint` is installed, the schema of OASIS says the same.
#[test]
fn what_is_written_fits_the_schema() {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/schema/cap12.xsd");
    let texts = lines().into_iter().filter_map(|line| found_file(None, &line.file)).chain([SOUND.into(), v10().into()]);
    for text in texts {
        let Some(alert) = read(&text).alert else { continue };
        let started = Command::new("xmllint")
            .args(["--noout", "--schema", schema, "-"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = started else {
            println!("skipped: no xmllint");
            return;
        };
        let written = write(&alert);
        child.stdin.take().expect("an input").write_all(written.as_bytes()).expect("written");
        let output = child.wait_with_output().expect("an end");
        assert!(output.status.success(), "{}\n{written}", String::from_utf8_lossy(&output.stderr));
    }
}
