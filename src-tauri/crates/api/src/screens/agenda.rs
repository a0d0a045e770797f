//! *Dagens arbejde*: what must be done now, most valuable first.
//!
//! Invariant: the rows are the portfolio's own, as the command line's and the placement's are; here is only decided
//! whose they are and in which order they stand.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use vilkaar_application::portfolio::{CaseFacts, Portfolio, collation};
use vilkaar_domain::agenda::{AgendaItem, AgendaKind, DueState, Owner};
use vilkaar_domain::{Money, PlacementId, Role, Roles, UserId};
use vilkaar_wording::{agenda as words, format};

use super::placement::side::{tone_of, upper_first};
use super::targets;
use crate::program::count;
use crate::types::{Agenda, AgendaKindCount, AgendaQuery, AgendaRow, AgendaScope, Figure, Status, Tone};

/// An item with its case.
pub(crate) type Found<'p> = (&'p CaseFacts, &'p AgendaItem);

/// Who looks.
pub(crate) struct Viewer {
    /// The name by which sheets call the person.
    employee: Option<String>,
    is_chief: bool,
}

impl Viewer {
    /// Who somebody is, by the register.
    pub(crate) fn of(portfolio: &Portfolio, person: uuid::Uuid, roles: &Roles) -> Self {
        let user = portfolio.register().users.iter().find(|user| user.id == UserId(person));
        let employee = user.and_then(|user| user.employee.clone()).filter(|name| !name.trim().is_empty());
        Self { employee, is_chief: roles.has(Role::Chief) }
    }

    /// Is it the viewer's? What nobody else owns is the centerchef's.
    pub(crate) fn owns(&self, owner: &Owner) -> bool {
        match owner {
            Owner::CenterChief => self.is_chief,
            Owner::Negotiator(_) | Owner::CaseWorker(_) | Owner::HandedTo(_) => {
                self.employee.as_deref().is_some_and(|employee| owner.is(employee))
            }
        }
    }

    fn remark(&self) -> Option<String> {
        match (&self.employee, self.is_chief) {
            (Some(_), _) => None,
            (None, true) => Some(
                "Her står det, som ingen anden har. Er du også sagsbehandler eller forhandler på sager, kan en administrator knytte dig til dit navn i arket under Indstillinger."
                    .to_owned(),
            ),
            (None, false) => Some(
                "Du er ikke knyttet til et navn i arket, så ingen opgaver er dine endnu. En administrator knytter jer sammen under Indstillinger; indtil da står alt under Alle."
                    .to_owned(),
            ),
        }
    }
}

/// What is asked for, by day, case and kind.
pub(crate) fn asked<'p>(portfolio: &'p Portfolio, viewer: &Viewer, query: &AgendaQuery) -> Vec<Found<'p>> {
    let mut found = portfolio.agenda();
    found.retain(|(_, item)| is_in_scope(viewer, query, item) && is_of_kind(query, item));
    if query.within_days > 0 {
        found.retain(|(_, item)| item.days <= i64::from(query.within_days));
    }
    found
}

fn is_in_scope(viewer: &Viewer, query: &AgendaQuery, item: &AgendaItem) -> bool {
    query.scope == AgendaScope::All || viewer.owns(&item.owner)
}

fn is_of_kind(query: &AgendaQuery, item: &AgendaItem) -> bool {
    query.kinds.is_empty() || query.kinds.iter().any(|kind| kind == item.kind().code())
}

