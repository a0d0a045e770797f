//! Every field of every record with its Danish name and its value as users read it.
//!
//! The records are taken apart field by field, so that a new field can't be left out by oversight. Ids
//! of the record itself and of what it belongs to never change and have no name here.

mod daily_work;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::{
    BudgetLine, Citizen, Contract, Dated, DeliveredHours, Entity, ExpectedYouth, FollowUp, Goal, NoticeRule,
    Offer, OwnOffer, Placement, PriceIndex, Provider, RateLine, RefundLimits, SearchedOffer, Settings,
    StepRate, User,
};

use super::NameOf;
use crate::format::{date, kr, month, number, percent, rate};

/// A field's name inside a sentence, and its value; none where nothing is known.
pub(super) struct Field {
    pub(super) label: String,
    pub(super) value: Option<String>,
}

/// How a CPR number is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CprForm {
    /// As everywhere: `ddmmåå-xxxx`.
    Masked,
    /// For the citizen's own paper.
    Full,
}

/// A field with a value in words.
fn field(label: &str, value: Option<String>) -> Field {
    Field { label: label.to_owned(), value }
}

/// A text.
fn text(label: &str, value: Option<&String>) -> Field {
    field(label, value.cloned())
}

/// A day.
fn day(label: &str, value: Option<NaiveDate>) -> Field {
    field(label, value.map(date))
}

/// A number.
fn count(label: &str, value: Option<Decimal>) -> Field {
    field(label, value.map(number))
}

/// Yes or no.
fn yes_no(value: bool) -> String {
    if value { "ja" } else { "nej" }.to_owned()
}

/// A word of an official list.
macro_rules! word {
    ($label:literal, $value:expr) => {
        field($label, $value.map(|value| value.word().to_owned()))
    };
}

