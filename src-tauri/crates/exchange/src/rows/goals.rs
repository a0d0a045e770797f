//! *Mål* and *Opfølgning* (domain §4): a goal is its *Mål-id*, a follow-up its goal, day and source.

use vilkaar_domain::{FollowUp, FollowUpId, Goal, GoalId, GoalType, Level, Undertema};
use vilkaar_wording::import::{Dependence, Trouble};

use super::{Field, shown};
use crate::cells::words::{self, LevelCell};
use crate::plan::{Applied, CaseLink, Outcome, PlanError, Reading, RowReader, Work, name_key, spelled};
use crate::rows::placements::kept;
use crate::sheets::{FollowUpColumn, GoalColumn};

const GOAL_FIELDS: &[Field<Goal>] = &[
    ("Mål-id", |r| r.key.clone()),
    ("Undertema", |r| shown::word(r.undertema, |value| value.word())),
    ("Måltype", |r| r.goal_type.word().to_owned()),
    ("Startniveau", |r| r.start_level.number().to_string()),
    ("Forventet niveau", |r| r.expected_level.number().to_string()),
    ("Fra", |r| shown::date(Some(r.from))),
    ("Frist", |r| shown::date(r.deadline)),
    ("Borgers mål og ønsker", |r| shown::text(&r.wishes)),
];

const FOLLOW_UP_FIELDS: &[Field<FollowUp>] = &[
    ("Dato", |r| shown::date(Some(r.date))),
    ("Kilde", |r| shown::word(r.source, |value| value.word())),
    ("Niveau", |r| r.level.map(|level| level.number().to_string()).unwrap_or_default()),
    ("Resultat", |r| shown::word(r.result, |value| value.word())),
    ("Bemærkning", |r| shown::text(&r.remark)),
];

/// Do the levels fit the type (domain §4)?
const fn fits(goal_type: GoalType, start: Level, expected: Level) -> bool {
    let (start, expected) = (start.number(), expected.number());
    match goal_type {
        GoalType::Develop => expected < start,
        GoalType::Maintain => expected == start,
        GoalType::LimitLoss => expected >= start,
    }
}

