//! Tables and methods in files.

use risk::Refusal;
use risk::composite::{Direction, Limits, Missing, compute};
use risk::files::{Method, Table, Tables};

const METHOD: &str = r#"{
    "id": "place", "version": "1", "missing": { "rule": "class_mean", "column": "kind" },
    "missing_words": ["-999"], "aggregation": "geometric", "aggregations": { "hazard": "arithmetic" }
}"#;

fn table(name: &str, text: &str) -> Table {
    Table::read(name, text.as_bytes()).expect("a table")
}

fn tables() -> Tables {
    Tables {
        raw: table("raw.csv", "unit,kind,fire,flood,care\na,old,2,5,7\nb,old,-999,5,7\nc,new,4,,7\n"),
        indicators: Some(table(
            "indicators.csv",
            "indicator,name,direction,denominator,low,high\nfire,Fires,,people,0,1\nflood,,1,,0,10\ncare,,-1.0,,0,10\n",
        )),
        structure: Some(table(
            "structure.csv",
            "indicator,group,index\nfire,hazard,risk\nflood,hazard,risk\ncare,lack,risk\n",
        )),
        weights: Some(table("weights.csv", "code,weight\nfire,3\nlack,2\n")),
        denominators: Some(table("denominators.csv", "unit,people\nc,10\na,4\n")),
        ages: Some(table("ages.csv", "unit,fire\na,1.5\n")),
    }
}

fn assembled(change: impl FnOnce(&mut Tables)) -> Result<(), Refusal> {
    let mut tables = tables();
    change(&mut tables);
    Method::parse(METHOD).expect("a method").assemble(&tables).map(|_| ())
}

#[test]
fn tables_become_a_definition_and_data() {
    let (definition, data) = Method::parse(METHOD).expect("a method").assemble(&tables()).expect("both");
    assert_eq!(data.units, ["a", "b", "c"]);
    assert_eq!(data.columns["fire"], [Some(2.0), None, Some(4.0)]);
    assert_eq!(data.columns["people"], [Some(4.0), None, Some(10.0)]);
    assert_eq!(data.ages["fire"], [Some(1.5), None, None]);
    let fire = &definition.indicators[0];
    assert_eq!((fire.name.as_str(), fire.weight, fire.limits), ("Fires", 3.0, Limits::Fixed { low: 0.0, high: 1.0 }));
    let directions: Vec<_> = definition.indicators.iter().map(|one| one.direction).collect();
    assert_eq!(directions, [Direction::Higher, Direction::Higher, Direction::Lower]);
    let weights: Vec<_> = definition.groups.iter().map(|group| (group.code.as_str(), group.weight)).collect();
    assert_eq!(weights, [("hazard", 1.0), ("lack", 2.0), ("risk", 1.0)]);
    assert_eq!(definition.missing, Missing::ClassMean { column: "kind".to_owned() });
    assert_eq!(compute(&definition, &data).expect("an index").top, "risk");
}

