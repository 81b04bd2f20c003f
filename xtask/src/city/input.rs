//! The shared lists and the committed tables, checked and in their own order.

use anyhow::{Context, Result, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One county-level unit of the statistical list.
pub(crate) struct County {
    pub(crate) code: String,
    pub(crate) name: String,
}

/// One sub-district or town.
pub(crate) struct Town {
    pub(crate) code: String,
    pub(crate) name: String,
    /// Position of its county.
    pub(crate) county: usize,
}

/// One residents' or villagers' committee.
pub(crate) struct Committee {
    pub(crate) code: String,
    pub(crate) name: String,
    /// Position of its town.
    pub(crate) town: usize,
    pub(crate) is_village: bool,
}

/// One polygon of about 2000.
pub(crate) struct Old {
    pub(crate) population: u64,
    pub(crate) rings: Vec<Vec<[i32; 2]>>,
}

/// One row of `town_match.csv`.
#[derive(serde::Deserialize)]
pub(crate) struct Match {
    pub(crate) old_code: String,
    /// Codes of today's towns, separated by spaces; several share the polygon.
    new_code: String,
    pub(crate) evidence: String,
}

impl Match {
    pub(crate) fn towns(&self) -> impl Iterator<Item = &str> {
        self.new_code.split_whitespace()
    }
}

/// Residents of a district in thousands, 2019; the east new district has no code.
pub(crate) struct District {
    pub(crate) code: String,
    pub(crate) thousands: f64,
}

/// Everything the build reads.
pub(crate) struct Inputs {
    pub(crate) counties: Vec<County>,
    pub(crate) towns: Vec<Town>,
    pub(crate) committees: Vec<Committee>,
    pub(crate) olds: BTreeMap<String, Old>,
    pub(crate) matches: Vec<Match>,
    pub(crate) districts: Vec<District>,
    /// Codes of the towns of the east new district.
    pub(crate) east: BTreeSet<String>,
    /// English names that are not built by rule: name, transliterated.
    pub(crate) english: BTreeMap<String, (String, bool)>,
    /// Pinyin of town names by (county code, name).
    pub(crate) pinyin: BTreeMap<(String, String), String>,
    /// Residents of the city at the end of 2021.
    pub(crate) city_population: u64,
    /// Family households per resident, census of 2020.
    pub(crate) households_per_head: f64,
}

impl Inputs {
    /// Reads all inputs: `shared` holds the public files, `data` the committed tables.
    pub(crate) fn read(shared: &Path, data: &Path) -> Result<Self> {
        let mut inputs = Self {
            counties: Vec::new(),
            towns: Vec::new(),
            committees: Vec::new(),
            olds: olds(&shared.join("townships/zhengzhou_townships_wgs84.geojson"))?,
            matches: csv::Reader::from_path(data.join("town_match.csv"))?.deserialize().collect::<Result<_, _>>()?,
            districts: Vec::new(),
            east: BTreeSet::new(),
            english: BTreeMap::new(),
            pinyin: BTreeMap::new(),
            city_population: 0,
            households_per_head: households_per_head(&shared.join("population/zhengzhou_census2020_facts.json"))?,
        };
        for [code, name, town, town_name, county, county_name, kind] in
            rows(&shared.join("divisions/zhengzhou_communities_nbs2021.csv"))?
        {
            inputs.add(code, name, [town, town_name, county, county_name], kind == "村委会");
        }
        for [_, code, tens_of_thousands] in
            rows(&shared.join("population/zhengzhou_resident_pop_2019_by_district.csv"))?
        {
            let thousands = tens_of_thousands.parse::<f64>()? * 10.0;
            inputs.districts.push(District { code, thousands });
        }
        for [year, tens_of_thousands, ..] in rows::<4>(&shared.join("population/zhengzhou_resident_pop_by_year.csv"))? {
            if year == "2021" {
                inputs.city_population = (tens_of_thousands.parse::<f64>()? * 10_000.0).round() as u64;
            }
        }
        ensure!(inputs.city_population > 0, "no population of 2021");
        inputs.east = rows::<2>(&data.join("east_new_district.csv"))?.into_iter().map(|[code, _]| code).collect();
        inputs.english = rows::<3>(&data.join("names_en.csv"))?
            .into_iter()
            .map(|[code, name, transliterated]| (code, (name, transliterated == "true")))
            .collect();
        for [id, parent, _, _, _, pinyin, _, name] in rows(&shared.join("divisions/zhengzhou_level4_areacity.csv"))? {
            if id.len() == 9 {
                inputs.pinyin.insert((parent, name), pinyin);
            }
        }
        Ok(inputs)
    }

    /// The list is sorted by code, so a new county or town is one that differs from the last.
    fn add(
        &mut self,
        code: String,
        name: String,
        [town, town_name, county, county_name]: [String; 4],
        is_village: bool,
    ) {
        if self.counties.last().is_none_or(|last| last.code != county) {
            self.counties.push(County { code: county, name: county_name });
        }
        if self.towns.last().is_none_or(|last| last.code != town) {
            self.towns.push(Town { code: town, name: town_name, county: self.counties.len() - 1 });
        }
        self.committees.push(Committee { code, name, town: self.towns.len() - 1, is_village });
    }
}

fn rows<const N: usize>(path: &Path) -> Result<Vec<[String; N]>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader
        .records()
        .map(|record| {
            let record = record?;
            let cells: Vec<String> = record.iter().take(N).map(str::to_owned).collect();
            match cells.try_into() {
                Ok(cells) => Ok(cells),
                Err(_) => bail!("`{}` has a row with fewer than {N} cells", path.display()),
            }
        })
        .collect()
}

fn households_per_head(path: &Path) -> Result<f64> {
    let facts: serde_json::Value = serde_json::from_slice(&std::fs::read(path)?)?;
    let fact = |name: &str| facts["census_2020"][name].as_f64().with_context(|| format!("no fact `{name}`"));
    Ok(fact("households_family")? / fact("total")?)
}

fn olds(path: &Path) -> Result<BTreeMap<String, Old>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let collection: geojson::FeatureCollection = text.parse()?;
    let mut out = BTreeMap::new();
    for feature in collection.features {
        let property = |name: &str| feature.property(name).with_context(|| format!("an old polygon has no `{name}`"));
        let code = property("gbcode")?.as_str().context("`gbcode` is not text")?.to_owned();
        let population = property("total_pop")?.as_u64().context("`total_pop` is not a number")?;
        let shape = feature.geometry.as_ref().context("an old polygon has no shape")?;
        let shape = geo::Geometry::<f64>::try_from(shape)?;
        let polygons = match shape {
            geo::Geometry::Polygon(polygon) => vec![polygon],
            geo::Geometry::MultiPolygon(many) => many.0,
            _ => bail!("old polygon `{code}` is not a polygon"),
        };
        ensure!(polygons.iter().all(|p| p.interiors().is_empty()), "old polygon `{code}` has a hole");
        let rings = polygons.iter().map(|polygon| ring(polygon.exterior())).collect();
        out.insert(code, Old { population, rings });
    }
    Ok(out)
}

/// Micro-degrees, counter-clockwise, first point not repeated.
fn ring(line: &geo::LineString<f64>) -> Vec<[i32; 2]> {
    let mut points: Vec<[i32; 2]> =
        line.0.iter().map(|c| [(c.x * 1e6).round() as i32, (c.y * 1e6).round() as i32]).collect();
    points.pop();
    if city::Ring(points.clone()).doubled_area() < 0 {
        points.reverse();
    }
    points
}
