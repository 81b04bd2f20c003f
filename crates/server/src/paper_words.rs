//! What several forms on paper say in the same words.

use document::Language;
use domain::colour::WarningColour;
use domain::id::UnitId;
use domain::names::Names;
use domain::place::{Place, PlaceKinds};
use domain::response::ResponseLevel;
use domain::shelter::Unsuited;
use domain::unit::{UnitKind, UnitPath};
use domain::warned::WarnedOf;
use jiff::Timestamp;
use service::callout::CalledPost;
use service::evacuation::GoesTo;
use service::shelter::Proposal;
use store::outlet::Outlet;

use crate::state::App;

/// Words for one reader.
#[derive(Clone, Copy)]
pub(crate) struct PaperWords<'a> {
    pub(crate) app: &'a App,
    pub(crate) language: Language,
}

impl PaperWords<'_> {
    pub(crate) fn say(&self, zh: &str, en: &str) -> String {
        self.language.pick_text(zh, en)
    }

    pub(crate) fn best(&self, names: &Names) -> String {
        names.best(self.language.key()).to_owned()
    }

    /// A moment with its zone.
    pub(crate) fn at(&self, at: Timestamp) -> String {
        let zone = self.app.service.zone();
        format!("{} UTC{}", zone.to_datetime(at).strftime("%Y-%m-%d %H:%M"), zone.to_offset(at))
    }

    /// From the city down.
    pub(crate) fn lineage(&self, path: &UnitPath) -> String {
        let tree = self.app.service.tree();
        tree.lineage(path).iter().map(|unit| self.best(&unit.names)).collect::<Vec<_>>().join(" › ")
    }

    fn unit(&self, id: UnitId) -> String {
        self.app.service.tree().by_id(id).map(|unit| self.best(&unit.names)).unwrap_or_default()
    }

    pub(crate) fn post(&self, post: &CalledPost) -> [String; 2] {
        let title = self.app.service.titles().get(&post.title).map(|title| self.best(&title.names)).unwrap_or_default();
        let leads = if post.leader { self.say("(带班)", " (leads)") } else { String::new() };
        [self.unit(post.unit), title + &leads]
    }

    pub(crate) fn line(&self, (outlet, line): &(Outlet, String)) -> [String; 3] {
        [self.unit(outlet.unit), outlet.name.clone(), line.clone()]
    }

    pub(crate) fn door(&self, place: &Place) -> [String; 3] {
        let households = place.facts.households.map(|count| count.to_string()).unwrap_or_default();
        let sill = place.facts.sill_cm.map(|cm| format!("{:.2} m", f64::from(cm) / 100.0)).unwrap_or_default();
        [self.best(&place.names), households, sill]
    }

    /// What sort of place it is; its word where the table has it no more.
    pub(crate) fn place_kind(&self, kinds: &PlaceKinds, place: &Place) -> String {
        let kind = kinds.all().iter().find(|kind| kind.id == place.kind);
        kind.map_or_else(|| place.kind.clone(), |kind| self.best(&kind.names))
    }

    pub(crate) fn shelter(&self, one: &Proposal) -> [String; 4] {
        let mind = match one.unsuited {
            None => String::new(),
            Some(Unsuited::OpenAir) => self.say("露天,不适用", "open air: not suited"),
            Some(Unsuited::Underground) => self.say("地下,不适用", "underground: not suited"),
            Some(Unsuited::NotNamed) => self.say("未列为适用", "not listed as suited"),
        };
        let name = self.best(&one.occupied.shelter.names);
        [name, format!("{:.0} m", one.distance_m), one.free.to_string(), mind]
    }

    /// Where a building goes: the shelter, the unit in which it stands, how far, and room left.
    pub(crate) fn goes_to(&self, goes: &GoesTo) -> String {
        let shelter = &goes.occupied.shelter;
        let far = goes.distance_m.map(|metres| format!("{metres:.0} m"));
        let free = goes.occupied.free();
        let room = self.say(&format!("还能住 {free} 人"), &format!("room for {free}"));
        let parts = [Some(self.best(&shelter.names)), Some(self.unit(shelter.unit)), far, Some(room)];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    pub(crate) fn warning(&self, hazard: WarnedOf, colour: WarningColour) -> String {
        let space = self.say("", " ");
        format!("{}{space}{}", hazard_word(self.language, hazard), self.colour(colour))
    }

    pub(crate) fn colour(&self, colour: WarningColour) -> String {
        match colour {
            WarningColour::Blue => self.say("蓝色", "blue"),
            WarningColour::Yellow => self.say("黄色", "yellow"),
            WarningColour::Orange => self.say("橙色", "orange"),
            WarningColour::Red => self.say("红色", "red"),
        }
    }

    pub(crate) fn level(&self, level: ResponseLevel) -> String {
        let number = level.word().to_uppercase();
        self.say(&format!("{number} 级"), &format!("level {number}"))
    }

    pub(crate) fn kinds(&self, kinds: &[UnitKind]) -> String {
        let words: Vec<_> = kinds.iter().map(|kind| kind_word(self.language, *kind)).collect();
        words.join(&self.say("、", ", "))
    }
}

fn kind_word(language: Language, kind: UnitKind) -> String {
    let (zh, en) = match kind {
        UnitKind::City => ("市", "city"),
        UnitKind::County => ("区县", "district or county"),
        UnitKind::Street => ("街道", "sub-district"),
        UnitKind::Town => ("乡镇", "town"),
        UnitKind::Community => ("社区", "community"),
        UnitKind::Village => ("行政村", "village"),
        UnitKind::CommunityGrid => ("社区网格", "community grid"),
        UnitKind::RuralGrid => ("农村网格", "rural grid"),
        UnitKind::DedicatedGrid => ("专属网格", "dedicated grid"),
        UnitKind::MicroGrid => ("微网格", "micro-grid"),
    };
    language.pick_text(zh, en)
}

fn hazard_word(language: Language, hazard: WarnedOf) -> String {
    let (zh, en) = match hazard {
        WarnedOf::Rainstorm => ("暴雨", "rainstorm"),
        WarnedOf::Gale => ("大风", "gale"),
        WarnedOf::Heat => ("高温", "heat"),
        WarnedOf::Snowstorm => ("暴雪", "snowstorm"),
        WarnedOf::ColdWave => ("寒潮", "cold wave"),
        WarnedOf::Typhoon => ("台风", "typhoon"),
        WarnedOf::Lightning => ("雷电", "lightning"),
        WarnedOf::Hail => ("冰雹", "hail"),
        WarnedOf::Fog => ("大雾", "fog"),
        WarnedOf::Haze => ("霾", "haze"),
        WarnedOf::Icing => ("道路结冰", "road icing"),
        WarnedOf::Sandstorm => ("沙尘暴", "sandstorm"),
        WarnedOf::Frost => ("霜冻", "frost"),
        WarnedOf::Drought => ("干旱", "drought"),
        WarnedOf::Flood => ("洪水、内涝", "flood"),
        WarnedOf::Geological => ("地质灾害", "geological hazard"),
        WarnedOf::Other => ("其他灾害", "other hazard"),
    };
    language.pick_text(zh, en)
}
