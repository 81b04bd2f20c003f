//! A message in words, and how many it would reach.

use domain::access::{Actor, Permission, Posting};
use domain::names::Names;
use domain::public_message::template::Templates;
use domain::public_message::text::{Frame, LANGUAGES, compose, limit};
use domain::public_message::{Content, PublicKind};
use domain::unit::UnitPath;
use jiff::Timestamp;
use store::public_message::Text;

use super::{Preview, Reach};
use crate::{Service, ServiceError};

impl Service {
    /// A message as it would go out, and whatever speaks against it. Nothing is kept.
    ///
    /// # Errors
    /// When the actor may not write for these units.
    pub async fn preview_public_message(
        &self,
        actor: &Actor,
        kind: PublicKind,
        content: &Content,
        now: Timestamp,
    ) -> Result<Preview, ServiceError> {
        let paths = self.message_paths(content)?;
        let posting = self.message_posting(actor, Permission::DraftPublic, kind, &paths)?;
        let issuer = self.message_issuer(posting);
        let texts = self.message_texts(kind, content, &issuer, now).await?;
        let templates = &self.warnings()?.public.templates;
        let mut problems = Vec::new();
        for check in [self.check_content(kind, content, &paths, now).await, too_long(templates, content, &texts)] {
            match check {
                Err(ServiceError::Invalid { field, code, detail }) => problems.push((field, code, detail)),
                other => other?,
            }
        }
        let fixed = kind == PublicKind::Forward && templates.is_fixed(content);
        let own = self.message_posting(actor, Permission::BreakGlass, kind, &paths).is_ok();
        let glass = fixed && own && problems.is_empty() && self.red_in_force(&paths, now).await?;
        let conflicts = self.contradictions(content, &paths).await?;
        let reach = self.message_reach(content).await?;
        Ok(Preview { texts, issuer, conflicts, problems, glass, reach })
    }

    /// Who says so: the body of the post, else its unit.
    pub(super) fn message_issuer(&self, posting: &Posting) -> Names {
        let body = posting.body.and_then(|id| self.body(id)).map(|body| body.names);
        let unit = || self.tree().by_id(posting.unit).map(|unit| unit.names.clone());
        body.or_else(unit).unwrap_or_default()
    }

    /// The words for each audience.
    pub(super) async fn message_texts(
        &self,
        kind: PublicKind,
        content: &Content,
        issuer: &Names,
        now: Timestamp,
    ) -> Result<Vec<Text>, ServiceError> {
        let templates = &self.warnings()?.public.templates;
        let tree = self.tree();
        let places = content.units.iter().filter_map(|id| tree.by_id(*id)).map(|unit| &unit.names).collect();
        let warning = self.forwarded(content.warning).await?;
        let station = warning.as_ref().map(|warning| {
            let name = warning.issuer.clone().unwrap_or_else(|| warning.sender.clone());
            Names::zh(&name)
        });
        let frame = Frame {
            kind,
            places,
            issuer: station.as_ref().unwrap_or(issuer),
            issued_at: warning.as_ref().map_or(now, |warning| warning.sent_at),
            now,
            zone: self.zone(),
        };
        let texts = content.said.iter().map(|said| {
            let of = |language: &str| {
                let text = compose(templates, content, &frame, language, said.action.best(language));
                (language.to_owned(), text)
            };
            Text { audience: said.audience, text: Names(LANGUAGES.into_iter().map(of).collect()) }
        });
        Ok(texts.collect())
    }

    /// How many live in the units: their own counts, else those of the units below.
    async fn message_reach(&self, content: &Content) -> Result<Reach, ServiceError> {
        let tree = self.tree();
        let mut reach = Reach::default();
        let mut open = content.units.clone();
        while !open.is_empty() {
            let known = self.store().unit_statistics(&open).await?;
            let mut below = Vec::new();
            for id in open {
                match known.get(&id).and_then(|counts| counts.population.map(|people| (people, counts.households))) {
                    Some((people, households)) => {
                        reach.population += u64::from(people);
                        reach.households += households.map_or(0, u64::from);
                    }
                    None if tree.children(id).len() == 0 => reach.uncounted += 1,
                    None => below.extend(tree.children(id).map(|unit| unit.id)),
                }
            }
            open = below;
        }
        Ok(reach)
    }
}

/// Whether each text that somebody wrote fits one message to a phone. What a template says is never held back because
/// a place or a station has a long name: it goes in two parts then.
///
/// # Errors
/// With the first that does not.
pub(super) fn too_long(templates: &Templates, content: &Content, texts: &[Text]) -> Result<(), ServiceError> {
    let written = |text: &&Text| {
        let said = content.said.iter().find(|said| said.audience == text.audience);
        said.is_none_or(|said| !templates.says(content, said))
    };
    for text in texts.iter().filter(written) {
        for (language, words) in &text.text.0 {
            let (length, most) = (words.chars().count(), limit(language));
            if length > most {
                let audience = text.audience.word();
                let detail = format!(
                    "`{audience}` in `{language}` has {length} characters with its frame, at most {most}: say it shorter"
                );
                return Err(ServiceError::invalid("said", "message_too_long", detail));
            }
        }
    }
    Ok(())
}

/// The nearest path above all of them.
pub(super) fn common(paths: &[UnitPath]) -> Option<UnitPath> {
    let first = paths.first()?;
    let whole = |above: &UnitPath| paths.iter().all(|path| above.contains(path));
    let mut lineage: Vec<UnitPath> = first.lineage().filter(|above| whole(above)).collect();
    lineage.sort_by_key(UnitPath::depth);
    lineage.pop()
}
