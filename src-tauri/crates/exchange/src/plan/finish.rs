//! The plan put together from the work: rows and problems in the order of the file, changes in the order of what
//! refers to what.

use std::collections::HashMap;
use std::sync::Arc;

use vilkaar_application::ports::EntityChange;
use vilkaar_domain::{CitizenId, Entity, GoalId, PlacementId};
use vilkaar_wording::import::Severity;

use super::{ImportPlan, LeftOutRow, Origin, Recorded, RowStatus, Slots, Work};

impl Work<'_> {
    /// Puts the plan together, in the order of the file.
    pub(crate) fn finish(mut self) -> ImportPlan {
        self.problems.sort_by_key(|(sheet, problem, order)| (*sheet, problem.row, *order));
        self.rows.sort_by_key(|(sheet, row)| (*sheet, row.row));
        let mut plan = ImportPlan { asks_for_day: self.asks_for_day, ..ImportPlan::default() };
        let skip = self.options.skip_refused;
        let touched = self.touched();
        let mut problem_reasons: HashMap<Origin, Vec<String>> = HashMap::new();
        if skip {
            for (sheet, problem, _) in &self.problems {
                if problem.severity() == Severity::Error {
                    let origin = Origin { sheet: *sheet, row: problem.row };
                    problem_reasons.entry(origin).or_default().push(problem.message());
                }
            }
        }
        for (sheet, row) in &self.rows {
            let count = match row.status {
                RowStatus::New => &mut plan.created,
                RowStatus::Changed => &mut plan.changed,
                RowStatus::Unchanged => &mut plan.unchanged,
                RowStatus::Refused => &mut plan.refused,
                RowStatus::LeftOut => &mut plan.left_out,
            };
            *count += 1;
            let skipped = row.status == RowStatus::Refused && skip;
            plan.skipped += u32::from(skipped);
            if skipped || row.status == RowStatus::LeftOut {
                let origin = Origin { sheet: *sheet, row: row.row };
                let mut reasons = self.reasons.remove(&origin).unwrap_or_default();
                reasons.extend(problem_reasons.remove(&origin).unwrap_or_default());
                reasons.extend(row.because.clone());
                plan.left_out_rows.push(LeftOutRow { sheet: Arc::clone(&row.sheet), row: row.row, reasons });
            }
        }
        plan.problems = self.problems.into_iter().map(|(_, problem, _)| problem).collect();
        plan.rows = self.rows.into_iter().map(|(_, row)| row).collect();
        plan.sheets = self.sheets;
        if plan.can_commit() {
            let citizen_of: HashMap<PlacementId, CitizenId> = (0..self.placements.slots.len())
                .filter_map(|at| self.placements.slots.get(at))
                .map(|placement| (placement.id, placement.citizen))
                .collect();
            let placement_of: HashMap<GoalId, PlacementId> = (0..self.goals.slots.len())
                .filter_map(|at| self.goals.slots.get(at))
                .map(|goal| (goal.id, goal.placement))
                .collect();
            let of_case = |placement: PlacementId| citizen_of.get(&placement).copied();
            plan.changes.reserve(touched);
            let changes = &mut plan.changes;
            flush(changes, self.providers.slots, Entity::Provider, |_| None);
            flush(changes, self.offers.slots, Entity::Offer, |_| None);
            flush(changes, self.citizens.slots, Entity::Citizen, |record| Some(record.id));
            flush(changes, self.placements.slots, Entity::Placement, |record| Some(record.citizen));
            flush(changes, self.lines, Entity::RateLine, |record| of_case(record.placement));
            flush(changes, self.contracts.slots, Entity::Contract, |record| of_case(record.placement));
            flush(changes, self.goals.slots, Entity::Goal, |record| of_case(record.placement));
            flush(changes, self.follow_ups.slots, Entity::FollowUp, |record| {
                placement_of.get(&record.goal).copied().and_then(of_case)
            });
            flush(changes, self.hours.slots, Entity::DeliveredHours, |record| of_case(record.placement));
            flush(changes, self.steps.slots, Entity::StepRate, |record| of_case(record.placement));
            flush(changes, self.searched.slots, Entity::SearchedOffer, |record| of_case(record.placement));
            flush(changes, self.own_offers.slots, Entity::OwnOffer, |_| None);
            flush(changes, self.youths.slots, Entity::ExpectedYouth, |_| None);
            flush(changes, self.budgets.slots, Entity::BudgetLine, |_| None);
            flush(changes, self.price_indexes.slots, Entity::PriceIndex, |_| None);
            flush(changes, self.refund_limits.slots, Entity::RefundLimits, |_| None);
        }
        plan
    }
}

impl Work<'_> {
    /// How many records were touched, over all kinds: room for that many changes.
    fn touched(&self) -> usize {
        self.providers.slots.touched()
            + self.offers.slots.touched()
            + self.citizens.slots.touched()
            + self.placements.slots.touched()
            + self.lines.touched()
            + self.contracts.slots.touched()
            + self.goals.slots.touched()
            + self.follow_ups.slots.touched()
            + self.hours.slots.touched()
            + self.steps.slots.touched()
            + self.searched.slots.touched()
            + self.own_offers.slots.touched()
            + self.youths.slots.touched()
            + self.budgets.slots.touched()
            + self.price_indexes.slots.touched()
            + self.refund_limits.slots.touched()
    }
}

/// Appends the changes of a kind.
fn flush<T: Recorded>(
    changes: &mut Vec<EntityChange>,
    slots: Slots<'_, T>,
    entity: impl Fn(T) -> Entity,
    citizen: impl Fn(&T) -> Option<CitizenId>,
) {
    for (before, after, reason) in slots.into_changes() {
        let citizen = citizen(&after);
        changes.push(EntityChange {
            before: before.cloned().map(&entity),
            after: Some(entity(after)),
            citizen,
            reason: reason.map(str::to_owned),
        });
    }
}
