//! A made-up municipality of any size, as records. For 3,000 placements it has about 19,000 rate lines, 6,000
//! goals and 21,000 follow-ups, which is what the largest Danish municipalities keep.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use uuid::Uuid;
use vilkaar_domain::calendar::{add_days, add_months};
use vilkaar_domain::{
    BudgetLine, CaseNumber, Cause, Citizen, CitizenId, Contract, ContractId, Cpr, FollowUp, FollowUpId,
    FollowUpResult, Goal, GoalId, GoalType, LegalBasis, Level, Money, NoticeRule, Offer, OfferId, Ownership,
    Payment, Placement, PlacementId, PriceIndex, Provider, ProviderId, Rate, RateLine, RateLineId, RecordId,
    RefundCover, RefundLimits, Register, Regulation, Sensitive, Service, Source, SupervisionStatus,
    SupportNeed, Undertema, Unit,
};

use crate::chance::Chance;

const FIRST_NAMES: &[&str] =
    &["Ida", "Mads", "Rikke", "Ole", "Birthe", "Esben", "Julie", "Oliver", "Tine", "Lars"];
const LAST_NAMES: &[&str] = &[
    "Prøve",
    "Eksempel",
    "Opdigt",
    "Mønster",
    "Forbillede",
    "Udkast",
    "Skitse",
    "Model",
    "Påfund",
    "Tankespind",
];
const TARGET_GROUPS: &[&str] =
    &["Autismespektrum", "Udviklingshæmning", "Erhvervet hjerneskade", "Forandret virkelighedsopfattelse"];
const CASE_WORKERS: &[&str] =
    &["Karina Holst", "Torben Juhl", "Ahmad Darwish", "Sanne Riis", "Lise Møgelvang"];
const NEGOTIATORS: &[&str] = &["Pia Lindskov", "Jesper Aagaard"];

/// The municipality with this many placements. The same number gives the same records.
#[must_use]
pub fn of(placements: usize) -> Register {
    let mut making = Making { register: Register::default(), chance: Chance::from(107_108), next_id: 0 };
    making.register.settings.municipality = "Stor Kommune".to_owned();
    making.premises();
    making.offers(1 + placements / 50);
    for index in 0..placements {
        making.case(index);
    }
    making.register
}

struct Making {
    register: Register,
    chance: Chance,
    next_id: u128,
}

/// A day that exists; the generator makes no others.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// A level of the scale; the generator makes no others.
fn level(number: i64) -> Level {
    u8::try_from(number).ok().and_then(Level::new).unwrap_or_else(|| unreachable!("a level is 0 to 4"))
}

/// A number between two bounds that fit in 32 bits.
fn small(chance: &mut Chance, least: i64, most: i64) -> u32 {
    u32::try_from(chance.between(least, most)).unwrap_or(1)
}

impl Making {
    fn id(&mut self) -> Uuid {
        self.next_id += 1;
        Uuid::from_u128(self.next_id)
    }

    fn premises(&mut self) {
        for year in 2014..=2027 {
            let id = RecordId(self.id());
            let percent = Decimal::new(self.chance.between(120, 390), 2);
            self.register.price_indexes.push(PriceIndex { id, year, percent, status: None, source: None });
        }
        for (year, kroner) in [(2025, 950_000), (2026, 980_000)] {
            let id = RecordId(self.id());
            self.register.refund_limits.push(RefundLimits {
                id,
                year,
                limit_1: Money::from_kroner(kroner),
                limit_2: Money::from_kroner(kroner * 2),
                limit_3: Money::from_kroner(kroner * 5 / 2),
                status: None,
            });
        }
        for paragraph in ["§ 107", "§ 108"] {
            let id = RecordId(self.id());
            let amount = Money::from_kroner(1_000_000_000);
            self.register.budgets.push(BudgetLine {
                id,
                year: 2026,
                paragraph: paragraph.to_owned(),
                amount,
            });
        }
    }

