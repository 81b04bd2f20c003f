//! Warnings as an official station sends them, and the calls that follow.

use std::fmt::Write as _;

use domain::access::Actor;
use domain::callout::Plan;
use domain::contact::ContactKind;
use jiff::Timestamp;
use service::warning::{Received, Warnings, Way};
use service::{Service, ServiceError};

use crate::city::City;
use crate::t0;

/// The sender whose word starts calls in tests.
pub const STATION: &str = "station@example.org";

/// A message of CAP 1.2; what a test does not set is a red rainstorm warning for the community.
#[derive(Debug, Clone)]
pub struct Cap {
    /// Identifier.
    pub identifier: String,
    /// Sender.
    pub sender: &'static str,
    /// Status.
    pub status: &'static str,
    /// Message type.
    pub message: &'static str,
    /// Colour in the headline.
    pub colour: &'static str,
    /// Division code.
    pub code: &'static str,
    /// Identifiers of the messages that it refers to; sent at [`t0`] by the same sender.
    pub references: Vec<String>,
    /// When it was sent.
    pub sent: Timestamp,
    /// Until when it counts.
    pub hours: i64,
}

impl Cap {
    /// A red warning for the community.
    pub fn red(identifier: &str) -> Self {
        Self {
            identifier: identifier.to_owned(),
            sender: STATION,
            status: "Actual",
            message: "Alert",
            colour: "红色",
            code: "410102001002",
            references: Vec::new(),
            sent: t0(),
            hours: 3,
        }
    }

    /// Its text.
    pub fn xml(&self) -> String {
        let time = |at: Timestamp| {
            let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
            format!("{}+08:00", zone.to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S"))
        };
        let expires = self.sent.saturating_add(jiff::SignedDuration::from_hours(self.hours)).expect("a time");
        let references: Vec<_> =
            self.references.iter().map(|id| format!("{},{id},{}", self.sender, time(t0()))).collect();
        let mut text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\
             <identifier>{}</identifier><sender>{}</sender><sent>{}</sent><status>{}</status><msgType>{}</msgType>\
             <scope>Public</scope>",
            self.identifier,
            self.sender,
            time(self.sent),
            self.status,
            self.message
        );
        if !references.is_empty() {
            write!(text, "<references>{}</references>", references.join(" ")).expect("a text");
        }
        write!(
            text,
            "<info><language>zh-CN</language><category>Met</category><event>暴雨</event><urgency>Immediate</urgency>\
             <severity>Unknown</severity><certainty>Unknown</certainty><expires>{}</expires>\
             <senderName>郑州市气象台(演示)</senderName><headline>暴雨{}预警</headline>\
             <instruction>停止集会、停课、停业。</instruction><area><areaDesc>x</areaDesc><geocode>\
             <valueName>code</valueName><value>{}</value></geocode></area></info></alert>",
            time(expires),
            self.colour,
            self.code
        )
        .expect("a text");
        text
    }

    /// Hands it in by an authenticated way.
    ///
    /// # Errors
    /// As the service refuses it.
    pub async fn give(&self, service: &Service, now: Timestamp) -> Result<Received, ServiceError> {
        service.receive_warning(None, Way::Push, true, self.xml().as_bytes(), now).await
    }
}

/// Makes the station official.
pub fn fit_station(service: &Service) {
    let shipped = Warnings::shipped().expect("the shipped tables");
    service.fit_warnings(Warnings { official_senders: vec![STATION.to_owned()], ..shipped });
}

/// The same, with ladders whose minutes are hours: what is rung is the first attempt alone.
pub fn fit_patient_station(service: &Service) {
    let hours = include_str!("../../../data/catalogue/callout.json").replace("m\", \"unless\"", "h\", \"unless\"");
    let shipped = Warnings::shipped().expect("the shipped tables");
    let plan = Plan::read(&hours).expect("ladders");
    service.fit_warnings(Warnings { official_senders: vec![STATION.to_owned()], plan, ..shipped });
}

/// Gives an account a phone number.
pub async fn phone(city: &City, actor: &Actor, number: &str) {
    city.service.set_contact(None, actor.account, ContactKind::Phone, Some(number), t0()).await.expect("a contact");
}
