//! Units and places of the demonstration.

use anyhow::Context;
use domain::names::Names;
use jiff::Timestamp;
use service::Service;
use service::exchange;

use crate::command::bar;

/// The packed city.
pub(super) const CITY: &[u8] = include_bytes!("../../../../data/zhengzhou/city.bin.zst");
const PLACES: &[u8] = include_bytes!("../../../../data/zhengzhou/pingan_places.geojson");
const SHELTERS: &str = include_str!("../../../../data/zhengzhou/pingan_shelters.csv");

/// Code of the fictional community.
pub(super) const COMMUNITY: &str = "410105008990";

/// From when the demonstration's units exist: the year of the code list.
const VALID_FROM: &str = "2021-01-01T00:00:00+08:00";

/// What the counts describe: the end of 2021.
const COUNTED_AT: &str = "2021-12-31T00:00:00+08:00";

/// What must be said beside the data.
pub(crate) fn notice() -> Names {
    Names::zh_en(
        "演示数据:边界约为 2000 年公布或合成示意,人口按 2019 年各区与 2021 年末全市数推算;平安社区(演示)及其人员、隐患均为虚构。",
        "Demonstration data: boundaries are from about 2000 or synthetic, population is scaled to the 2019 district and end-of-2021 city figures; Ping'an Community (demo), its people and hazards are invented.",
    )
}

/// Imports the whole tree.
pub(crate) async fn seed(service: &Service, now: Timestamp) -> anyhow::Result<()> {
    let city = city::decode(CITY)?;
    let valid_from: Timestamp = VALID_FROM.parse()?;
    let counted_at: Timestamp = COUNTED_AT.parse()?;
    let rows = city.into_rows(valid_from, counted_at);
    let progress = bar(rows.len() as u64, "units");
    let plan = service.plan_import(rows, now).await?;
    service.apply_import(plan, "city.bin.zst", now, |staged| progress.set_position(staged as u64)).await?;
    progress.finish_and_clear();
    Ok(())
}

/// Imports the places of the fictional community, whose bodies must be there.
pub(crate) async fn places(service: &Service, now: Timestamp) -> anyhow::Result<()> {
    // The reader takes files: the embedded one goes through a temporary one.
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("places.geojson");
    std::fs::write(&file, PLACES)?;
    let places = exchange::read_places(&file).context("the shipped places can be read")?;
    service.import_places("pingan_places.geojson", places.rows, now).await?;
    Ok(())
}

/// Takes in the shelters of the fictional community, as its administrator does.
pub(crate) async fn shelters(service: &Service, now: Timestamp) -> anyhow::Result<()> {
    let administrator = service.actor_by_login("admin", now).await?;
    service.import_shelters(&administrator, SHELTERS, now).await?;
    Ok(())
}
