//! The tables as types; they never leave this crate.

/// Facts about the database itself.
pub(crate) mod meta {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "meta")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) key: String,
        pub(crate) value: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Units of the grid tree.
pub(crate) mod unit {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "unit")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) number: i32,
        pub(crate) parent: Option<Uuid>,
        pub(crate) path: String,
        pub(crate) kind: String,
        pub(crate) code: Option<String>,
        pub(crate) names: String,
        pub(crate) transliterated: bool,
        pub(crate) fictional: bool,
        pub(crate) boundary_quality: String,
        pub(crate) boundary_note: Option<String>,
        pub(crate) valid_from: i64,
        pub(crate) valid_to: Option<i64>,
        pub(crate) successor: Option<Uuid>,
        pub(crate) import: Option<Uuid>,
        pub(crate) version: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {
        #[sea_orm(has_one = "super::unit_boundary::Entity")]
        Boundary,
    }

    impl Related<super::unit_boundary::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Boundary.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Codes with their validity.
pub(crate) mod unit_code {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_code")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) unit: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) scheme: String,
        pub(crate) value: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) valid_from: i64,
        pub(crate) valid_to: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Boundaries, encoded.
pub(crate) mod unit_boundary {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_boundary")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) unit: Uuid,
        pub(crate) boundary: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {
        #[sea_orm(belongs_to = "super::unit::Entity", from = "Column::Unit", to = "super::unit::Column::Id")]
        Unit,
    }

    impl Related<super::unit::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Unit.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Counts by unit and date.
pub(crate) mod unit_statistics {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_statistics")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) unit: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) as_of: i64,
        pub(crate) source: String,
        pub(crate) estimate: bool,
        pub(crate) population: Option<i32>,
        pub(crate) households: Option<i32>,
        pub(crate) age_60_plus: Option<i32>,
        pub(crate) age_80_plus: Option<i32>,
        pub(crate) age_under_14: Option<i32>,
        pub(crate) rented_households: Option<i32>,
        pub(crate) non_registered_households: Option<i32>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// History of units.
pub(crate) mod unit_change {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_change")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) kind: String,
        pub(crate) at: i64,
        pub(crate) recorded_at: i64,
        pub(crate) actor: Option<Uuid>,
        pub(crate) import: Option<Uuid>,
        pub(crate) before: Option<String>,
        pub(crate) after: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Changes that take effect later.
pub(crate) mod unit_plan {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_plan")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) at: i64,
        pub(crate) change: String,
        pub(crate) actor: Option<Uuid>,
        pub(crate) recorded_at: i64,
        pub(crate) failed: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Organisations.
pub(crate) mod body {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "body")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) code: String,
        pub(crate) kind: String,
        pub(crate) names: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where bodies are competent.
pub(crate) mod body_jurisdiction {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "body_jurisdiction")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) body: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) unit: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What persists.
pub(crate) mod place {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "place")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) code: String,
        pub(crate) kind: String,
        pub(crate) names: String,
        pub(crate) parent: Option<Uuid>,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) geometry: String,
        pub(crate) elevation_cm: Option<i32>,
        pub(crate) sill_cm: Option<i32>,
        pub(crate) households: Option<i32>,
        pub(crate) body: Option<Uuid>,
        pub(crate) x: Option<i32>,
        pub(crate) y: Option<i32>,
        pub(crate) retired_at: Option<i64>,
        pub(crate) version: i32,
        pub(crate) fields: Option<String>,
        pub(crate) source_key: Option<String>,
        pub(crate) source_told: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Sign-in accounts.
pub(crate) mod account {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) login: String,
        pub(crate) names: String,
        pub(crate) password_hash: String,
        pub(crate) created_at: i64,
        pub(crate) disabled_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who holds which title where.
pub(crate) mod posting {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "posting")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) account: Uuid,
        pub(crate) title: String,
        pub(crate) unit: Uuid,
        pub(crate) body: Option<Uuid>,
        pub(crate) valid_from: i64,
        pub(crate) valid_to: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Duty rosters.
pub(crate) mod roster {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "roster")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) unit: Uuid,
        pub(crate) posting: Uuid,
        pub(crate) kind: String,
        pub(crate) starts: String,
        pub(crate) ends: String,
        pub(crate) days: String,
        pub(crate) valid_from: Option<String>,
        pub(crate) valid_to: Option<String>,
        pub(crate) leader: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Substitutes of single shifts.
pub(crate) mod roster_substitute {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "roster_substitute")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) line: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) date: String,
        pub(crate) posting: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Signed-in sessions.
pub(crate) mod session {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) token_hash: Vec<u8>,
        pub(crate) id: Uuid,
        pub(crate) account: Uuid,
        pub(crate) second_factor: bool,
        pub(crate) created_at: i64,
        pub(crate) authenticated_at: i64,
        pub(crate) last_seen_at: i64,
        pub(crate) expires_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {
        #[sea_orm(belongs_to = "super::account::Entity", from = "Column::Account", to = "super::account::Column::Id")]
        Account,
        #[sea_orm(
            belongs_to = "super::posting::Entity",
            from = "Column::Account",
            to = "super::posting::Column::Account"
        )]
        Posting,
    }

    impl Related<super::account::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Account.def()
        }
    }

    impl Related<super::posting::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Posting.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Hazards.