#[test]
fn what_is_wrong_is_told_by_file_line_and_column() {
    let refused = |change: fn(&mut Tables)| {
        let refusal = assembled(change).expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    let word = refused(|tables| tables.raw = table("raw.csv", "unit,kind,fire,flood,care\na,old,2,much,7\n"));
    assert_eq!(word, ("malformed", "/raw.csv/2/flood".to_owned()));
    let column = refused(|tables| tables.raw = table("raw.csv", "unit,kind,fire,flood\na,old,2,1\n"));
    assert_eq!(column, ("unknown_name", "/raw.csv/1".to_owned()));
    let limits = refused(|tables| tables.indicators = Some(table("indicators.csv", "indicator,low,high\nfire,0,\n")));
    assert_eq!(limits, ("contradiction", "/indicators.csv/2/indicator".to_owned()));
    let row = refused(|tables| tables.indicators = Some(table("indicators.csv", "indicator,low,high\n")));
    assert_eq!(row, ("unknown_name", "/structure.csv/2/indicator".to_owned()));
    let none = refused(|tables| tables.indicators = None);
    assert_eq!(none, ("empty", "/structure.csv/2/indicator".to_owned()));
    let moved = "indicator,group,index\nfire,hazard,risk\nflood,hazard,other\n";
    let moved = assembled(|tables| tables.structure = Some(table("structure.csv", moved))).expect_err("a refusal");
    assert_eq!((moved.code, moved.path.as_str()), ("contradiction", "/structure.csv/3/group"));
    let twice = refused(|tables| tables.denominators = Some(table("denominators.csv", "unit,people\na,1\na,2\n")));
    assert_eq!(twice, ("contradiction", "/denominators.csv/3/unit".to_owned()));
}

#[test]
fn a_code_that_names_nothing_is_refused() {
    let refused = |change: fn(&mut Tables)| {
        let refusal = assembled(change).expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    let weight = refused(|tables| tables.weights = Some(table("weights.csv", "code,weight\nfire,3\nlak,2\n")));
    assert_eq!(weight, ("unknown_name", "/weights.csv/3/code".to_owned()));
    let fewer = "indicator,group,index\nfire,hazard,risk\ncare,lack,risk\n";
    let mut tables = tables();
    tables.structure = Some(table("structure.csv", fewer));
    let indicator = Method::parse(METHOD).expect("a method").assemble(&tables).expect_err("a refusal");
    assert_eq!((indicator.code, indicator.path.as_str()), ("unknown_name", "/indicators.csv/3/indicator"));
    let method = METHOD.replace("\"hazard\"", "\"hazrd\"");
    let refusal = Method::parse(&method).expect("a method").assemble(&self::tables()).expect_err("a refusal");
    assert_eq!((refusal.code, refusal.path.as_str()), ("unknown_name", "/method/aggregations/hazrd"));
}

#[test]
fn a_code_stands_once() {
    let refused = |change: fn(&mut Tables)| {
        let refusal = assembled(change).expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    let weight = refused(|tables| tables.weights = Some(table("weights.csv", "code,weight\nfire,3\nfire,2\n")));
    assert_eq!(weight, ("contradiction", "/weights.csv/3/code".to_owned()));
    let rows = "indicator,low,high\nfire,0,1\nflood,0,10\ncare,0,10\nfire,0,2\n";
    let mut tables = tables();
    tables.indicators = Some(table("indicators.csv", rows));
    let indicator = Method::parse(METHOD).expect("a method").assemble(&tables).expect_err("a refusal");
    assert_eq!((indicator.code, indicator.path.as_str()), ("contradiction", "/indicators.csv/5/indicator"));
}

#[test]
fn what_would_not_be_used_without_a_structure_is_refused() {
    let groups = r#"{ "groups": [{ "code": "risk", "aggregation": "sum" }], "indicators": [
        { "code": "fire", "parent": "risk", "limits": { "rule": "fixed", "low": 0, "high": 10 } }],"#;
    let method = METHOD.replacen('{', groups, 1);
    let refused = |method: &str, change: fn(&mut Tables)| {
        let mut tables = Tables { structure: None, indicators: None, weights: None, ..tables() };
        change(&mut tables);
        let refusal = Method::parse(method).expect("a method").assemble(&tables).expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    let weights = refused(&method, |tables| tables.weights = Some(table("weights.csv", "code,weight\nfire,3\n")));
    assert_eq!(weights, ("contradiction", "/weights.csv".to_owned()));
    let rows = refused(&method, |tables| tables.indicators = Some(table("indicators.csv", "indicator\nfire\n")));
    assert_eq!(rows, ("contradiction", "/indicators.csv".to_owned()));
    assert_eq!(refused(&method, |_| ()), ("contradiction", "/method/aggregations".to_owned()));
    let tables = Tables { structure: None, indicators: None, weights: None, ..tables() };
    let without = method.replace(r#", "aggregations": { "hazard": "arithmetic" }"#, "");
    let (definition, _) = Method::parse(&without).expect("a method").assemble(&tables).expect("both");
    assert_eq!(definition.indicators.len(), 1);
}

#[test]
fn a_word_for_a_missing_value_is_no_class() {
    let mut tables = tables();
    tables.raw = table("raw.csv", "unit,kind,fire,flood,care\na,-999,2,5,7\nb,-999,-999,5,7\nc,new,4,6,7\n");
    let (definition, data) = Method::parse(METHOD).expect("a method").assemble(&tables).expect("both");
    assert_eq!(data.classes["kind"], ["", "", "new"]);
    let index = compute(&definition, &data).expect("an index");
    assert_eq!(index.units[1].scores["fire"], None);
}

#[test]
fn what_is_no_table_is_refused() {
    let refused = |bytes: &[u8]| {
        let refusal = Table::read("raw.csv", bytes).expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    assert_eq!(refused(b"unit,fire\na,1,2\n"), ("malformed", "/raw.csv/2".to_owned()));
    assert_eq!(refused(b"unit,fire\na,\xff\n"), ("malformed", "/raw.csv/2".to_owned()));
    assert_eq!(refused(b"unit,unit\na,b\n"), ("contradiction", "/raw.csv/1/unit".to_owned()));
}

#[test]
fn a_method_with_an_unknown_key_is_refused_there() {
    let refusal =
        Method::parse(r#"{ "id": "place", "version": "1", "missing": { "rule": "guess" } }"#).expect_err("a refusal");
    assert_eq!((refusal.code, refusal.path.as_str()), ("malformed", "/missing/rule"));
}

#[test]
fn indicators_stand_in_one_place() {
    let method = METHOD.replacen('{', r#"{ "groups": [{ "code": "risk", "aggregation": "sum" }],"#, 1);
    let refusal = Method::parse(&method).expect("a method").assemble(&tables()).expect_err("a refusal");
    assert_eq!((refusal.code, refusal.path.as_str()), ("contradiction", "/method/indicators"));
}