    fn offers(&mut self, count: usize) {
        for index in 0..count {
            let provider = ProviderId(self.id());
            self.register.providers.push(Provider {
                id: provider,
                name: format!("Leverandør {index}"),
                ownership: Some(*self.chance.one(Ownership::ALL)),
                operating_agreement: Some(false),
                cvr: None,
                contact_person: None,
                phone: None,
                email: None,
                further_contacts: Vec::new(),
            });
            let id = OfferId(self.id());
            self.register.offers.push(Offer {
                id,
                name: format!("Botilbud {index}"),
                provider: Some(provider),
                p_number: None,
                approved_for: vec!["§ 107".to_owned(), "§ 108".to_owned()],
                supervision: Some(SupervisionStatus::Approved),
                supervision_from: None,
                supervision_to: None,
                checked_on: None,
                checked_by: None,
                day_offer_steps: None,
            });
        }
    }

    fn case(&mut self, index: usize) {
        let citizen = self.citizen(index);
        let moved_in = day(
            2015 + i32::try_from(self.chance.between(0, 6)).unwrap_or(0),
            1 + small(&mut self.chance, 0, 11),
            1,
        );
        let ended_on = (index % 40 == 39).then(|| day(2026, 6, 30));
        let offers: Vec<OfferId> = self.register.offers.iter().map(|offer| offer.id).collect();
        let offer = *self.chance.one(&offers);
        let placement = Placement {
            id: PlacementId(self.id()),
            case: CaseNumber::new(&format!("S{}-{index:05}", moved_in.year()))
                .unwrap_or_else(|| unreachable!("the number is not empty")),
            citizen,
            offer,
            legal_basis: if index.is_multiple_of(2) {
                LegalBasis::Section107
            } else {
                LegalBasis::Section108
            },
            target_group: Some((*self.chance.one(TARGET_GROUPS)).to_owned()),
            secondary_target_group: None,
            support_need: Some(*self.chance.one(SupportNeed::ALL)),
            moved_in,
            expected_end: None,
            ended_on,
            support_hours: Some(Decimal::from(self.chance.between(8, 40))),
            case_worker: Some((*self.chance.one(CASE_WORKERS)).to_owned()),
            second_case_worker: None,
            acting_municipality: Some("Stor".to_owned()),
            paying_municipality: None,
            base_rate: None,
            content: vilkaar_domain::AgreedContent::default(),
            end_reason: None,
            moved_from: None,
            chance: None,
        };
        self.rates(&placement, index);
        self.contract(&placement, index);
        self.goals(&placement);
        self.register.placements.push(placement);
    }

    /// A replacement number: its day is raised by sixty, so it belongs to nobody.
    fn citizen(&mut self, index: usize) -> CitizenId {
        let id = CitizenId(self.id());
        let number = format!(
            "{:02}{:02}{:02}-{:04}",
            61 + index % 28,
            1 + index / 28 % 12,
            50 + index / 336 % 50,
            1000 + index / 16_800
        );
        let name = format!("{} {}", self.chance.one(FIRST_NAMES), self.chance.one(LAST_NAMES));
        self.register.citizens.push(Citizen {
            id,
            cpr: Cpr::parse(&number),
            name: Some(Sensitive::new(name)),
            refund_cover: RefundCover::ByAge,
        });
        id
    }

