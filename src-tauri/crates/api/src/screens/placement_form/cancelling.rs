//! *Annullér*: a stay that was planned and never begins.
//!
//! Invariant: only what has cost nothing until today is cancelled, and only the placement is changed. Its lines,
//! contracts and goals stay as they stand, so that taking the cancelling back brings all of it back.

use uuid::Uuid;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::calendar::add_days;
use vilkaar_domain::{EndReason, Money, Placement, PlacementStatus};
use vilkaar_wording::format;

use super::super::forms::sheet::{REASON, Sheet};
use super::super::forms::{Field, Frame, wrong};
use super::super::placement::notice::still_binds;
use super::{changed, effect_of};
use crate::errors;
use crate::program::saving::Decided;
use crate::types::{ApiError, Effect, FieldProblem, ReasonNeed, Remark, Tone};

/// So many days after *Indflytning* it may turn out that the citizen never came. Later the stay is ended instead.
const FOUND_OUT_WITHIN: i64 = 31;

/// *Annullér*.
pub(super) struct CancelPlacement<'p> {
    portfolio: &'p Portfolio,
    facts: &'p CaseFacts,
}

/// Can the placement be cancelled as it stands: has it not begun, or only just by the calendar?
pub(in crate::screens) fn can_be_cancelled(portfolio: &Portfolio, placement: &Placement) -> bool {
    placement.ended_on.is_none()
        && !placement.is_cancelled()
        && portfolio.today() <= add_days(placement.moved_in, FOUND_OUT_WITHIN)
}

impl<'p> CancelPlacement<'p> {
    /// # Errors
    /// `not_planned` where the stay has begun, or is over.
    pub(super) fn of(portfolio: &'p Portfolio, facts: &'p CaseFacts) -> Result<Self, ApiError> {
        let placement = portfolio.placement(facts);
        if can_be_cancelled(portfolio, placement) {
            return Ok(Self { portfolio, facts });
        }
        let sentence = if placement.is_cancelled() {
            "Placeringen er allerede annulleret; en anden kan have gjort det før dig.".to_owned()
        } else if let Some(end) = placement.ended_on {
            format!(
                "Opholdet har en ophørsdato, {}. Genåbn det først, hvis det aldrig begyndte.",
                format::date(end)
            )
        } else {
            format!(
                "Opholdet begyndte {} og kan ikke annulleres. Brug »Afslut placeringen«.",
                format::date(placement.moved_in)
            )
        };
        Err(errors::plain("not_planned", sentence))
    }

    fn placement(&self) -> &'p Placement {
        self.portfolio.placement(self.facts)
    }

    /// What goes on elsewhere though the stay never begins.
    fn what_goes_on(&self) -> Vec<Remark> {
        let placement = self.placement();
        let today = self.portfolio.today();
        let register = self.portfolio.register();
        let mut found = Vec::new();
        let mut say = |text: String| found.push(Remark { tone: Tone::Warn, text });
        if placement.status(today) == PlacementStatus::Active {
            say(format!(
                "Indflytningsdagen {} er gået. Annullér kun, hvis borgeren aldrig flyttede ind.",
                format::date(placement.moved_in)
            ));
        }
        let former = register.placements.iter().find(|other| Some(other.id) == placement.moved_from);
        if let Some((former, end)) = former.and_then(|former| Some((former, former.ended_on?))) {
            say(format!(
                "{} ophører stadig {}. Genåbn den, hvis borgeren bliver boende.",
                former.case,
                format::date(end)
            ));
        }
        if let Some(sentence) = still_binds(&self.portfolio.file(self.facts), today) {
            say(sentence);
        }
        found
    }

    /// Why it can't be cancelled: what counted until today would be gone from the accounts.
    fn already_spent(&self) -> Option<String> {
        let (placement, today, priced) = (self.placement(), self.portfolio.today(), &self.facts.priced);
        let mut spent = Money::ZERO;
        let mut is_known = true;
        for line in priced.spent_lines(today) {
            spent += line.cost(line.first_day().unwrap_or(today), today);
            is_known &= line.is_known();
        }
        if spent == Money::ZERO && is_known {
            return None;
        }
        let amount =
            if is_known { format::kr(spent) } else { format!("{} og en linje uden pris", format::kr(spent)) };
        let last = format::date(placement.moved_in.max(today));
        let how = if placement.moved_in > today {
            format!("med {last} som sidste dag")
        } else {
            "med den sidste dag, der betales for".to_owned()
        };
        Some(format!(
            "Placeringen har allerede kostet {amount} til og med i dag, og det ville falde ud af regnskabet. Brug \
             »Afslut placeringen« {how}. Skal noget af det, eller den sidste dag, ikke betales, så fjern det først på \
             takstlinjen med »Ret fejl«."
        ))
    }
}

impl Sheet for CancelPlacement<'_> {
    type Draft = ();

    fn fields(&self) -> Vec<Field<()>> {
        Vec::new()
    }

    fn start(&self) {}

    fn frame(&self) -> Frame {
        let placement = self.placement();
        Frame {
            title: format!("Annullér {}", placement.case),
            introduction: self.already_spent().or_else(|| Some(format!(
                "Til et ophold, der aldrig begynder ({}). Dets takster tæller ikke med, og sagen står under de ophørte \
                 med sin historik; kontrakten binder, til den ophører. »Genåbn placeringen« tager det tilbage.",
                format::date(placement.moved_in)
            ))),
            submit: "Annullér placeringen",
            reason: ReasonNeed::Required,
        }
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        None
    }

    fn choices(&self, _field: &str) -> Vec<String> {
        Vec::new()
    }

    fn rules(&self, _draft: &()) -> Vec<FieldProblem> {
        self.already_spent().map(|sentence| wrong(REASON, sentence)).into_iter().collect()
    }

    fn decided(&self, _draft: ()) -> Decided {
        let before = self.placement();
        // A day is needed where an end is looked for; the reason says that there was none.
        let after = Placement {
            ended_on: Some(before.moved_in),
            end_reason: Some(EndReason::Cancelled),
            ..before.clone()
        };
        let message = format!("{} er annulleret.", before.case);
        Decided { changes: vec![changed(before, after)], message, case: None }
    }

    fn effect(&self, _draft: &(), decided: &Decided) -> Option<Effect> {
        let sentences = vec![format!("{} annulleres.", self.placement().case)];
        effect_of(self.portfolio, decided, sentences, self.what_goes_on())
    }
}
