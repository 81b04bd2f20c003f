//! The tables of messages for the public as types; they never leave this crate.

/// Messages.
pub(crate) mod public_message {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "public_message")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) kind: String,
        pub(crate) state: String,
        pub(crate) version: i32,
        pub(crate) hazard: String,
        pub(crate) colour: Option<String>,
        pub(crate) said: String,
        pub(crate) detail: String,
        pub(crate) advice: String,
        pub(crate) salt: Vec<u8>,
        pub(crate) warning: Option<Uuid>,
        pub(crate) about: Option<Uuid>,
        pub(crate) expires_at: i64,
        pub(crate) author: Uuid,
        pub(crate) author_posting: Uuid,
        pub(crate) created_at: i64,
        pub(crate) submitted_at: Option<i64>,
        pub(crate) decider: Option<Uuid>,
        pub(crate) decider_posting: Option<Uuid>,
        pub(crate) decided_at: Option<i64>,
        pub(crate) glass: bool,
        pub(crate) reviewer: Option<Uuid>,
        pub(crate) reviewer_posting: Option<Uuid>,
        pub(crate) reviewed_at: Option<i64>,
        pub(crate) verdict: Option<String>,
        pub(crate) oral_posting: Option<Uuid>,
        pub(crate) oral_account: Option<Uuid>,
        pub(crate) oral_way: Option<String>,
        pub(crate) oral_at: Option<i64>,
        pub(crate) signed_at: Option<i64>,
        pub(crate) published_at: Option<i64>,
        pub(crate) texts: Option<String>,
        pub(crate) issuer: Option<String>,
        pub(crate) sender: Option<String>,
        pub(crate) identifier: Option<String>,
        pub(crate) document: Option<Vec<u8>>,
        pub(crate) ended_at: Option<i64>,
        pub(crate) ended_by: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Units of messages.
pub(crate) mod public_message_unit {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "public_message_unit")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) message: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) unit: Uuid,
        pub(crate) path: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