    /// Five years of Grundtakst, one further line, and for every third case one more.
    fn rates(&mut self, placement: &Placement, index: usize) {
        let mut amount = self.chance.between(170_000, 370_000);
        for year in 2022..=2026 {
            let from = if year == 2022 { placement.moved_in } else { day(year, 1, 1) };
            let to = (year < 2026).then(|| day(year, 12, 31));
            self.rate(placement, Service::BaseRate, amount, Unit::Day, None, from, to);
            amount = amount * self.chance.between(1_015, 1_060) / 1_000;
        }
        let from = day(2026, small(&mut self.chance, 1, 9), 1);
        match index % 3 {
            0 => {
                let (price, hours) = (self.chance.between(35_000, 56_000), self.chance.between(3, 20));
                self.rate(placement, Service::ExtraHours, price, Unit::Hour, Some(hours), from, None);
                let trips = self.chance.between(18_000, 420_000);
                self.rate(placement, Service::Transport, trips, Unit::Month, None, from, None);
            }
            1 => {
                let (price, days) = (self.chance.between(30_000, 56_000), self.chance.between(1, 5));
                self.rate(placement, Service::DayOffer, price, Unit::DayOfferPlace, Some(days), from, None);
            }
            _ => {
                let price = self.chance.between(20_000, 90_000);
                self.rate(placement, Service::NightWatch, price, Unit::Day, None, from, None);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the columns of the sheet, each once")]
    fn rate(
        &mut self,
        placement: &Placement,
        service: Service,
        oere: i64,
        unit: Unit,
        quantity: Option<i64>,
        from: NaiveDate,
        to: Option<NaiveDate>,
    ) {
        let paragraph = match service {
            Service::DayOffer => "§ 104",
            Service::Transport => "§ 105",
            _ => placement.legal_basis.word(),
        };
        let line = RateLine {
            id: RateLineId(self.id()),
            placement: placement.id,
            service,
            paragraph: paragraph.to_owned(),
            amount: Rate::from_scaled(oere * 100),
            unit,
            quantity: quantity.map(Decimal::from),
            from,
            to,
            cause: Cause::new("P/L"),
            settlement_days: None,
            open_weeks: None,
            review_on: None,
            collected_by: None,
            annulled: false,
            corrects: None,
            package_code: None,
            source: None,
        };
        self.register.rate_lines.push(line);
    }

    fn contract(&mut self, placement: &Placement, index: usize) {
        let rules = [
            NoticeRule::Days(90),
            NoticeRule::Months(3),
            NoticeRule::RunningMonthPlusMonths(1),
            NoticeRule::RunningMonthPlusDays(30),
        ];
        let renegotiated = add_days(day(2026, 9, 1), self.chance.between(0, 500));
        let contract = Contract {
            id: ContractId(self.id()),
            placement: placement.id,
            number: Some(format!("K-{index}")),
            start: placement.moved_in,
            end: None,
            notice_municipality: Some(*self.chance.one(&rules)),
            notice_provider: Some(NoticeRule::RunningMonthPlusMonths(3)),
            minimum_until: None,
            renews_by_months: None,
            renegotiate_on: Some(renegotiated),
            negotiator: Some((*self.chance.one(NEGOTIATORS)).to_owned()),
            payment: Some(Payment::Ahead),
            regulation: Some(Regulation::PriceAndWage),
            agreed_on: Some(placement.moved_in),
            follow_up_months: None,
            has_signed_file: false,
            amends: None,
            content: vilkaar_domain::AgreedContent::default(),
            terms: vilkaar_domain::FurtherTerms::default(),
            notice_given: None,
        };
        self.register.contracts.push(contract);
    }

    /// Two goals; four follow-ups for the first, three for the second.
    fn goals(&mut self, placement: &Placement) {
        for number in 1..=2 {
            let start = self.chance.between(2, 4);
            let goal = Goal {
                id: GoalId(self.id()),
                placement: placement.id,
                key: format!("{}-M{number}", placement.case),
                undertema: Some(*self.chance.one(Undertema::ALL)),
                goal_type: GoalType::Develop,
                start_level: level(start),
                expected_level: level(start - 1),
                from: day(2025, 1, 1),
                deadline: Some(day(2027, 6, 30)),
                wishes: Some("Jeg vil selv kunne lave aftensmad".to_owned()),
                purpose: None,
                wording: None,
            };
            for count in 0..5 - number {
                let follow_up = FollowUp {
                    id: FollowUpId(self.id()),
                    goal: goal.id,
                    date: add_months(day(2025, 3, 15), 5 * count),
                    level: Some(level(self.chance.between(0, 4))),
                    source: Some(*self.chance.one(Source::ALL)),
                    result: Some(FollowUpResult::Continue),
                    remark: Some("Har øget timer i dagtilbud".to_owned()),
                };
                self.register.follow_ups.push(follow_up);
            }
            self.register.goals.push(goal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn three_thousand_placements_have_the_rows_of_a_large_municipality() {
        let register = of(3_000);
        assert_eq!(register.placements.len(), 3_000);
        assert_eq!(register.rate_lines.len(), 19_000);
        assert_eq!(register.follow_ups.len(), 21_000);
    }

    #[test]
    fn the_same_size_gives_the_same_municipality_and_everyone_has_a_number_of_nobody() {
        assert_eq!(of(100), of(100));
        let register = of(100);
        assert!(
            register
                .citizens
                .iter()
                .all(|citizen| citizen.cpr.as_ref().is_some_and(|cpr| cpr.is_replacement()))
        );
    }
}
