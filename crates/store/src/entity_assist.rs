//! The tables of the assistance register as types; they never leave this crate.

/// Entries.
pub(crate) mod assist {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "assist")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) place: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) sealed: Vec<u8>,
        pub(crate) consent: String,
        pub(crate) secret_hash: Vec<u8>,
        pub(crate) helper_a: Option<Uuid>,
        pub(crate) helper_b: Option<Uuid>,
        pub(crate) registered_at: i64,
        pub(crate) expires_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Estimates by building.
pub(crate) mod assist_estimate {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "assist_estimate")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) place: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) estimated: i32,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Numbered prints.
pub(crate) mod assist_print {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "assist_print")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) number: i32,
        pub(crate) place: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) entries: i32,
        pub(crate) printed_by: Uuid,
        pub(crate) posting: Option<Uuid>,
        pub(crate) printed_at: i64,
        pub(crate) ending: Option<String>,
        pub(crate) closed_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
