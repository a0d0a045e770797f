//! Tables of what figures rest on: searched and own offers, young people expected, budgets, P/L, refund
//! limits and the settings.
//!
//! Invariant: as in [`super`], each field of the domain has exactly one column. The settings are one row
//! with the nil id; they are written by hand here because the domain gives them no id.

use std::sync::OnceLock;

use uuid::Uuid;
use vilkaar_domain::{
    BudgetLine, Entity, ExpectedYouth, OwnOffer, PriceIndex, RecordId, RefundLimits, SearchedOffer, Settings,
};

use super::{Field, Record, Statements, record};
use crate::engine::{Cell, EngineError, Row};

record! {
    SearchedOffer in "searched_offers" {
        id: "id",
        placement: "placement_id",
        date: "searched_on",
        provider: "provider",
        offer: "offer",
        paragraph: "paragraph",
        daily_rate: "daily_rate",
        suitability: "suitability",
        reason: "reason",
        source: "source",
    }

    OwnOffer in "own_offers" {
        id: "id",
        name: "name",
        paragraph: "paragraph",
        places: "places",
        vacant: "vacant",
        daily_rate: "daily_rate",
    }

    ExpectedYouth in "expected_youths" {
        id: "id",
        key: "youth_key",
        target_group: "target_group",
        born_on: "born_on",
        expected_start: "expected_start",
        paragraph: "paragraph",
        probability: "probability",
        yearly_price: "yearly_price",
    }

    BudgetLine in "budget_lines" { id: "id", year: "year", paragraph: "paragraph", amount: "amount" }

    PriceIndex in "price_indexes" { id: "id", year: "year", percent: "percent", status: "status", source: "source" }

    RefundLimits in "refund_limits" {
        id: "id",
        year: "year",
        limit_1: "limit_1",
        limit_2: "limit_2",
        limit_3: "limit_3",
        status: "status",
    }
}

impl Record for Settings {
    const TABLE: &'static str = "settings";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "municipality",
        "limits",
        "vat_percents",
        "follow_up_months_107",
        "follow_up_months_other",
        "day_offer_steps",
        "free_choice_percent",
        "free_choice_from",
        "usual_rate_from",
        "usual_rate_to",
        "chance",
        "tightened_months",
    ];

    fn statements() -> &'static Statements {
        static STATEMENTS: OnceLock<Statements> = OnceLock::new();
        STATEMENTS.get_or_init(|| Statements::new(Self::TABLE, Self::COLUMNS))
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        // Taken apart without `..`, so that a new setting fails the build until it has a column.
        let Self {
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
        } = self;
        vec![
            Cell::Id(Uuid::nil()),
            municipality.write(),
            limit.write(),
            vat_percent.write(),
            follow_up_months_107.write(),
            follow_up_months_other.write(),
            day_offer_steps.write(),
            free_choice_percent.write(),
            free_choice_from.write(),
            usual_rate_from.write(),
            usual_rate_to.write(),
            chance.write(),
            tightened_months.write(),
        ]
    }

    fn read(row: &dyn Row) -> Result<Self, EngineError> {
        /// The value of a column, or the column's name as damaged.
        fn column<T: Field>(row: &dyn Row, index: usize) -> Result<T, EngineError> {
            T::read(row.cell(index)?).ok_or_else(|| {
                let name = Settings::COLUMNS.get(index).copied().unwrap_or_default();
                EngineError::Damaged(format!("settings.{name}"))
            })
        }
        let RecordId(_) = column(row, 0)?;
        Ok(Self {
            municipality: column(row, 1)?,
            limit: column(row, 2)?,
            vat_percent: column(row, 3)?,
            follow_up_months_107: column(row, 4)?,
            follow_up_months_other: column(row, 5)?,
            day_offer_steps: column(row, 6)?,
            free_choice_percent: column(row, 7)?,
            free_choice_from: column(row, 8)?,
            usual_rate_from: column(row, 9)?,
            usual_rate_to: column(row, 10)?,
            chance: column(row, 11)?,
            tightened_months: column(row, 12)?,
        })
    }

    fn into_entity(self) -> Entity {
        Entity::Settings(self)
    }

    fn of(entity: &Entity) -> Option<&Self> {
        match entity {
            Entity::Settings(settings) => Some(settings),
            _ => None,
        }
    }
}
