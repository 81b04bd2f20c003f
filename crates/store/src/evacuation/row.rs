//! The tables of evacuations as types; they never leave this crate.

/// Evacuations.
pub(crate) mod evacuation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "evacuation")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) cause: Option<Uuid>,
        pub(crate) peril: String,
        pub(crate) organiser: Option<Uuid>,
        pub(crate) due_at: Option<i64>,
        pub(crate) no_return_before: Option<i64>,
        pub(crate) move_first: bool,
        pub(crate) told_at: Option<i64>,
        pub(crate) opened_at: i64,
        pub(crate) opened_by: Option<Uuid>,
        pub(crate) home: String,
        pub(crate) home_at: Option<i64>,
        pub(crate) rain_ended_at: Option<i64>,
        pub(crate) ended_at: Option<i64>,
        pub(crate) swept_at: Option<i64>,
        pub(crate) residents_at: Option<i64>,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Groups with their households.
pub(crate) mod group {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "evacuation_group")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) evacuation: Uuid,
        pub(crate) place: Option<Uuid>,
        pub(crate) path: String,
        pub(crate) label: String,
        pub(crate) counted: bool,
        pub(crate) asked_help: i32,
        pub(crate) shelter: Option<Uuid>,
        pub(crate) listed: i32,
        pub(crate) notified: i32,
        pub(crate) confirmed: i32,
        pub(crate) refused: i32,
        pub(crate) police: i32,
        pub(crate) not_found: i32,
        pub(crate) en_route: i32,
        pub(crate) shelter_count: i32,
        pub(crate) relatives: i32,
        pub(crate) after_care: i32,
        pub(crate) left_early: i32,
        pub(crate) return_authorised: i32,
        pub(crate) returned: i32,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Doors.
pub(crate) mod door {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "evacuation_door")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) list: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) door: String,
        pub(crate) stage: String,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
