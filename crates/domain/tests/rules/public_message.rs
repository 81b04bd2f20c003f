//! Messages for the public: two people, templates that fit, and contradictions.

use domain::catalogue::Urgency;
use domain::colour::WarningColour;
use domain::hazard::Severity;
use domain::id::{AccountId, PostingId, PublicMessageId, UnitId};
use domain::names::Names;
use domain::public_message::advice::{OpenRisk, conflicts};
use domain::public_message::template::Templates;
use domain::public_message::text::{Frame, LANGUAGES, compose, limit};
use domain::public_message::{
    Audience, Command, Content, ContentRefusal, Doer, Oral, OralWay, PublicKind, PublicMessage, PublicRefusal,
    PublicState, ReviewVerdict, Said,
};
use domain::unit::{UnitNumber, UnitPath};
use domain::warned::WarnedOf;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

fn noon() -> Timestamp {
    "2021-07-20T12:52:00+08:00".parse().unwrap()
}

fn account(n: u8) -> AccountId {
    AccountId(Uuid::from_u128(u128::from(n)))
}

fn oral(n: u8) -> Oral {
    let posting = PostingId(Uuid::from_u128(u128::from(n)));
    Oral { posting, account: account(n), way: OralWay::Phone, at: noon(), signed_at: None }
}

fn message(kind: PublicKind) -> PublicMessage {
    PublicMessage::draft(PublicMessageId(Uuid::nil()), kind, account(1))
}

fn by(n: u8) -> Doer {
    Doer { account: account(n), settled: true, fresh: true }
}

fn content(action: &str, english: &str) -> Content {
    let said = vec![Said { audience: Audience::Residents, action: Names::zh_en(action, english) }];
    Content {
        hazard: "rain".to_owned(),
        colour: Some(WarningColour::Red),
        units: vec![UnitId(Uuid::nil())],
        said,
        detail: Names::default(),
        advice: Vec::new(),
        warning: None,
        about: None,
        expires_at: noon() + SignedDuration::from_hours(5),
    }
}

#[test]
fn a_second_person_publishes() {
    let submitted = message(PublicKind::RiskNotice).apply(&Command::Submit, by(1)).unwrap();
    assert_eq!(submitted.state, PublicState::Submitted);
    let approve = Command::Approve { oral: None };
    assert_eq!(submitted.apply(&approve, by(1)), Err(PublicRefusal::Author));
    assert_eq!(submitted.apply(&Command::Reject, by(1)), Err(PublicRefusal::Author));
    assert_eq!(submitted.apply(&approve, Doer { settled: false, ..by(2) }), Err(PublicRefusal::Unsettled));
    assert_eq!(submitted.apply(&approve, Doer { fresh: false, ..by(2) }), Err(PublicRefusal::NotFresh));
    let published = submitted.apply(&approve, by(2)).unwrap();
    assert_eq!((published.state, published.decider), (PublicState::Published, Some(account(2))));
    assert_eq!(published.apply(&approve, by(3)), Err(PublicRefusal::State(PublicState::Published)));
    let rejected = submitted.apply(&Command::Reject, by(2)).unwrap();
    assert_eq!(rejected.apply(&Command::Edit, by(2)), Err(PublicRefusal::NotAuthor));
    assert_eq!(rejected.apply(&Command::Edit, by(1)).unwrap().state, PublicState::Draft);
}

#[test]
fn one_person_breaks_the_glass_at_red_with_a_template_alone() {
    let glass = |fixed, red| Command::BreakGlass { fixed, red, oral: None };
    let draft = message(PublicKind::Forward);
    assert_eq!(draft.apply(&glass(false, true), by(1)), Err(PublicRefusal::NotFixed));
    assert_eq!(draft.apply(&glass(true, false), by(1)), Err(PublicRefusal::NoRed));
    assert_eq!(draft.apply(&glass(true, true), Doer { settled: false, ..by(1) }), Err(PublicRefusal::Unsettled));
    for kind in [PublicKind::RiskNotice, PublicKind::OwnWarning, PublicKind::Cancel, PublicKind::AllClear] {
        assert_eq!(message(kind).apply(&glass(true, true), by(1)), Err(PublicRefusal::NotFixed), "{kind:?}");
    }
    let sent = draft.apply(&glass(true, true), by(1)).unwrap();
    assert!(sent.glass && sent.state == PublicState::Published);
    let review = Command::Review { verdict: ReviewVerdict::Justified };
    assert_eq!(sent.apply(&review, by(1)), Err(PublicRefusal::Author));
    let reviewed = sent.ended(PublicState::Expired).unwrap().apply(&review, by(2)).unwrap();
    assert_eq!(reviewed.review.map(|review| review.by), Some(account(2)));
    assert!(reviewed.apply(&review, by(3)).is_err(), "once");
}