/// Most valuable first within each state; what isn't known after what is.
pub(crate) fn most_valuable_first(found: &mut [Found<'_>]) {
    found.sort_by(|(a_facts, a), (b_facts, b)| {
        (a.state, Reverse(a_facts.at_stake()))
            .cmp(&(b.state, Reverse(b_facts.at_stake())))
            .then_with(|| vilkaar_domain::agenda::order(a, b))
    });
}

/// How many of the viewer's own are overdue, and due within 30 days. Of somebody whom no sheet names and to whom
/// nothing belongs: everybody's, as the screen shows them then.
pub(crate) fn near(portfolio: &Portfolio, viewer: &Viewer) -> (usize, usize) {
    let items = || portfolio.cases().iter().flat_map(|facts| &facts.agenda);
    let is_everybodys = viewer.employee.is_none() && !items().any(|item| viewer.owns(&item.owner));
    let of = |state| {
        items().filter(|item| item.state == state && (is_everybodys || viewer.owns(&item.owner))).count()
    };
    (of(DueState::Overdue), of(DueState::Due30))
}

/// The whole screen.
pub(crate) fn agenda(portfolio: &Portfolio, viewer: &Viewer, query: &AgendaQuery) -> Agenda {
    let mut found = asked(portfolio, viewer, query);
    most_valuable_first(&mut found);
    let mut handled: Vec<Found<'_>> = Vec::new();
    if query.shows_handled {
        handled = portfolio.handled();
        handled.retain(|(_, item)| is_in_scope(viewer, query, item) && is_of_kind(query, item));
        handled.sort_by_key(|(_, item)| Reverse(item.marked.handled.as_ref().map(|done| done.on)));
    }
    let by_state = |state| found.iter().filter(|(_, item)| item.state == state).count();
    Agenda {
        context: context(DueState::ALL.map(by_state)),
        figures: figures(portfolio, viewer, query, &found),
        kinds: kinds(portfolio, viewer, query),
        rows: found.iter().map(|found| row(portfolio, *found)).collect(),
        handled: handled.into_iter().map(|found| row(portfolio, found)).collect(),
        owners: owners(portfolio),
        scope: query.scope,
        remark: viewer.remark().filter(|_| query.scope == AgendaScope::Mine),
    }
}

/// `3 overskredne, 5 inden 30 dage, 12 inden 90 dage`.
pub(crate) fn context([overdue, due30, due90, later]: [usize; 4]) -> String {
    let mut parts: Vec<String> = words::near(overdue, due30).into_iter().collect();
    if due90 > 0 {
        parts.push(format!("{due90} inden 90 dage"));
    }
    match (parts.is_empty(), later) {
        (true, 0) => "Intet at gøre".to_owned(),
        (true, later) => format!("Intet de næste 90 dage, {later} senere"),
        (false, _) => parts.join(", "),
    }
}

/// Overdue, within 30 and 90 days, and what is at stake in those that are shown. The days' own filter leaves the
/// counts as they are, so that they lead to what it hides.
fn figures(portfolio: &Portfolio, viewer: &Viewer, query: &AgendaQuery, shown: &[Found<'_>]) -> Vec<Figure> {
    let all = AgendaQuery { within_days: 0, ..query.clone() };
    let all = asked(portfolio, viewer, &all);
    let number = |state, label: &str, tone| {
        let of: Vec<Found<'_>> = all.iter().filter(|(_, item)| item.state == state).copied().collect();
        let text = match Stakes::of(&of) {
            Stakes { known: 0, .. } => "på spil: ukendt".to_owned(),
            Stakes { sum, .. } => format!("{} på spil", format::kr_whole(sum)),
        };
        Figure {
            label: label.to_owned(),
            value: of.len().to_string(),
            unit: None,
            remark: None,
            status: (!of.is_empty()).then_some(Status { tone, text }),
            explain: None,
        }
    };
    vec![
        number(DueState::Overdue, "Overskredet", Tone::Bad),
        number(DueState::Due30, "Inden 30 dage", Tone::Warn),
        number(DueState::Due90, "31 til 90 dage", Tone::Info),
        at_stake(shown),
    ]
}

/// What is at stake over cases, each once.
struct Stakes {
    sum: Money,
    /// Cases of which it is known.
    known: usize,
    unknown: usize,
}

impl Stakes {
    fn of(shown: &[Found<'_>]) -> Self {
        let cases: BTreeMap<PlacementId, Option<Money>> =
            shown.iter().map(|(facts, item)| (item.placement, facts.at_stake())).collect();
        let unknown = cases.values().filter(|value| value.is_none()).count();
        Self { sum: cases.values().flatten().sum(), known: cases.len() - unknown, unknown }
    }
}

/// The sum over the cases shown.
fn at_stake(shown: &[Found<'_>]) -> Figure {
    let Stakes { sum, known, unknown } = Stakes::of(shown);
    let mut remark = format!("i {}", format::counted(known, "sag", "sager"));
    if unknown > 0 {
        remark = format!("{remark}; ukendt i {}", format::counted(unknown, "sag", "sager"));
    }
    Figure {
        label: "På spil om året".to_owned(),
        value: if known == 0 { "ukendt".to_owned() } else { format::kr_whole_bare(sum) },
        unit: (known > 0).then(|| "kr.".to_owned()),
        remark: (known + unknown > 0).then_some(remark),
        status: None,
        explain: None,
    }
}

/// Kinds with what there is of each in the scope and within the days, whichever kinds are chosen.
fn kinds(portfolio: &Portfolio, viewer: &Viewer, query: &AgendaQuery) -> Vec<AgendaKindCount> {
    let found = asked(portfolio, viewer, &AgendaQuery { kinds: Vec::new(), ..query.clone() });
    AgendaKind::ALL
        .into_iter()
        .map(|kind| (kind, found.iter().filter(|(_, item)| item.kind() == kind).count()))
        .filter(|(kind, number)| *number > 0 || query.kinds.iter().any(|asked| asked == kind.code()))
        .map(|(kind, number)| AgendaKindCount {
            kind: kind.code().to_owned(),
            label: words::kind(kind).to_owned(),
            count: count(number),
        })
        .collect()
}

/// One row.
fn row(portfolio: &Portfolio, (facts, item): Found<'_>) -> AgendaRow {
    let marked = &item.marked;
    let (state, status) = if item.is_handled() {
        ("handled", Status { tone: Tone::Good, text: "Håndteret".to_owned() })
    } else {
        let text = upper_first(&words::days(item.days));
        (item.state.code(), Status { tone: tone_of(item.state), text })
    };
    AgendaRow {
        item: item.key.to_string(),
        kind: item.kind().code().to_owned(),
        title: words::to_do(&item.subject).to_owned(),
        detail: words::detail(item),
        case: item.case.to_string(),
        citizen: portfolio.citizen_name(facts).unwrap_or_default().to_owned(),
        offer: portfolio.offer_name(facts).unwrap_or_default().to_owned(),
        due: format::date(item.due),
        status,
        state: state.to_owned(),
        owner: item.owner.name().to_owned(),
        at_stake: facts.at_stake().map(format::kr_whole_bare),
        explain: facts.stake.is_some().then(|| format!("case-stake:{}", item.case)),
        postponed: marked.postponed.as_ref().map(|postponed| words::postponed(item, postponed)),
        handled: marked.handled.as_ref().map(words::handled),
        handed_over: marked.handed_over_from.as_ref().map(words::handed_over),
        target: targets::of_item(item),
    }
}

/// Everybody that an item can be handed to: those named on cases, those who sign in, and the centerchef.
pub(crate) fn owners(portfolio: &Portfolio) -> Vec<String> {
    let register = portfolio.register();
    let on_cases = register
        .placements
        .iter()
        .flat_map(|placement| [placement.case_worker.as_deref(), placement.second_case_worker.as_deref()]);
    let negotiators = register.contracts.iter().map(|contract| contract.negotiator.as_deref());
    let users =
        register.users.iter().filter(|user| user.removed_on.is_none()).map(|user| user.employee.as_deref());
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for name in on_cases.chain(negotiators).chain(users).flatten() {
        let name = name.trim();
        if !name.is_empty() {
            names.entry(name.to_lowercase()).or_insert_with(|| name.to_owned());
        }
    }
    let mut names: Vec<String> = names.into_values().collect();
    names.sort_by_cached_key(|name| collation::sort_key(name));
    names.push(Owner::CENTER_CHIEF.to_owned());
    names
}
