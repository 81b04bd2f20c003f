//! The tables of reports of harm as types.

use domain::harm::{Basis, Counts, HarmKind, Stage};
use domain::id::{AccountId, HarmId, PlaceId, PostingId, UnitId};
use domain::unit::UnitPath;
use domain::unit::boundary::Position;
use sea_orm::ActiveValue::Set;

use super::{HarmReport, HarmVersion, Relation};
use crate::StoreError;
use crate::value::{count, time, uncount};

pub(crate) mod report {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "harm_report")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) kind: String,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) place: Option<Uuid>,
        pub(crate) x: Option<i32>,
        pub(crate) y: Option<i32>,
        pub(crate) reporter: Uuid,
        pub(crate) known_at: i64,
        pub(crate) recorded_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod version {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "harm_version")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) report: Uuid,
        pub(crate) number: i32,
        pub(crate) stage: String,
        pub(crate) basis: String,
        pub(crate) dead: Option<i32>,
        pub(crate) missing: Option<i32>,
        pub(crate) dead_or_missing: Option<i32>,
        pub(crate) injured: Option<i32>,
        pub(crate) affected: Option<i32>,
        pub(crate) moved: Option<i32>,
        pub(crate) loss_yuan: Option<i64>,
        pub(crate) known_at: i64,
        pub(crate) recorded_at: i64,
        pub(crate) author: Uuid,
        pub(crate) posting: Uuid,
        pub(crate) show_post: bool,
        pub(crate) reporter: Uuid,
        pub(crate) salt: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod relation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "harm_relation")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) report: Uuid,
        pub(crate) master: Option<Uuid>,
        pub(crate) posting: Uuid,
        pub(crate) recorded_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) fn active_report(new: &HarmReport) -> report::ActiveModel {
    report::ActiveModel {
        id: Set(new.id.0),
        kind: Set(new.kind.word().to_owned()),
        unit: Set(new.unit.0),
        path: Set(new.path.as_str().to_owned()),
        place: Set(new.place.map(|id| id.0)),
        x: Set(new.position.map(|at| at.x)),
        y: Set(new.position.map(|at| at.y)),
        reporter: Set(new.reporter.0),
        known_at: Set(new.known_at.as_millisecond()),
        recorded_at: Set(new.recorded_at.as_millisecond()),
    }
}

pub(super) fn report_from(row: report::Model) -> Result<HarmReport, StoreError> {
    let kind = HarmKind::from_word(&row.kind).ok_or_else(|| StoreError::damaged("harm_report", "kind", row.kind))?;
    let path = UnitPath::parse(&row.path).ok_or_else(|| StoreError::damaged("harm_report", "path", row.path))?;
    Ok(HarmReport {
        id: HarmId(row.id),
        kind,
        unit: UnitId(row.unit),
        path,
        place: row.place.map(PlaceId),
        position: row.x.zip(row.y).map(|(x, y)| Position { x, y }),
        reporter: AccountId(row.reporter),
        known_at: time("harm_report", "known_at", row.known_at)?,
        recorded_at: time("harm_report", "recorded_at", row.recorded_at)?,
    })
}

pub(super) fn active_version(new: &HarmVersion) -> version::ActiveModel {
    let counts = &new.counts;
    version::ActiveModel {
        id: Set(new.id),
        report: Set(new.report.0),
        number: Set(new.number),
        stage: Set(new.stage.word().to_owned()),
        basis: Set(new.basis.word().to_owned()),
        dead: Set(count(counts.dead)),
        missing: Set(count(counts.missing)),
        dead_or_missing: Set(count(counts.dead_or_missing)),
        injured: Set(count(counts.injured)),
        affected: Set(count(counts.affected)),
        moved: Set(count(counts.moved)),
        loss_yuan: Set(counts.loss_yuan.map(|loss| i64::try_from(loss).unwrap_or(i64::MAX))),
        known_at: Set(new.known_at.as_millisecond()),
        recorded_at: Set(new.recorded_at.as_millisecond()),
        author: Set(new.author.0),
        posting: Set(new.posting.0),
        show_post: Set(new.show_post),
        reporter: Set(new.reporter.0),
        salt: Set(new.salt.clone()),
    }
}

pub(super) fn version_from(row: version::Model) -> Result<HarmVersion, StoreError> {
    let stage = Stage::from_word(&row.stage).ok_or_else(|| StoreError::damaged("harm_version", "stage", row.stage))?;
    let basis = Basis::from_word(&row.basis).ok_or_else(|| StoreError::damaged("harm_version", "basis", row.basis))?;
    Ok(HarmVersion {
        id: row.id,
        report: HarmId(row.report),
        number: row.number,
        stage,
        basis,
        counts: Counts {
            dead: uncount(row.dead),
            missing: uncount(row.missing),
            dead_or_missing: uncount(row.dead_or_missing),
            injured: uncount(row.injured),
            affected: uncount(row.affected),
            moved: uncount(row.moved),
            loss_yuan: row.loss_yuan.and_then(|loss| u64::try_from(loss).ok()),
        },
        known_at: time("harm_version", "known_at", row.known_at)?,
        recorded_at: time("harm_version", "recorded_at", row.recorded_at)?,
        author: AccountId(row.author),
        posting: PostingId(row.posting),
        show_post: row.show_post,
        reporter: AccountId(row.reporter),
        salt: row.salt,
    })
}

pub(super) fn active_relation(new: &Relation) -> relation::ActiveModel {
    relation::ActiveModel {
        id: Set(new.id),
        report: Set(new.report.0),
        master: Set(new.master.map(|id| id.0)),
        posting: Set(new.posting.0),
        recorded_at: Set(new.recorded_at.as_millisecond()),
    }
}