#[test]
fn a_word_of_mouth_is_a_third_person_s_and_signed_by_that_one() {
    let submitted = message(PublicKind::RiskNotice).apply(&Command::Submit, by(1)).unwrap();
    for own in [1, 2] {
        let approve = Command::Approve { oral: Some(oral(own)) };
        assert_eq!(submitted.apply(&approve, by(2)), Err(PublicRefusal::OwnDecision));
    }
    let published = submitted.apply(&Command::Approve { oral: Some(oral(3)) }, by(2)).unwrap();
    let sign = Command::Sign { at: noon() };
    assert_eq!(published.apply(&sign, by(2)), Err(PublicRefusal::NotDecider));
    let signed = published.apply(&sign, by(3)).unwrap();
    assert_eq!(signed.oral.and_then(|oral| oral.signed_at), Some(noon()));
    assert_eq!(signed.apply(&sign, by(3)), Err(PublicRefusal::NotDecider), "once");
}

fn command() -> impl Strategy<Value = Command> {
    let said = prop_oneof![Just(None), (1_u8..4).prop_map(|n| Some(oral(n)))];
    prop_oneof![
        Just(Command::Edit),
        Just(Command::Submit),
        said.clone().prop_map(|oral| Command::Approve { oral }),
        Just(Command::Reject),
        (any::<bool>(), any::<bool>(), said).prop_map(|(fixed, red, oral)| Command::BreakGlass { fixed, red, oral }),
        Just(Command::Review { verdict: ReviewVerdict::Justified }),
        Just(Command::Sign { at: noon() }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn nothing_is_published_by_one_person_but_by_break_glass(
        kind in proptest::sample::select(PublicKind::ALL.to_vec()),
        steps in proptest::collection::vec((command(), 1_u8..4, any::<bool>(), any::<bool>()), 1..12),
    ) {
        let mut now = message(kind);
        let mut acted = Vec::new();
        for (command, who, settled, fresh) in steps {
            let doer = Doer { account: account(who), settled, fresh };
            let Ok(after) = now.apply(&command, doer) else { continue };
            let published = after.state == PublicState::Published && now.state != PublicState::Published;
            acted.push(who);
            prop_assert_eq!(after.version, now.version + 1);
            if published {
                prop_assert!(fresh && settled, "whoever publishes showed a factor, and its access is old");
                if after.glass {
                    let allowed = matches!(command, Command::BreakGlass { fixed: true, red: true, .. });
                    prop_assert!(allowed && kind == PublicKind::Forward);
                } else {
                    let decider = after.decider.expect("somebody published it");
                    prop_assert_ne!(decider, after.author);
                    prop_assert!(acted.iter().any(|&one| account(one) == after.author), "the author handed it in");
                }
            }
            if let Some(review) = after.review {
                prop_assert!(after.glass && review.by != after.author);
            }
            if let Some(oral) = after.oral {
                prop_assert_ne!(oral.account, after.author);
                prop_assert!(Some(oral.account) != after.decider || oral.signed_at.is_some() || now.oral.is_some());
            }
            now = after;
        }
    }
}

#[test]
fn what_cannot_be_said_is_refused_by_name() {
    let good = content("减少外出", "go out less");
    let check = |change: &dyn Fn(&mut Content), kind| {
        let mut changed = good.clone();
        change(&mut changed);
        changed.check(kind, noon())
    };
    let notice = PublicKind::RiskNotice;
    assert_eq!(good.check(notice, noon()), Ok(()));
    assert_eq!(check(&|one| one.units.clear(), notice), Err(ContentRefusal::Units));
    assert_eq!(check(&|one| one.units.push(one.units[0]), notice), Err(ContentRefusal::Units));
    assert_eq!(check(&|one| one.said.clear(), notice), Err(ContentRefusal::Said));
    assert_eq!(
        check(&|one| one.said[0].action = Names::zh("只有中文"), notice),
        Err(ContentRefusal::Action("residents"))
    );
    assert_eq!(
        check(&|one| one.said[0].action = Names::zh_en("两\n行", "x"), notice),
        Err(ContentRefusal::Action("residents"))
    );
    assert_eq!(check(&|one| one.detail = Names::zh("只有中文"), notice), Err(ContentRefusal::Detail));
    assert_eq!(check(&|one| one.expires_at = noon(), notice), Err(ContentRefusal::Expires));
    assert_eq!(good.check(PublicKind::Forward, noon()), Err(ContentRefusal::Warning));
    assert_eq!(check(&|one| one.colour = None, PublicKind::OwnWarning), Err(ContentRefusal::Colour));
    assert_eq!(good.check(PublicKind::AllClear, noon()), Err(ContentRefusal::About));
}

fn framed(templates: &Templates, kind: PublicKind, content: &Content, language: &str) -> String {
    let (place, station) = (Names::zh_en("平安社区", "Ping'an Community"), station());
    let zone = TimeZone::fixed(jiff::tz::offset(8));
    let issued_at = "2021-07-20T06:02:00+08:00".parse().unwrap();
    let frame = Frame { kind, places: vec![&place], issuer: &station, issued_at, now: noon(), zone: &zone };
    let text = content.said[0].action.best(language).to_owned();
    compose(templates, content, &frame, language, &text)
}

fn station() -> Names {
    Names::zh_en("郑州市气象台", "Zhengzhou Meteorological Observatory")
}

#[test]
fn every_shipped_template_fits_one_message_and_says_place_time_and_source() {
    let templates = Templates::shipped().unwrap();
    assert!(templates.templates.len() >= 50);
    for template in &templates.templates {
        assert!(templates.sources.contains_key(&template.source), "{}", template.source);
        assert!(templates.hazard(&template.hazard).is_some(), "{}", template.hazard);
        let said = vec![Said { audience: template.audience, action: template.action.clone() }];
        let of = Content { hazard: template.hazard.clone(), colour: Some(template.colour), said, ..content("x", "x") };
        for language in LANGUAGES {
            let text = framed(&templates, PublicKind::Forward, &of, language);
            let (place, until, source) = match language {
                "zh" => ("平安社区", "20日17:52前", "转发郑州市气象台06:02"),
                _ => ("Ping'an Community", "17:52 on 20 Jul", "Forwarded from Zhengzhou"),
            };
            assert!(text.contains(place) && text.contains(until) && text.contains(source), "{text}");
            // Most warnings end at a full hour; this one does not, and still fits.
            assert!(text.chars().count() <= limit(language), "{} {text}", text.chars().count());
            let parts = template.action.best(language).split([';', '；', '，', '、', ',']).count();
            assert!(parts <= 6 && !text.contains(['{', '}']), "{text}");
        }
    }
}

#[test]
fn ends_of_messages_fit_too() {
    let templates = Templates::shipped().unwrap();
    let ends = templates.hazards.iter().map(|hazard| (PublicKind::AllClear, hazard.over.clone()));
    for (kind, action) in ends.chain([(PublicKind::Cancel, templates.withdrawn.clone())]) {
        let of = Content { said: vec![Said { audience: Audience::Residents, action }], ..content("x", "x") };
        for language in LANGUAGES {
            let text = framed(&templates, kind, &of, language);
            assert!(text.chars().count() <= limit(language), "{text}");
            assert!(text.contains(of.said[0].action.best(language)), "{text}");
        }
    }
}

#[test]
fn a_forwarded_warning_reads_like_one_and_a_notice_does_not() {
    let templates = Templates::shipped().unwrap();
    let rain = content("减少外出。", "go out less");
    let forward = framed(&templates, PublicKind::Forward, &rain, "zh");
    assert_eq!(forward, "暴雨红色预警，平安社区，20日17:52前：减少外出。转发郑州市气象台06:02");
    let notice = framed(&templates, PublicKind::RiskNotice, &rain, "zh");
    assert!(notice.starts_with("暴雨风险提示，平安社区") && !notice.contains("预警"), "{notice}");
    let english = framed(&templates, PublicKind::RiskNotice, &rain, "en");
    assert!(
        english.starts_with("Rainstorm risk notice, Ping'an Community, until 17:52 on 20 Jul: go out less."),
        "{english}"
    );
}

#[test]
fn every_danger_that_can_be_warned_of_has_words_for_everybody_from_orange_on() {
    let templates = Templates::shipped().unwrap();
    for of in WarnedOf::ALL {
        let hazards: Vec<_> = templates.hazards.iter().filter(|hazard| hazard.warned == of).collect();
        assert_eq!(hazards.len(), 1, "{of:?}");
        for colour in [WarningColour::Orange, WarningColour::Red] {
            for audience in Audience::ALL {
                assert!(templates.find(&hazards[0].id, colour, audience).is_some(), "{of:?} {colour:?} {audience:?}");
            }
        }
    }
    assert_eq!(templates.warned(WarnedOf::Gale).map(|hazard| hazard.id.as_str()), Some("wind"));
    assert_eq!(templates.warned(WarnedOf::Other), None, "what is not known binds nobody");
}

fn risk(kind: &str, name: &str, severity: Severity) -> OpenRisk {
    OpenRisk {
        hazard: None,
        category: None,
        severity,
        urgency: Urgency::Urgent,
        place: None,
        kind: Some(kind.to_owned()),
        names: Names::zh(name),
        closed: false,
        path: UnitPath::root(UnitNumber(1)),
    }
}

fn found(text: &str, risks: &[OpenRisk]) -> Vec<String> {
    let templates = Templates::shipped().unwrap();
    let all = conflicts(&content(text, "x"), &templates.advice, &templates.speech, risks);
    all.into_iter().map(|one| one.advice.unwrap_or_else(|| format!("place:{}", one.phrase))).collect()
}

/// T6: 20 July 2021, 12:52. The metro stood open, and water was on its way.
#[test]
fn t6_public_transport_contradicts_an_open_major_hazard_at_a_metro_place() {
    let sms = "尽量减少外出或乘坐公共交通工具出行";
    let metro = risk("metro_station", "沙口路地铁站", Severity::SuspectedMajor);
    assert_eq!(found(sms, std::slice::from_ref(&metro)), ["use_public_transport"]);
    assert_eq!(found(sms, &[OpenRisk { severity: Severity::Major, ..metro.clone() }]), ["use_public_transport"]);
    let general = OpenRisk { severity: Severity::General, ..metro.clone() };
    assert!(found(sms, std::slice::from_ref(&general)).is_empty(), "an ordinary hazard stops nobody");
    assert_eq!(found(sms, &[OpenRisk { closed: true, ..general }]), ["use_public_transport"], "a closed station does");
    assert!(found(sms, &[risk("school", "沙口路小学", Severity::Major)]).is_empty());
}

#[test]
fn a_negation_is_no_advice_and_reaches_no_further_than_its_own_words() {
    let metro = [risk("metro_station", "沙口路地铁站", Severity::Major)];
    for warned in ["不要乘地铁", "切勿乘坐地铁", "避免乘公共交通", "do not take the metro", "Avoid public transport"]
    {
        assert!(found(warned, &metro).is_empty(), "{warned}");
    }
    for sent in
        ["不要开车，乘地铁", "不要开车改乘地铁", "勿开车或乘地铁", "avoid driving and use the metro", "别慌，坐地铁"]
    {
        assert!(found(sent, &metro).contains(&"use_metro".to_owned()), "{sent}");
    }
}

#[test]
fn who_is_sent_to_a_dangerous_place_by_name_is_held_back() {
    let garage = [risk("underground_garage", "平安家园地下车库", Severity::Major)];
    assert_eq!(found("请把车停到平安家园地下车库", &garage), ["place:平安家园地下车库"]);
    assert_eq!(found("车辆停入地下车库", &garage), ["use_underground_garage"]);
    assert!(found("平安家园地下车库已关闭", &garage).is_empty(), "to name a place is no advice");
    assert!(found("不要进入平安家园地下车库", &garage).is_empty());
    let school = [risk("school", "平安小学", Severity::SuspectedMajor)];
    assert_eq!(found("转移到平安小学", &school), ["place:平安小学"]);
}

#[test]
fn chosen_advice_counts_as_said() {
    let templates = Templates::shipped().unwrap();
    let shelter = [risk("shelter", "平安广场", Severity::Major)];
    let chosen = Content { advice: vec!["go_to_shelter".to_owned()], ..content("听从安排", "follow instructions") };
    let all = conflicts(&chosen, &templates.advice, &templates.speech, &shelter);
    assert_eq!((all.len(), all[0].field.as_str()), (1, "advice"));
}

/// A template must never be held back: at red it goes out by one hand.
#[test]
fn no_shipped_template_sends_anybody_anywhere_dangerous() {
    let templates = Templates::shipped().unwrap();
    let kinds = templates.advice.iter().flat_map(|advice| advice.kinds.iter());
    let risks: Vec<_> =
        kinds.map(|kind| OpenRisk { closed: true, ..risk(kind, "无名处所", Severity::Major) }).collect();
    for template in &templates.templates {
        let said = vec![Said { audience: template.audience, action: template.action.clone() }];
        let of = Content { said, ..content("x", "x") };
        let all = conflicts(&of, &templates.advice, &templates.speech, &risks);
        assert!(all.is_empty(), "{:?}: {:?}", template.action, all.first().map(|one| &one.phrase));
    }
}