pub(crate) mod hazard {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "hazard")]
    pub(crate) struct Model {
        #[sea_orm(primary_key)]
        pub(crate) number: i64,
        pub(crate) id: Uuid,
        pub(crate) kind: String,
        pub(crate) category: String,
        pub(crate) urgency: String,
        pub(crate) severity: String,
        pub(crate) asked: Option<Uuid>,
        pub(crate) restricted: bool,
        pub(crate) state: String,
        pub(crate) state_before: Option<String>,
        pub(crate) controlled: bool,
        pub(crate) suspended_until: Option<i64>,
        pub(crate) secured: i16,
        pub(crate) open: bool,
        pub(crate) unit: Uuid,
        pub(crate) path: String,
        pub(crate) x: Option<i32>,
        pub(crate) y: Option<i32>,
        pub(crate) cell: Option<i64>,
        pub(crate) accuracy_m: Option<i32>,
        pub(crate) place_salt: Option<Vec<u8>>,
        pub(crate) place: Option<Uuid>,
        pub(crate) body: Option<Uuid>,
        pub(crate) hand_backs: i16,
        pub(crate) reporter: Option<Uuid>,
        pub(crate) channel: String,
        pub(crate) rejecter: Option<Uuid>,
        pub(crate) appealed: bool,
        pub(crate) escalated_to: Option<Uuid>,
        pub(crate) supervised_by: Option<Uuid>,
        pub(crate) merged_into: Option<Uuid>,
        pub(crate) recurs: Option<Uuid>,
        pub(crate) verdict: Option<String>,
        pub(crate) reopened: bool,
        pub(crate) reported_at: i64,
        pub(crate) closed_at: Option<i64>,
        pub(crate) due_step: Option<String>,
        pub(crate) due_at: i64,
        pub(crate) overdue_recorded_at: Option<i64>,
        pub(crate) follow_hash: Option<Vec<u8>>,
        pub(crate) outside_system: Option<String>,
        pub(crate) outside_number: Option<String>,
        pub(crate) import: Option<Uuid>,
        pub(crate) version: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who had a hand in hazards.
pub(crate) mod hazard_hand {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "hazard_hand")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) hazard: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) account: Uuid,
        pub(crate) hand: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who refused a report, and who looked again.
pub(crate) mod hazard_look {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "hazard_look")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) hazard: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) account: Uuid,
        pub(crate) look: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Bodies that were called to hazards.
pub(crate) mod hazard_called {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "hazard_called")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) hazard: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) body: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Calls to departments.
pub(crate) mod hazard_whistle {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "hazard_whistle")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) hazard: Uuid,
        pub(crate) kind: String,
        pub(crate) body: Uuid,
        pub(crate) sounded_at: i64,
        pub(crate) answered_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Decisions that hazards wait for.
pub(crate) mod hazard_waiting {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "hazard_waiting")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) hazard: Uuid,
        pub(crate) kind: String,
        pub(crate) body: Uuid,
        pub(crate) asked_at: i64,
        pub(crate) answered_at: Option<i64>,
        pub(crate) granted: Option<bool>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Deadlines of hazards.
pub(crate) mod hazard_deadline {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "hazard_deadline")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) hazard: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) sequence: i32,
        pub(crate) step: String,
        pub(crate) started_at: i64,
        pub(crate) due_at: i64,
        pub(crate) unpaused_due_at: i64,
        pub(crate) met_at: Option<i64>,
        pub(crate) lifted_at: Option<i64>,
        pub(crate) pauses: String,
        pub(crate) duration: String,
        pub(crate) calendar: String,
        pub(crate) rule: String,
        pub(crate) unknown_year: Option<i32>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Redactable text.
pub(crate) mod free_text {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "free_text")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) subject: Uuid,
        pub(crate) field: String,
        pub(crate) value: Option<String>,
        pub(crate) salt: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The journal.
pub(crate) mod journal {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal")]
    pub(crate) struct Model {
        #[sea_orm(primary_key)]
        pub(crate) seq: i64,
        pub(crate) tx: i64,
        pub(crate) kind: String,
        pub(crate) kind_version: i16,
        pub(crate) subject_kind: String,
        pub(crate) subject: Uuid,
        pub(crate) unit: Option<Uuid>,
        pub(crate) path: Option<String>,
        pub(crate) body: Option<Uuid>,
        pub(crate) actor: Option<Uuid>,
        pub(crate) posting: Option<Uuid>,
        pub(crate) command: Option<Uuid>,
        pub(crate) cause_kind: Option<String>,
        pub(crate) cause: Option<Uuid>,
        pub(crate) happened_at: i64,
        pub(crate) recorded_at: i64,
        pub(crate) payload: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Commands seen.
pub(crate) mod command {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "command")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) actor: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) key: Uuid,
        pub(crate) body_hash: Vec<u8>,
        pub(crate) subject: Uuid,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Imports.
pub(crate) mod import_run {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_run")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) kind: String,
        pub(crate) file: String,
        pub(crate) started_at: i64,
        pub(crate) finished_at: Option<i64>,
        pub(crate) rows: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
