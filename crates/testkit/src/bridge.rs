//! The committed sample of a bridge, and people and places for it.

use domain::access::{Actor, Limits, Permission};
use service::bridge::{Form, Mapping, OrderResult, Outcome, Record, records};

use crate::city::City;
use crate::t0;

/// The committed sample mapping.
pub const MAPPING: &str = include_str!("../../../docs/bridge/12345.toml");

/// The committed sample file.
pub const SAMPLE: &str = include_str!("../../../docs/bridge/12345.csv");

/// The sample mapping.
pub fn mapping() -> Mapping {
    Mapping::parse(MAPPING).expect("the committed mapping")
}

/// The records of a CSV text, by the sample mapping.
pub fn csv(text: &str) -> Vec<Record> {
    records(&mapping(), Form::Csv, text.as_bytes()).expect("records")
}

/// The sample file with its first order changed: `from` becomes `to`.
pub fn sample_with(from: &str, to: &str) -> String {
    assert!(SAMPLE.contains(from), "`{from}` stands in the sample");
    SAMPLE.replacen(from, to, 1)
}

/// An account `bridge` of the hotline, over the whole city.
pub async fn account(city: &City) {
    city.account("bridge", "work_order_bridge", "4101").await;
}

/// The actor behind a token of `bridge` that may do `only`.
pub async fn token_actor(city: &City, only: &[Permission]) -> Actor {
    let actor = city.actor("bridge").await;
    let limits = Limits { only: Some(only.iter().copied().collect()), ..actor.limits.clone() };
    Actor { limits, ..actor }
}

/// Takes orders on behalf of the operator.
pub async fn take(city: &City, records: &[Record]) -> Vec<OrderResult> {
    city.service.take_orders(None, &mapping(), records, false, t0()).await.expect("taken")
}

/// The words of what became of orders.
pub fn words(results: &[OrderResult]) -> Vec<&'static str> {
    results.iter().map(|result| result.outcome.word()).collect()
}

/// The refusal of a result: row, field, value and code.
pub fn refusal(result: &OrderResult) -> (u64, &str, &str, &str) {
    match &result.outcome {
        Outcome::Refused(refused) => (result.row, &refused.field, &refused.value, refused.code),
        other => panic!("it was {}", other.word()),
    }
}
