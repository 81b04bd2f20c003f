//! What an exercise has shown, on paper and as PDF: for those who may see the exercise, each one's own.

use serde_json::json;
use testkit::city::fill;
use testkit::client::{Client, router};
use testkit::{Database, both, t0};

both!(a_report_is_printed_and_its_pdf_is_fetched_by_whoever_asked, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let id = testkit::exercise::played(&city).await;
    let router = router(city.service.clone()).await;
    let (street, lead) =
        (Client::signed_in(router.clone(), "street").await, Client::signed_in(router.clone(), "lead").await);
    let text = async |path: String| String::from_utf8(street.bytes(&path).await).expect("text");
    let page = text(format!("/api/exercises/{id}/report?lang=zh")).await;
    for text in ["演练评估表", "演练,不是真实情况", "一直没有决定", "1 小时 35 分", "3 个岗位中有 1 个没有被叫到"]
    {
        assert!(page.contains(text), "{text} is missing in {page}");
    }
    let english = text(format!("/api/exercises/{id}/report?lang=en")).await;
    assert!(english.contains("never decided") && english.contains("1 h 35 min"), "{english}");
    assert!(page.contains("20 分钟内,未达到") && english.contains("20 min, missed"), "the lag beside its target");
    assert!(!page.contains("几种演法对照"), "no other course was played");
    assert!(page.contains("从不推算能挽救多少人"), "it never counts lives");
    for text in ["试点社区第一网格", "专职网格员", "没有网络,呼不出去", "测报积水深度", "一直没有报", "480", "红色预警"]
    {
        assert!(page.contains(text), "{text} is missing in {page}");
    }
    assert!(english.contains("no network: no call went through") && english.contains("never reported"), "{english}");

    let asked = street.post(&format!("/api/exercises/{id}/report?lang=zh"), json!({})).await;
    assert_eq!((asked.status.as_u16(), &asked.json["state"]), (200, &json!("waiting")));
    let paper = asked.json["id"].as_str().expect("an id").to_owned();
    assert_eq!(street.get(&format!("/api/papers/{paper}/file")).await.status.as_u16(), 404, "not made yet");
    let claimed = city.service.claim_paper(t0()).await.expect("an answer").expect("a paper");
    let form: document::Paper = serde_json::from_str(&claimed.form).expect("a paper");
    assert_eq!(form.html(), page, "the same stands on both");
    city.service.keep_paper(claimed.id, Ok(b"%PDF-".to_vec()), t0()).await.expect("kept");
    assert_eq!(street.get(&format!("/api/papers/{paper}")).await.json["state"], "made");
    assert_eq!(street.bytes(&format!("/api/papers/{paper}/file")).await, b"%PDF-");
    assert_eq!(lead.get(&format!("/api/papers/{paper}")).await.status.as_u16(), 404, "somebody else's");
    assert_eq!(lead.get(&format!("/api/papers/{paper}/file")).await.status.as_u16(), 404);
});

both!(what_is_not_on_record_of_the_time_is_not_said_to_have_been_left_undone, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let id = testkit::exercise::played_as_it_was(&city).await;
    let street = Client::signed_in(router(city.service.clone()).await, "street").await;
    let text = async |lang: &str| {
        let path = format!("/api/exercises/{id}/report?lang={lang}");
        String::from_utf8(street.bytes(&path).await).expect("text")
    };
    let page = text("zh").await;
    for text in ["没有叫应", "没有记载", "这些是现行预案要求的任务"] {
        assert!(page.contains(text), "{text} is missing in {page}");
    }
    for text in ["一直没有决定", "没有人到位"] {
        assert!(!page.contains(text), "{text} stands in {page}");
    }
    assert!(text("en").await.contains("not on record"));
});

both!(the_courses_that_were_played_stand_side_by_side, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (was, planned) = (testkit::exercise::played_as_it_was(&city).await, testkit::exercise::played(&city).await);
    let street = Client::signed_in(router(city.service.clone()).await, "street").await;
    let page = street.bytes(&format!("/api/exercises/{planned}/report?lang=zh")).await;
    let page = String::from_utf8(page).expect("text");
    for text in [
        "几种演法对照",
        "首个红色预警到示例市启动响应",
        "18 小时 31 分",
        "没有记载",
        "07-20 13:00 前已收到的岗位",
        "2 / 3",
        "2,其中一直没有报 1",
        "还没有演:断网 12 小时。",
    ] {
        assert!(page.contains(text), "{text} is missing in {page}");
    }
    let english = street.bytes(&format!("/api/exercises/{planned}/report?lang=en")).await;
    let english = String::from_utf8(english).expect("text");
    for text in ["First red warning to the response of 示例市", "Posts not reached before 07-20 13:00", "3 (rounds: 1)"]
    {
        assert!(english.contains(text), "{text} is missing in {english}");
    }

    let found = street.get(&format!("/api/exercises/{was}")).await.json;
    let [then, now] = [&found["courses"][0], &found["courses"][1]];
    assert_eq!((&then["course"], &then["exercise"]), (&json!("as_it_was"), &json!(was.0)));
    assert_eq!((&then["lag"]["minutes"], &then["lag"]["target"]["met"]), (&json!(1111), &json!(false)));
    assert!(then["calls"].is_null() && then["posts"].is_null() && then["late_tasks"].is_null(), "{then}");
    let posts = json!({ "posts": 3, "received": 2, "on_post": 1, "unreached": 1, "silent": 0, "out_of_reach": 1 });
    assert_eq!((&now["posts"], &now["in_time_of"], &now["calls"]), (&posts, &json!(3), &json!(3)));
    let target = json!({ "trigger": "rainstorm-red", "colour": "red", "minutes": 20, "met": null });
    let open = found["report"]["lags"].as_array().expect("lags").iter().find(|lag| lag["decided_at"].is_null());
    assert_eq!(open.expect("a lag")["target"], target, "as it was, nobody knows whether it was met");
});

both!(an_exercise_that_goes_on_has_nothing_to_print, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let id = testkit::exercise::begun(&city).await;
    let street = Client::signed_in(router(city.service.clone()).await, "street").await;
    assert_eq!(street.get(&format!("/api/exercises/{id}/report")).await.status.as_u16(), 404);
    assert_eq!(street.post(&format!("/api/exercises/{id}/report"), json!({})).await.status.as_u16(), 404);
});
