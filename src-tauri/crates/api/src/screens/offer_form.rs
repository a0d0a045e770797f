//! Providers and offers by hand: who runs a place, what it is approved for, how Socialtilsynet sees it.
//!
//! Invariant: names are unique, letters' case aside; a CVR number that fails its check is pointed out, never refused
//! (domain §5).

mod offer;
mod provider;
#[cfg(test)]
mod tests;

use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;

use super::forms::sheet::AnySheet;
use crate::errors;
use crate::types::{ApiError, FormAction};

/// Longest name of a provider or an offer.
const NAME_LENGTH: usize = 120;

/// The form that is asked for.
///
/// # Errors
/// `record_unknown`, `action_unknown`.
pub(crate) fn sheet<'p>(
    portfolio: &'p Portfolio,
    action: FormAction,
    record: Option<&str>,
) -> Result<Box<dyn AnySheet + 'p>, ApiError> {
    let register = portfolio.register();
    let id: Option<Uuid> = record.and_then(|id| id.parse().ok());
    let provider = || register.providers.iter().find(|provider| Some(provider.id.0) == id);
    let offer = || register.offers.iter().find(|offer| Some(offer.id.0) == id);
    Ok(match action {
        FormAction::NewProvider => Box::new(provider::ProviderSheet::new(portfolio)),
        FormAction::EditProvider => {
            let known = provider().ok_or_else(errors::record_unknown)?;
            Box::new(provider::ProviderSheet::known(portfolio, known))
        }
        FormAction::NewOffer => {
            let of = match record {
                Some(_) => Some(provider().ok_or_else(errors::record_unknown)?),
                None => None,
            };
            Box::new(offer::OfferSheet::new(portfolio, of))
        }
        FormAction::EditOffer => {
            Box::new(offer::OfferSheet::known(portfolio, offer().ok_or_else(errors::record_unknown)?))
        }
        _ => return Err(errors::action_unknown()),
    })
}

/// The screen as the log names it.
pub(crate) const fn origin(action: FormAction) -> &'static str {
    match action {
        FormAction::NewProvider => "Ny leverandør",
        FormAction::EditProvider => "Ret leverandør",
        FormAction::NewOffer => "Nyt tilbud",
        _ => "Ret tilbud",
    }
}

/// Is it the same name, space and letters' case aside?
fn is_same_name(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}
