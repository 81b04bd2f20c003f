//! Feeds: entries, links, alerts inside.

use warning::feed::read;

use crate::message::{SOUND, with};
use crate::scoreboard::found_file;

fn alert(text: &str) -> &str {
    &text[text.find("<alert").expect("an alert")..]
}

#[test]
fn one_bad_alert_stops_no_other() {
    let bad = with("zh-CN", "zh_CN");
    let item = |content: &str| {
        format!("<entry><id>1</id><title>t</title><updated>u</updated><content>{content}</content></entry>")
    };
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>1</id><title>Zhengzhou</title><updated>u</updated>{}{}{}</feed>",
        item(alert(SOUND)),
        item(alert(&bad)),
        item(alert(SOUND))
    );
    let feed = read(feed.as_bytes());
    assert_eq!(feed.title.as_deref(), Some("Zhengzhou"));
    assert!(feed.report.is_valid(), "{:?}", feed.report);
    let sound: Vec<bool> =
        feed.entries.iter().map(|entry| entry.alert.as_ref().is_some_and(|reading| reading.alert.is_some())).collect();
    assert_eq!(sound, [true, false, true]);
    assert_eq!(feed.whole_report().error_codes(), ["invalid_language"]);
}

#[test]
fn a_broken_document_keeps_the_entries_before_the_break() {
    let feed = "<rss version='2.0'><channel><title>t</title><link>l</link><description>d</description>\
                <item><title>a</title><link>https://a.example/1</link><guid>1</guid></item><item><title></item></channel></rss>";
    let feed = read(feed.as_bytes());
    assert_eq!(feed.entries.len(), 1);
    assert_eq!(feed.report.error_codes(), ["malformed_xml"]);
    assert_eq!(feed.entries[0].id.as_deref(), Some("1"));
    assert_eq!(feed.entries[0].alert_link().map(|link| link.href.as_str()), Some("https://a.example/1"));
}

#[test]
fn an_index_leads_to_its_alerts() {
    let file = |name: &str| read(&found_file(None, name).expect("a shipped file"));
    let quakes = file("google/earthquake_index.atom");
    let link = quakes.entries[0].alert_link().expect("a link");
    assert_eq!(link.href, "http://earthquake.usgs.gov/earthquakes/catalogs/cap/us2010apcd");
    let weather = file("google/weather_index.atom");
    assert!(weather.entries.iter().all(|entry| entry.alert_link().is_some() && entry.alert.is_none()));
    let york = file("google/ny_index.rss");
    assert_eq!((york.entries.len(), york.entries[1].id.as_deref()), (2, Some("NYAlert-ALLHAZALERT-3162202")));
    let amber = file("google/amber.atom");
    assert!(amber.entries[0].alert.as_ref().is_some_and(|reading| reading.alert.is_some()));
    assert!(file("google/empty_weather_index.atom").entries.is_empty());
    let signed = file("google/canada_signed.atom");
    let alert = signed.entries[0].alert.as_ref().and_then(|reading| reading.alert.as_ref());
    assert!(alert.is_some_and(|alert| alert.signed && alert.references.len() == 9));
}

#[test]
fn what_is_no_feed_is_refused() {
    assert_eq!(read(SOUND.as_bytes()).report.error_codes(), ["not_cap"]);
    assert_eq!(read(b"").report.error_codes(), ["not_cap"]);
}