impl<'a> Work<'a> {
    pub(crate) fn read_goals(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use GoalColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let case = reader.text(C::Case);
            let case = reader.require(C::Case, case).unwrap_or_default();
            let link =
                if case.is_empty() { CaseLink::Unknown } else { self.case_link(&mut reader, C::Case, &case) };
            let key = reader.text(C::Key);
            let key = reader.require(C::Key, key).unwrap_or_default();
            let undertema: Option<Undertema> = reader.word_or(C::Undertema, || Trouble::UndertemaUnknown);
            let goal_type: Option<GoalType> = reader.word_or(C::GoalType, || Trouble::GoalTypeUnknown);
            let goal_type = reader.require(C::GoalType, goal_type);
            let start = level(&mut reader, C::StartLevel);
            let expected = level(&mut reader, C::ExpectedLevel);
            if let (Some(goal_type), Some(start), Some(expected)) = (goal_type, start, expected)
                && !fits(goal_type, start, expected)
            {
                let (start, expected) = (start.number(), expected.number());
                let trouble =
                    Trouble::GoalLevelContradictsType { goal_type: goal_type.word(), start, expected };
                reader.note(C::ExpectedLevel, trouble);
            }
            let from = reader.date(C::From);
            let from = reader.require(C::From, from);
            let deadline = reader.date(C::Deadline);
            reader.check_order(C::Deadline, from, deadline);
            let lookup = name_key(&key);
            let not_read = match &link {
                CaseLink::NotRead(case) => Some(*case),
                _ => self.not_read(reading, &reader),
            };
            if let Some(mut not_read) = not_read {
                not_read.origin = origin;
                self.goals_not_read.entry(lookup.clone()).or_insert(not_read);
            }
            self.close(reading, reader, case, |work, reader| {
                let (at, goal_type, start_level, expected_level, from) =
                    match (link, goal_type, start, expected, from) {
                        (CaseLink::Found(at), Some(goal_type), Some(start), Some(expected), Some(from)) => {
                            (at, goal_type, start, expected, from)
                        }
                        (CaseLink::NotRead(case), ..) => {
                            let what = Dependence::Case;
                            return Outcome::Consequence {
                                what,
                                origin: case.origin,
                                left_out: case.left_out,
                            };
                        }
                        _ => return Outcome::Refused,
                    };
                let Some(placement) = work.placements.slots.get(at).map(|placement| placement.id) else {
                    return Outcome::Refused;
                };
                let id = GoalId(work.new_id());
                let applied = work.goals.apply(lookup, origin, |known| Goal {
                    id: known.map_or(id, |known| known.id),
                    placement,
                    key: spelled(key, known.map(|known| &known.key), String::as_str),
                    undertema: undertema.or(known.and_then(|known| known.undertema)),
                    goal_type,
                    start_level,
                    expected_level,
                    from,
                    deadline: deadline.or(known.and_then(|known| known.deadline)),
                    wishes: kept(reader.text(C::Wishes), known, |known| &known.wishes),
                    purpose: known.and_then(|known| known.purpose.clone()),
                    wording: known.and_then(|known| known.wording.clone()),
                });
                if let Applied::New(at) = applied {
                    work.goal_at.insert(id, at);
                }
                let changes = work.goals.slots.compared(applied, GOAL_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }

    pub(crate) fn read_follow_ups(&mut self, reading: &Reading<'a>) -> Result<(), PlanError> {
        use FollowUpColumn as C;
        for row in reading.rows() {
            self.tick()?;
            let mut reader = RowReader::new(row, &reading.table, &reading.corrected);
            let origin = reading.origin(reader.row_number());
            let key = reader.text(C::Goal);
            let key = reader.require(C::Goal, key).unwrap_or_default();
            let lookup = name_key(&key);
            let goal = self.goals.find(&lookup).and_then(|at| self.goals.slots.get(at));
            let not_read = self.goals_not_read.get(&lookup).copied();
            if goal.is_none() && not_read.is_none() && !key.is_empty() {
                reader.note(C::Goal, Trouble::GoalUnknown);
            }
            let date = reader.date(C::Date);
            let date = reader.require(C::Date, date);
            let placement = goal
                .and_then(|goal| self.placement_at.get(&goal.placement))
                .and_then(|at| self.placements.slots.get(*at));
            if let (Some(date), Some(end)) = (date, placement.and_then(|placement| placement.ended_on))
                && date > end
            {
                reader.note(C::Date, Trouble::FollowUpAfterEnd { end });
            }
            let level = match reader.cell(C::Level) {
                cell if cell.is_blank() => None,
                cell => match words::level(cell) {
                    LevelCell::Level(level) => Some(level),
                    LevelCell::NotAssessed => None,
                    LevelCell::Unreadable => {
                        reader.note(C::Level, Trouble::LevelOutOfRange);
                        None
                    }
                },
            };
            let source = reader.word(C::Source);
            let result = reader.word(C::Result);
            let case = placement.map_or_else(|| key.clone(), |placement| placement.case.as_str().to_owned());
            let goal = goal.map(|goal| goal.id);
            self.close(reading, reader, case, |work, reader| {
                let (Some(goal), Some(date)) = (goal, date) else {
                    return not_read.map_or(Outcome::Refused, |goal| Outcome::Consequence {
                        what: Dependence::Goal,
                        origin: goal.origin,
                        left_out: goal.left_out,
                    });
                };
                let id = FollowUpId(work.new_id());
                let applied = work.follow_ups.apply((goal, date, source), origin, |known| FollowUp {
                    id: known.map_or(id, |known| known.id),
                    goal,
                    date,
                    level: level.or(known.and_then(|known| known.level)),
                    source,
                    result: result.or(known.and_then(|known| known.result)),
                    remark: kept(reader.text(C::Remark), known, |known| &known.remark),
                });
                let changes = work.follow_ups.slots.compared(applied, FOLLOW_UP_FIELDS);
                Outcome::Applied(applied, changes)
            });
        }
        Ok(())
    }
}

/// A required level; a goal has no *Ikke vurderet*.
fn level(reader: &mut RowReader<'_>, column: GoalColumn) -> Option<Level> {
    let cell = reader.cell(column);
    if cell.is_blank() {
        reader.note(column, Trouble::RequiredMissing);
        return None;
    }
    match words::level(cell) {
        LevelCell::Level(level) => Some(level),
        LevelCell::NotAssessed | LevelCell::Unreadable => {
            reader.note(column, Trouble::LevelOutOfRange);
            None
        }
    }
}
