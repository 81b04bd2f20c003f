//! The notice of a community (隐患告知书) and the order of a department (责令改正通知书).

use maud::html;

use crate::page::{Language, page};

/// Which of the two papers it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeTitle {
    /// A community tells what was found.
    Notification,
    /// A department orders it mended.
    RectificationOrder,
}

/// What stands on the paper, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeForm {
    /// Language of the paper.
    pub language: Language,
    /// Which paper.
    pub title: NoticeTitle,
    /// Year of the number.
    pub year: i16,
    /// Running number of the issuer in that year.
    pub sequence: i32,
    /// Who issues it.
    pub issuer: String,
    /// Whom it is for.
    pub recipient: String,
    /// Number of the hazard.
    pub hazard: String,
    /// What sort of hazard.
    pub category: String,
    /// Where: units from the city down, and the place.
    pub place: String,
    /// What was found.
    pub found: String,
    /// What must be done.
    pub required: String,
    /// The rule it rests on; empty where there is none.
    pub basis: String,
    /// Last day for it.
    pub until: String,
    /// Day and time of issue, with the zone.
    pub issued_at: String,
    /// The capacity of whoever signs.
    pub handler: String,
    /// By which the paper can be checked.
    pub code: String,
    /// When it was withdrawn.
    pub withdrawn_at: Option<String>,
    /// Says that nothing of it is real: an exercise, or invented places.
    pub not_real: Option<String>,
}

impl NoticeForm {
    /// The paper as a page that prints on A4.
    pub fn html(&self) -> String {
        let say = |zh, en| self.language.pick(zh, en);
        let content = html! {
            @for banner in self.banners() { p.banner { (banner) } }
            h1 { (self.heading()) }
            p.number { (self.number()) }
            table {
                @for (label, value) in self.rows() { tr { th scope="row" { (label) } td { (value) } } }
            }
            p { (self.closing()) }
            div.sign {
                div { (say("签发单位(盖章)", "Issued by (seal)")) br; (self.issuer) br; (self.handler) }
                div { (say("签收人、签收时间", "Received by, date and time")) }
            }
            p.foot { (say("核验码", "Check code")) " " (grouped(&self.code)) " · "
                (say("在随手报“核验通知书”输入此码,可查真伪", "enter it in the pocket app under \u{201c}Check a notice\u{201d} to see whether this paper is genuine")) }
        };
        page(self.language, &format!("{} {}", self.heading(), self.number()), &content)
    }

    fn heading(&self) -> &'static str {
        match self.title {
            NoticeTitle::Notification => self.language.pick("隐患告知书", "Notice of a hazard"),
            NoticeTitle::RectificationOrder => self.language.pick("责令改正通知书", "Order to rectify"),
        }
    }

    fn number(&self) -> String {
        let (issuer, year, sequence) = (&self.issuer, self.year, self.sequence);
        match self.language {
            Language::Zh => format!("{issuer}〔{year}〕{sequence}号"),
            Language::En => format!("{issuer} {year}/{sequence}"),
        }
    }

    fn rows(&self) -> Vec<(&'static str, &str)> {
        let say = |zh, en| self.language.pick(zh, en);
        let mut rows = vec![
            (say("致", "To"), self.recipient.as_str()),
            (say("隐患编号", "Hazard number"), self.hazard.as_str()),
            (say("隐患类别", "Kind of hazard"), self.category.as_str()),
            (say("地点", "Place"), self.place.as_str()),
            (say("发现的情况", "What was found"), self.found.as_str()),
            (say("整改要求", "What must be done"), self.required.as_str()),
        ];
        if !self.basis.is_empty() {
            rows.push((say("依据", "Legal basis"), self.basis.as_str()));
        }
        rows.push((say("完成期限", "To be done by"), self.until.as_str()));
        rows.push((say("签发时间", "Issued"), self.issued_at.as_str()));
        rows
    }

    /// A community asks; only a department orders.
    fn closing(&self) -> &'static str {
        match self.title {
            NoticeTitle::Notification => self.language.pick(
                "现将上述隐患告知你单位,请按期整改并回复。社区居民委员会、村民委员会无行政处罚权;逾期未改的,报告有关部门处理。",
                "You are hereby told of this hazard. Mend it in time and reply. A community has no power to punish; what is not mended in time is reported to the competent department.",
            ),
            NoticeTitle::RectificationOrder => self.language.pick(
                "责令你单位按上述要求限期改正。逾期不改正的,依法处理。",
                "You are ordered to mend this as stated and in time. Failure to do so is dealt with by law.",
            ),
        }
    }

    fn banners(&self) -> Vec<String> {
        let withdrawn = self.withdrawn_at.as_ref().map(|at| match self.language {
            Language::Zh => format!("已于{at}撤回,作废"),
            Language::En => format!("Withdrawn {at}. Void."),
        });
        self.not_real.iter().cloned().chain(withdrawn).collect()
    }
}

/// In groups of four, so that it can be read out and typed.
fn grouped(code: &str) -> String {
    let chars: Vec<char> = code.to_uppercase().chars().collect();
    chars.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(language: Language, title: NoticeTitle) -> NoticeForm {
        NoticeForm {
            language,
            title,
            year: 2026,
            sequence: 3,
            issuer: "平安社区".to_owned(),
            recipient: "平安物业".to_owned(),
            hazard: "17".to_owned(),
            category: "楼道充电".to_owned(),
            place: "郑州市 › 平安社区".to_owned(),
            found: "两辆电动自行车\n在楼道 <充电>".to_owned(),
            required: "移走".to_owned(),
            basis: String::new(),
            until: "2026-12-01".to_owned(),
            issued_at: "2026-11-24 10:00 UTC+8".to_owned(),
            handler: "社区书记".to_owned(),
            code: "0123456789abcdef".to_owned(),
            withdrawn_at: None,
            not_real: None,
        }
    }

    #[test]
    fn a_notification_shows_every_value_and_no_order() {
        let html = form(Language::Zh, NoticeTitle::Notification).html();
        for text in ["隐患告知书", "平安社区〔2026〕3号", "平安物业", "2026-12-01", "0123-4567-89AB-CDEF", "社区书记"]
        {
            assert!(html.contains(text), "{text}");
        }
        assert!(!html.contains("责令"), "a community does not order");
        assert!(!html.contains("依据"), "no empty line for a basis");
    }

    #[test]
    fn text_from_people_is_escaped() {
        let html = form(Language::Zh, NoticeTitle::Notification).html();
        assert!(html.contains("&lt;充电&gt;"));
        assert!(!html.contains("<充电>"));
    }

    #[test]
    fn an_order_names_its_basis() {
        let basis = "消防法第六十条".to_owned();
        let html = NoticeForm { basis, ..form(Language::En, NoticeTitle::RectificationOrder) }.html();
        assert!(html.contains("Order to rectify"));
        assert!(html.contains("消防法第六十条"));
    }

    #[test]
    fn a_withdrawn_notice_says_so_first() {
        let withdrawn_at = Some("2026-11-25 09:00".to_owned());
        let html = NoticeForm { withdrawn_at, ..form(Language::En, NoticeTitle::Notification) }.html();
        let (void, heading) = (html.find("Void."), html.find("<h1>"));
        assert!(void.is_some() && void < heading);
    }
}