/// Values with the days from which they count.
fn dated<T>(values: &[Dated<T>], value: impl Fn(&T) -> String) -> Option<String> {
    let parts: Vec<String> = values
        .iter()
        .map(|dated| {
            let from = dated.from.map(|from| format!(" fra {}", date(from))).unwrap_or_default();
            format!("{}{from}", value(&dated.value))
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The fields of a record, in a fixed order for its kind.
pub(super) fn fields(entity: &Entity, cpr_form: CprForm, name_of: NameOf<'_>) -> Vec<Field> {
    let named = |id: uuid::Uuid| name_of(id).unwrap_or_else(|| id.to_string());
    match entity {
        Entity::Citizen(r) => {
            let Citizen { id: _, cpr, name, refund_cover } = r;
            vec![
                field(
                    "CPR-nr.",
                    cpr.as_ref().map(|cpr| match cpr_form {
                        CprForm::Masked => cpr.masked(),
                        CprForm::Full => cpr.reveal().to_owned(),
                    }),
                ),
                field("navn", name.as_ref().map(|name| name.reveal().to_owned())),
                field("omfattet af refusion", Some(refund_cover.word().to_owned())),
            ]
        }
        Entity::Provider(r) => {
            let Provider {
                id: _,
                name,
                ownership,
                operating_agreement,
                cvr,
                contact_person,
                phone,
                email,
                further_contacts,
            } = r;
            vec![
                text("navn", Some(name)),
                word!("ejerform", ownership),
                field("driftsoverenskomst", operating_agreement.map(yes_no)),
                text("CVR-nr.", cvr.as_ref()),
                text("kontaktperson", contact_person.as_ref()),
                text("telefon", phone.as_ref()),
                text("e-mail", email.as_ref()),
                field("øvrige kontaktpersoner", daily_work::contacts(further_contacts)),
            ]
        }
        Entity::Offer(r) => {
            let Offer {
                id: _,
                name,
                provider,
                p_number,
                approved_for,
                supervision,
                supervision_from,
                supervision_to,
                checked_on,
                checked_by,
                day_offer_steps,
            } = r;
            vec![
                text("navn", Some(name)),
                field("leverandør", provider.map(|id| named(id.0))),
                text("P-nr.", p_number.as_ref()),
                field(
                    "godkendelsens paragraffer",
                    (!approved_for.is_empty()).then(|| approved_for.join(", ")),
                ),
                word!("socialtilsyn", supervision),
                day("begyndelsen af socialtilsynets status", *supervision_from),
                day("slutdato for socialtilsynets status", *supervision_to),
                day("kontroldato", *checked_on),
                text("kontrollant", checked_by.as_ref()),
                field("dagtilbuddets trin for 1–5 dage", day_offer_steps.as_ref().map(daily_work::steps)),
            ]
        }
        Entity::Placement(r) => placement(r, &named),
        Entity::RateLine(r) => rate_line(r),
        Entity::Contract(r) => contract(r),
        Entity::Goal(r) => {
            let Goal {
                id: _,
                placement: _,
                key,
                undertema,
                goal_type,
                start_level,
                expected_level,
                from,
                deadline,
                wishes,
                purpose,
                wording,
            } = r;
            vec![
                text("mål-id", Some(key)),
                word!("undertema", undertema),
                field("måltype", Some(goal_type.word().to_owned())),
                field("startniveau", Some(start_level.number().to_string())),
                field("forventet niveau", Some(expected_level.number().to_string())),
                day("fra", Some(*from)),
                day("frist", *deadline),
                text("borgers mål og ønsker", wishes.as_ref()),
                text("indsatsformål", purpose.as_ref()),
                text("målets ordlyd", wording.as_ref()),
            ]
        }
        Entity::FollowUp(r) => {
            let FollowUp { id: _, goal: _, date, level, source, result, remark } = r;
            vec![
                day("dato", Some(*date)),
                field("niveau", level.map(|level| level.number().to_string())),
                word!("kilde", source),
                word!("resultat", result),
                text("bemærkning", remark.as_ref()),
            ]
        }
        Entity::DeliveredHours(r) => {
            let DeliveredHours { id: _, placement: _, month: first, hours } = r;
            vec![field("måned", Some(month(*first))), count("timer", Some(*hours))]
        }
        Entity::StepRate(r) => {
            let StepRate { id: _, placement: _, service, from, when_goal, new_rate } = r;
            vec![
                field("ydelse", Some(service.word().to_owned())),
                day("fra dato", *from),
                field("mål, der udløser den,", when_goal.map(|id| named(id.0))),
                field("ny takst", Some(format!("{} kr.", rate(*new_rate)))),
            ]
        }
        Entity::SearchedOffer(r) => {
            let SearchedOffer {
                id: _,
                placement: _,
                date,
                provider,
                offer,
                paragraph,
                daily_rate,
                suitability,
                reason,
                source,
            } = r;
            vec![
                day("dato", *date),
                text("leverandør", provider.as_ref()),
                text("tilbud", Some(offer)),
                text("lovgrundlag", paragraph.as_ref()),
                field("døgntakst", daily_rate.map(|amount| format!("{} kr.", rate(amount)))),
                text("egnethed", suitability.as_ref()),
                text("begrundelse", reason.as_ref()),
                text("kilde", source.as_ref()),
            ]
        }
        Entity::OwnOffer(r) => {
            let OwnOffer { id: _, name, paragraph, places, vacant, daily_rate } = r;
            vec![
                text("navn", Some(name)),
                text("lovgrundlag", paragraph.as_ref()),
                count("pladser", places.map(Decimal::from)),
                count("ledige", vacant.map(Decimal::from)),
                field("døgntakst", daily_rate.map(|amount| format!("{} kr.", rate(amount)))),
            ]
        }
        Entity::ExpectedYouth(r) => {
            let ExpectedYouth {
                id: _,
                key,
                target_group,
                born_on,
                expected_start,
                paragraph,
                probability,
                yearly_price,
            } = r;
            vec![
                text("id", Some(key)),
                text("målgruppe", target_group.as_ref()),
                day("fødselsdato", *born_on),
                day("forventet start", *expected_start),
                text("forventet lovgrundlag", paragraph.as_ref()),
                field("sandsynlighed", probability.map(|share| format!("{} %", number(share)))),
                field("forventet årspris", yearly_price.map(kr)),
            ]
        }
        Entity::BudgetLine(r) => {
            let BudgetLine { id: _, year, paragraph, amount } = r;
            vec![
                field("år", Some(year.to_string())),
                text("lovgrundlag", Some(paragraph)),
                field("budget", Some(kr(*amount))),
            ]
        }
        Entity::PriceIndex(r) => {
            let PriceIndex { id: _, year, percent, status, source } = r;
            vec![
                field("år", Some(year.to_string())),
                field("procent", Some(format!("{} %", number(*percent)))),
                word!("status", status),
                text("kilde", source.as_ref()),
            ]
        }
        Entity::RefundLimits(r) => {
            let RefundLimits { id: _, year, limit_1, limit_2, limit_3, status } = r;
            vec![
                field("år", Some(year.to_string())),
                field("grænse 1", Some(kr(*limit_1))),
                field("grænse 2", Some(kr(*limit_2))),
                field("grænse 3", Some(kr(*limit_3))),
                word!("status", status),
            ]
        }
        Entity::Settings(r) => settings(r),
        Entity::SubGoal(r) => daily_work::sub_goal(r),
        Entity::Attachment(r) => daily_work::attachment(r),
        Entity::AgendaMark(r) => daily_work::agenda_mark(r),
        Entity::NotifiedRate(r) => daily_work::notified_rate(r),
        Entity::SavedFilter(r) => daily_work::saved_filter(r),
        Entity::User(r) => {
            let User { id: _, name, login, roles, employee, removed_on } = r;
            let roles: Vec<&str> = roles.iter().map(vilkaar_domain::Role::word).collect();
            vec![
                text("navn", Some(name)),
                text("brugernavn på serveren", login.as_ref()),
                field("roller", (!roles.is_empty()).then(|| roles.join(", "))),
                text("navn i ark", employee.as_ref()),
                day("fjernet den", *removed_on),
            ]
        }
    }
}

/// A placement's fields.
fn placement(r: &Placement, named: &dyn Fn(uuid::Uuid) -> String) -> Vec<Field> {
    let Placement {
        id: _,
        case,
        citizen: _,
        offer,
        legal_basis,
        target_group,
        secondary_target_group,
        support_need,
        moved_in,
        expected_end,
        ended_on,
        support_hours,
        case_worker,
        second_case_worker,
        acting_municipality,
        paying_municipality,
        base_rate,
        content,
        end_reason,
        moved_from,
        chance,
    } = r;
    let mut fields = vec![
        field("sagsnr.", Some(case.to_string())),
        field("tilbud", Some(named(offer.0))),
        field("lovgrundlag", Some(legal_basis.word().to_owned())),
        text("primær målgruppe", target_group.as_ref()),
        text("sekundær målgruppe", secondary_target_group.as_ref()),
        word!("støttebehov", support_need),
        day("indflytning", Some(*moved_in)),
        day("forventet ophør", *expected_end),
        day("ophørsdato", *ended_on),
        count("støttetimer pr. uge", *support_hours),
        text("sagsbehandler 1", case_worker.as_ref()),
        text("sagsbehandler 2", second_case_worker.as_ref()),
        text("handlekommune", acting_municipality.as_ref()),
        text("betalingskommune", paying_municipality.as_ref()),
        field("basistakst", base_rate.map(|amount| format!("{} kr.", rate(amount)))),
        word!("ophørsårsag", end_reason),
        field("tidligere placering", moved_from.map(|id| named(id.0))),
        field("chance for resultat", chance.map(|chance| format!("{chance} %"))),
    ];
    fields.extend(daily_work::content(content));
    fields
}

/// A rate line's fields.
fn rate_line(r: &RateLine) -> Vec<Field> {
    let RateLine {
        id: _,
        placement: _,
        service,
        paragraph,
        amount,
        unit,
        quantity,
        from,
        to,
        cause,
        settlement_days,
        open_weeks,
        review_on,
        collected_by,
        annulled,
        corrects: _,
        package_code,
        source,
    } = r;
    vec![
        field("ydelse", Some(service.word().to_owned())),
        text("lovgrundlag", Some(paragraph)),
        field("beløb", Some(format!("{} kr.", rate(*amount)))),
        field("enhed", Some(unit.word().to_owned())),
        count("antal pr. uge", *quantity),
        day("første dag", Some(*from)),
        day("sidste dag", *to),
        field("årsag", cause.as_ref().map(|cause| cause.word().to_owned())),
        count("afregningsdage pr. år", settlement_days.map(Decimal::from)),
        count("åbne uger", *open_weeks),
        day("revurderingsdato", *review_on),
        word!("opkræver", collected_by),
        field("annullering", Some(yes_no(*annulled))),
        text("pakkekode", package_code.as_ref()),
        text("takstens kilde", source.as_ref()),
    ]
}

/// A contract's fields.
fn contract(r: &Contract) -> Vec<Field> {
    let Contract {
        id: _,
        placement: _,
        number: contract_number,
        start,
        end,
        notice_municipality,
        notice_provider,
        minimum_until,
        renews_by_months,
        renegotiate_on,
        negotiator,
        payment,
        regulation,
        agreed_on,
        follow_up_months,
        has_signed_file,
        amends: _,
        content,
        terms,
        notice_given,
    } = r;
    let mut fields = vec![
        text("kontraktnr.", contract_number.as_ref()),
        day("start", Some(*start)),
        day("slut", *end),
        field("kommunens varsel", notice_municipality.map(NoticeRule::words)),
        field("leverandørens varsel", notice_provider.map(NoticeRule::words)),
        day("mindsteperiode til", *minimum_until),
        field("stiltiende forlængelse", renews_by_months.map(|n| NoticeRule::Months(n).words())),
        day("genforhandlingsdato", *renegotiate_on),
        text("forhandler", negotiator.as_ref()),
        word!("betaling", payment),
        word!("regulering", regulation),
        day("aftaledato", *agreed_on),
        field("opfølgningens hyppighed", follow_up_months.map(|n| NoticeRule::Months(n).words())),
        field("underskrevet fil vedhæftet", Some(yes_no(*has_signed_file))),
    ];
    fields.extend(daily_work::content(content));
    fields.extend(daily_work::terms(terms));
    fields.extend(daily_work::notice_given(notice_given.as_ref()));
    fields
}

/// The settings' fields.
fn settings(r: &Settings) -> Vec<Field> {
    let Settings {
        municipality,
        limit,
        vat_percent,
        follow_up_months_107,
        follow_up_months_other,
        day_offer_steps,
        free_choice_percent,
        free_choice_from,
        usual_rate_from,
        usual_rate_to,
        chance,
        tightened_months,
    } = r;
    vec![
        text("kommunens navn", Some(municipality).filter(|name| !name.is_empty())),
        field("grænsen for udgiftstunge sager", dated(limit, |amount| kr(*amount))),
        field("momsandel", dated(vat_percent, |share| percent(*share, share.normalize().scale()))),
        field("opfølgning i § 107", Some(NoticeRule::Months(*follow_up_months_107).words())),
        field("opfølgning ellers", Some(NoticeRule::Months(*follow_up_months_other).words())),
        field("dagtilbuddets trin for 1–5 dage", Some(daily_work::steps(day_offer_steps))),
        field("frit valg, margen", Some(format!("{} %", number(*free_choice_percent)))),
        day("frit valg gælder fra", *free_choice_from),
        field("usædvanlig døgntakst under", Some(kr(*usual_rate_from))),
        field("usædvanlig døgntakst over", Some(kr(*usual_rate_to))),
        field("chance for resultat", Some(format!("{chance} %"))),
        field("skærpet tilsyn højst", Some(NoticeRule::Months(*tightened_months).words())),
    ]
}
