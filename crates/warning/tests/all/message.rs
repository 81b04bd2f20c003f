//! A sound message, to be broken in one place.

/// Valid by the rules of CAP 1.2 and of every profile.
pub(crate) const SOUND: &str = "<?xml version='1.0' encoding='UTF-8'?>\
<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>\
<identifier>41010041600000_20210719215900</identifier><sender>weather@zhengzhou.example</sender>\
<sent>2021-07-19T21:59:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>\
<info><language>zh-CN</language><category>Met</category><event>暴雨</event><responseType>Shelter</responseType>\
<urgency>Immediate</urgency><severity>Extreme</severity><certainty>Likely</certainty>\
<eventCode><valueName>QX/T</valueName><value>11B03</value></eventCode>\
<effective>2021-07-19T21:59:00+08:00</effective><expires>2021-07-20T21:59:00+08:00</expires>\
<senderName>郑州市气象台</senderName><headline>郑州市气象台发布暴雨红色预警信号</headline>\
<description>三小时降雨量将达 100 毫米以上</description><instruction>停止户外集会</instruction>\
<web>https://weather.example/1</web><contact>值班室</contact>\
<parameter><valueName>issuer</valueName><value>410100</value></parameter>\
<resource><resourceDesc>icon</resourceDesc><mimeType>image/png</mimeType><size>12</size><uri>https://weather.example/1.png</uri></resource>\
<area><areaDesc>郑州市</areaDesc><polygon>34,113 34,114 35,114 35,113 34,113</polygon><circle>34.75,113.65 12.5</circle>\
<geocode><valueName>CPEAS Geographic Code</valueName><value>410100000000</value></geocode>\
<altitude>100</altitude><ceiling>9000.5</ceiling></area></info></alert>";

/// The sound message with one text in place of another.
pub(crate) fn with(old: &str, new: &str) -> String {
    changed(SOUND, old, new)
}

pub(crate) fn changed(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "`{old}` stands there once");
    text.replace(old, new)
}

/// The sound message in an older version of CAP.
pub(crate) fn v11() -> String {
    with("cap:1.2", "cap:1.1")
}

pub(crate) fn v10() -> String {
    let pair = |text: &str, name: &str| {
        let (open, close) = (format!("<{name}><valueName>"), format!("</value></{name}>"));
        text.replace(&open, &format!("<{name}>")).replace(&close, &format!("</{name}>"))
    };
    let text = with("urn:oasis:names:tc:emergency:cap:1.2", "http://www.incident.com/cap/1.0");
    let text = changed(&text, "<responseType>Shelter</responseType>", "").replace("</valueName><value>", "=");
    ["eventCode", "parameter", "geocode"].iter().fold(text, |text, name| pair(&text, name))
}

/// A whole second info, as the first one but for one text.
pub(crate) fn second_info(old: &str, new: &str) -> String {
    let from = SOUND.find("<info>").expect("an info");
    let to = SOUND.find("</alert>").expect("an end");
    let info = changed(&SOUND[from..to], old, new);
    with("</alert>", &format!("{info}</alert>"))
}
