//! The tables of responses.

pub(crate) mod response {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "response")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) plan: String,
        pub(crate) plan_version: String,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) hazard: Option<String>,
        pub(crate) colour: Option<String>,
        pub(crate) state: String,
        pub(crate) level: Option<String>,
        pub(crate) proposal: Option<String>,
        pub(crate) proposal_trigger: Option<String>,
        pub(crate) proposal_since: Option<i64>,
        pub(crate) proposal_decide_by: Option<i64>,
        pub(crate) proposal_alarm_at: Option<i64>,
        pub(crate) proposal_asks_stops: bool,
        pub(crate) warning: Option<Uuid>,
        pub(crate) escalations: i16,
        pub(crate) escalates_at: Option<i64>,
        pub(crate) opened_at: i64,
        pub(crate) activated_at: Option<i64>,
        pub(crate) ended_at: Option<i64>,
        pub(crate) changed_at: i64,
        pub(crate) version: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod step {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "response_step")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) response: Uuid,
        pub(crate) kind: String,
        pub(crate) level: Option<String>,
        pub(crate) trigger_row: Option<String>,
        pub(crate) warning: Option<Uuid>,
        pub(crate) stop_gatherings: Option<bool>,
        pub(crate) stop_classes: Option<bool>,
        pub(crate) stop_business: Option<bool>,
        pub(crate) posting: Option<Uuid>,
        pub(crate) account: Option<Uuid>,
        pub(crate) recorded_by: Option<Uuid>,
        pub(crate) decided_at: i64,
        pub(crate) recorded_at: i64,
        pub(crate) signed_at: Option<i64>,
        pub(crate) lag: Option<i64>,
        pub(crate) target: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod task {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "response_task")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) response: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) item: String,
        pub(crate) names: String,
        pub(crate) kind: String,
        pub(crate) state: String,
        pub(crate) due_at: i64,
        pub(crate) done_at: Option<i64>,
        pub(crate) amount: Option<i32>,
        pub(crate) reported_by: Option<Uuid>,
        pub(crate) posting: Option<Uuid>,
        pub(crate) changed_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod post {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "command_post")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) response: Uuid,
        pub(crate) posting: Uuid,
        pub(crate) account: Uuid,
        pub(crate) since: i64,
        pub(crate) until: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
