//! The list that a superior asks for: how the orders of one system stand, in its own columns.

use std::collections::HashMap;

use domain::access::Scope;
use domain::geometry::datum::{Datum, from_wgs84};
use domain::id::HazardId;
use jiff::Timestamp;
use store::hazard::Stored;
use store::work_order::Order;
use uuid::Uuid;

use super::mapping::{Column, Mapping};
use super::status::written;
use crate::exchange::guarded;
use crate::{Service, ServiceError};

/// Orders read at once.
const PAGE: u64 = 500;

/// A part of the list.
#[derive(Debug, Default)]
pub struct ExportPage {
    /// Rows, each with a cell per column.
    pub rows: Vec<Vec<String>>,
    /// Where the next part begins; none behind the last one.
    pub next: Option<(Timestamp, Uuid)>,
}

impl Mapping {
    /// The headings of the list.
    pub fn headings(&self) -> Vec<String> {
        self.export.iter().map(|column| column.name.clone()).collect()
    }
}

impl ExportPage {
    /// One line of CSV. A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn line(cells: &[String]) -> Result<String, std::io::Error> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        // A number may begin with a minus: it is no formula.
        let plain = |cell: &String| cell.parse::<f64>().is_ok();
        writer.write_record(
            cells.iter().map(|cell| if plain(cell) { cell.clone() } else { guarded(cell).into_owned() }),
        )?;
        let bytes = writer.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
        String::from_utf8(bytes).map_err(std::io::Error::other)
    }
}

impl Service {
    /// Everything: what the operator may see at the command line. Restricted hazards are in no export.
    pub fn operator_scope(&self) -> Scope {
        let root = self.tree().root().map(|root| root.path.clone());
        Scope { subtrees: root.into_iter().collect(), ..Scope::default() }
    }

    /// A part of the list of a system's orders inside `scope`, those that changed since `since` alone.
    ///
    /// # Errors
    /// When the mapping has no columns, or the database fails.
    pub async fn export_orders(
        &self,
        scope: &Scope,
        mapping: &Mapping,
        since: Option<Timestamp>,
        after: Option<(Timestamp, Uuid)>,
    ) -> Result<ExportPage, ServiceError> {
        if mapping.export.is_empty() {
            let detail = format!("the mapping of `{}` has no `export` columns", mapping.system);
            return Err(ServiceError::invalid("system", "export_columns_missing", detail));
        }
        let orders = self.store().orders(&mapping.system, since, after, PAGE).await?;
        let ids: Vec<HazardId> = orders.iter().map(|order| order.hazard).collect();
        let seen = self.store().hazards_among(scope, &ids).await?;
        let seen: HashMap<HazardId, Stored> = seen.into_iter().map(|stored| (stored.hazard.id, stored)).collect();
        let subjects: Vec<Uuid> = seen.keys().map(|id| id.0).collect();
        let texts = self.store().texts(&subjects).await?;
        let described = |id: HazardId| {
            let texts = texts.get(&id.0)?;
            texts.iter().find(|(_, field, _)| field == "description").map(|(_, _, text)| text.clone())
        };
        let mut rows = Vec::new();
        for order in &orders {
            let Some(stored) = seen.get(&order.hazard) else { continue };
            let text = described(order.hazard).unwrap_or_default();
            rows.push(mapping.export.iter().map(|column| self.cell(mapping, column, order, stored, &text)).collect());
        }
        let last = orders.last().filter(|_| orders.len() as u64 == PAGE);
        Ok(ExportPage { rows, next: last.map(|order| (order.changed_at, order.id)) })
    }

    fn cell(&self, mapping: &Mapping, column: &Column, order: &Order, stored: &Stored, text: &str) -> String {
        let hazard = &stored.hazard;
        let Some(value) = &column.value else { return column.constant.clone().unwrap_or_default() };
        let datum = mapping.position.as_ref().map_or(Datum::Wgs84, |source| source.datum);
        let degrees = hazard.position.map(|p| from_wgs84(datum, p.lon(), p.lat()));
        let time = |at| written(at, mapping.reported_at.format.as_deref(), &mapping.reported_at.zone);
        let tree = self.tree();
        let unit = tree.by_id(hazard.unit);
        let theirs = |values: &std::collections::BTreeMap<String, String>, ours: &str| {
            values.iter().find(|(_, known)| *known == ours).map(|(word, _)| word.clone())
        };
        match value.as_str() {
            "outside_number" => order.number.clone(),
            "number" => {
                let year = self.zone().to_datetime(hazard.reported_at).year();
                format!("H-{year}-{:06}", stored.number)
            }
            "state" => hazard.state.word().to_owned(),
            "status" => mapping.status.get(hazard.state.word()).cloned().unwrap_or_default(),
            "category_id" => hazard.category.clone(),
            "category" => theirs(&mapping.category.values, &hazard.category).unwrap_or_else(|| {
                let item = self.catalogue().get(&hazard.category);
                item.map(|item| item.names.best("zh").to_owned()).unwrap_or_default()
            }),
            "urgency" => {
                let word = hazard.urgency.word();
                let table = mapping.urgency.as_ref();
                table.and_then(|table| theirs(&table.values, word)).unwrap_or_else(|| word.to_owned())
            }
            "text" => text.to_owned(),
            "unit_code" => unit.and_then(|unit| unit.code.clone()).unwrap_or_default(),
            "unit_name" => unit.map(|unit| unit.names.best("zh").to_owned()).unwrap_or_default(),
            "body" => {
                let body = hazard.body.and_then(|id| self.body(id));
                body.map(|body| body.names.best("zh").to_owned()).unwrap_or_default()
            }
            "lon" => degrees.map(|(lon, _)| format!("{lon:.7}")).unwrap_or_default(),
            "lat" => degrees.map(|(_, lat)| format!("{lat:.7}")).unwrap_or_default(),
            "reported_at" => time(order.reported_at),
            "received_at" => time(order.received_at),
            "closed_at" => stored.closed_at.map(time).unwrap_or_default(),
            // The mapping was checked: there is no other word.
            _ => String::new(),
        }
    }
}
