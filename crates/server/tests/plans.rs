//! The plan of a unit on paper: what the table says, with what the registers know, without names.

use serde_json::json;
use testkit::city::fill;
use testkit::client::{Client, router};
use testkit::{Database, both, t0};

both!(the_plan_of_a_unit_says_when_who_what_and_where_to, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let router = router(city.service.clone()).await;
    let lead = Client::signed_in(router.clone(), "lead").await;
    let community = city.id("410102001002");
    let text = async |client: &Client, path: String| String::from_utf8(client.bytes(&path).await).expect("text");
    let page = text(&lead, format!("/api/units/{community}/plans/flood?lang=zh")).await;
    for part in [
        "防汛应急预案",
        "暴雨红色",
        "II 级",
        "20 分钟",
        "出处",
        "郑州 2022–2025 年预警与响应的实际对应:黄色→Ⅳ级",
        "检查排水口",
        "要关闭的场所",
        "要转移的人",
        "避难场所",
        "2026-11-29",
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    let english = text(&lead, format!("/api/units/{community}/plans/flood?lang=en")).await;
    assert!(english.contains("rainstorm red") && english.contains("level II"), "{english}");
    let names = database.texts("select names from account where login = 'grid1'").await;
    let name = serde_json::from_str::<serde_json::Value>(&names[0]).expect("names")["zh"].as_str().map(str::to_owned);
    assert!(name.is_none_or(|name| !page.contains(&name)), "a post, not a face");

    let asked = lead.post(&format!("/api/units/{community}/plans/flood?lang=zh"), json!({})).await;
    assert_eq!((asked.status.as_u16(), &asked.json["state"]), (200, &json!("waiting")));
    let claimed = city.service.claim_paper(t0()).await.expect("an answer").expect("a paper");
    let form: document::Paper = serde_json::from_str(&claimed.form).expect("a paper");
    assert_eq!(form.html(), page, "the same stands on both");

    assert_eq!(lead.get(&format!("/api/units/{community}/plans/none")).await.status.as_u16(), 404);
    let stranger = lead.stranger();
    assert_eq!(stranger.get(&format!("/api/units/{community}/plans/flood")).await.status.as_u16(), 401);
});

both!(a_district_has_no_lists_that_a_hand_cannot_carry, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let district = Client::signed_in(router(city.service.clone()).await, "district").await;
    let unit = city.id("410102");
    let page = district.bytes(&format!("/api/units/{unit}/plans/flood?lang=zh")).await;
    let page = String::from_utf8(page).expect("text");
    assert!(page.contains("列在各街道、乡镇、社区和村的预案里") && !page.contains("要转移的人(按楼栋)"), "{page}");
});
