//! Lists as workbooks: what stands on a screen, with the formulas that its figures come from.
//!
//! Invariant: a figure is the portfolio's own, and the formula beside it gives the same to the øre. What isn't known is
//! said in words and never 0. No CPR number leaves the program in a list.

mod lines;
pub(crate) mod prices;

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::Provider;
use vilkaar_domain::agenda::AgendaItem;
use vilkaar_exchange::list::{Book, Cell, Column, FIRST, Sheet, Shown};
use vilkaar_wording::{agenda as agenda_words, format};

use super::agenda::{Viewer, asked, most_valuable_first};
use super::placements::found;
use super::{in_file_name, name_or_unknown};
use crate::types::*;
use lines::{KEY, Lines, kroner, number};

/// What stands where a case's rate is missing.
pub(crate) const RATE_MISSING: &str = "takst mangler";
/// The sheet of placements.
const PLACEMENTS: &str = "Placeringer";

/// A list on its way out: the workbook, the name of its file, and whose files are in it.
pub(crate) struct Export<'p> {
    /// The workbook.
    pub(crate) book: Book,
    /// The file's name, without personal data.
    pub(crate) file_name: String,
    /// The cases in it, each a look into a citizen's file.
    pub(crate) cases: Vec<&'p CaseFacts>,
}

/// What the figures of every list are.
fn explanation(portfolio: &Portfolio) -> Vec<String> {
    let year = portfolio.year();
    vec![
        format!("Tallene er programmets egne pr. {}. Ændres et tal i arket, regnes formlerne om; det ændrer intet i Vilkår.", format::date(portfolio.today())),
        "Kr. om året (helårsvirkning) er summen af de takstlinjer, der er i kraft, og som kommunen betaler, hver afrundet til øre: døgntakst × 365 (eller × afregningsdage), månedstakst × 12, timetakst × timer pr. uge × 365 / 7, fremmøde og ture × antal pr. uge × åbne uger, dagtilbud × trin × 365. Engangsbeløb og egenbetaling er ikke med.".to_owned(),
        format!("Udgift {year} er takst for de dage af {year}, linjen gælder og borgeren bor der; en måneds takst deles efter månedens dage. Dage uden takst er ikke med, og rækken siger det."),
        "Står der \"takst mangler\", er udgiften ukendt. Den er ikke 0 og er ikke med i summen.".to_owned(),
        "Kr. pr. støttetime er støttens kr. om året, mindre en oplyst basistakst, delt med støttetimer pr. uge × 365 / 7.".to_owned(),
        "Summen nederst følger filteret i arket (SUBTOTAL). CPR-numre er udeladt.".to_owned(),
    ]
}

/// What a list is, as of which day.
fn about(portfolio: &Portfolio, what: &str, filter: &str) -> String {
    let municipality = &portfolio.register().settings.municipality;
    let of = if municipality.is_empty() { String::new() } else { format!("{municipality}: ") };
    let filter = if filter.is_empty() { String::new() } else { format!(", {filter}") };
    format!("{of}{what} pr. {}{filter}", format::date(portfolio.today()))
}

fn book(portfolio: &Portfolio, title: &str, sheets: Vec<Sheet>) -> Book {
    Book {
        title: format!("{title} pr. {}", format::date(portfolio.today())),
        municipality: portfolio.register().settings.municipality.clone(),
        sheets,
        explanation: explanation(portfolio),
    }
}

fn file_name(portfolio: &Portfolio, list: &str) -> String {
    format!("{list}-{}.xlsx", portfolio.today())
}

/// The sheet of placements, its figures made of the sheet of their lines.
fn placements_sheet(portfolio: &Portfolio, cases: &[&CaseFacts], lines: &Lines, about: String) -> Sheet {
    let year = portfolio.year();
    let columns = vec![
        Column::new("Sagsnr."),
        Column::new("Borger"),
        Column::new("Tilbud"),
        Column::new("Leverandør"),
        Column::new("Lovgrundlag"),
        Column::new("Indflytning"),
        Column::new("Ophørt den"),
        Column::summed("Støttetimer pr. uge"),
        Column::summed("Kr. om året"),
        Column::summed(format!("Udgift {year}")),
        Column::new("Basistakst, kr. om året"),
        Column::new("Kr. pr. støttetime"),
        Column::new("Næste dato"),
        Column::new("Næste opgave"),
        Column::new("Sagsbehandler"),
        Column::new("Bemærkninger"),
        Column::key(KEY),
        Column::key("Nøgle til leverandøren"),
    ];
    let rows: Vec<Vec<Cell>> = cases.iter().map(|facts| placement_row(portfolio, facts, lines)).collect();
    let without = cases.iter().filter(|facts| facts.annualised.is_none()).count();
    Sheet { name: PLACEMENTS.to_owned(), about, columns, rows, sum: sum_words(without) }
}

/// What stands before the sums.
fn sum_words(without: usize) -> String {
    match without {
        0 => "Sum".to_owned(),
        _ => format!("Sum (ufuldstændig: {RATE_MISSING} i {})", format::counted(without, "sag", "sager")),
    }
}

/// *Kr. om året* of a case as the sum of its lines; its key stands in the column of that letter.
fn annualised(facts: &CaseFacts, lines: &Lines, key: &str) -> Cell {
    facts.annualised.map_or_else(
        || Cell::Text(RATE_MISSING.to_owned()),
        |amount| Cell::Formula(format!("={}", lines.annualised(key)), amount.kroner(), Shown::Kroner),
    )
}

fn placement_row(portfolio: &Portfolio, facts: &CaseFacts, lines: &Lines) -> Vec<Cell> {
    let placement = portfolio.placement(facts);
    let next = facts.next_item();
    let hourly = facts.hourly_rate;
    let mut remarks: Vec<String> =
        facts.flags.iter().map(|mark| super::flag(*mark).text).filter(|text| !text.is_empty()).collect();
    if placement.is_cancelled() {
        remarks.insert(0, "Annulleret: opholdet begyndte aldrig".to_owned());
    }
    if facts.is_year_incomplete {
        remarks.push(format!("Dage uden takst i {}", portfolio.year()));
    }
    let year_cost = facts.year_gross.map_or(Cell::Empty, |amount| {
        Cell::Formula(format!("={}", lines.year("Q{r}", 0)), amount.kroner(), Shown::Kroner)
    });
    let hours = hourly.map(|found| found.hours_a_week).or(facts.hours_per_week);
    vec![
        Cell::Text(placement.case.to_string()),
        Cell::Text(name_or_unknown(portfolio.citizen_name(facts))),
        Cell::text(portfolio.offer_name(facts)),
        Cell::text(portfolio.provider_name(facts)),
        Cell::Text(placement.legal_basis.word().to_owned()),
        Cell::Day(placement.moved_in),
        Cell::day(placement.ended_on.filter(|_| !placement.is_cancelled())),
        hours.map_or(Cell::Empty, |hours| Cell::Figure(hours, Shown::Number)),
        annualised(facts, lines, "Q{r}"),
        year_cost,
        hourly.map_or(Cell::Empty, |found| kroner(found.base_rate)),
        hourly.map_or(Cell::Empty, |found| {
            let formula = format!("=ROUND(({}-K{{r}})*7/(H{{r}}*365),2)", lines.support("Q{r}"));
            Cell::Formula(formula, found.rate.kroner(), Shown::Kroner)
        }),
        Cell::day(next.map(|item| item.due)),
        Cell::text(next.map(|item| agenda_words::what(&item.subject))),
        Cell::text(placement.case_worker.clone()),
        Cell::text(Some(remarks.join("; "))),
        lines.key(facts),
        number(portfolio.provider(facts).and_then(|provider| provider_key(portfolio, provider))),
    ]
}

/// The number of a provider, by which its cases are found.
fn provider_key(portfolio: &Portfolio, provider: &Provider) -> Option<usize> {
    portfolio.register().providers.iter().position(|known| known.id == provider.id).map(|place| place + 1)
}

/// *Placeringer* with its filters, and its rate lines.
pub(crate) fn placements<'p>(portfolio: &'p Portfolio, query: &PlacementsQuery) -> Export<'p> {
    let cases = found(portfolio, query);
    let mut filters: Vec<String> = portfolio
        .list()
        .filters()
        .iter()
        .filter(|value| query.filters.contains(&value.id))
        .map(|value| format!("{}: {}", value.group, value.label))
        .collect();
    if !query.search.trim().is_empty() {
        filters.push(format!("søgt efter \"{}\"", query.search.trim()));
    }
    let what = format::counted(cases.len(), "placering", "placeringer");
    let lines = Lines::of(portfolio, &cases, &[portfolio.year()]);
    let list = placements_sheet(portfolio, &cases, &lines, about(portfolio, &what, &filters.join("; ")));
    let sheets = vec![list, lines.sheet(about(portfolio, "Takstlinjer i listens sager", ""))];
    Export {
        book: book(portfolio, PLACEMENTS, sheets),
        file_name: file_name(portfolio, "placeringer"),
        cases,
    }
}

/// Rate lines of one case, with their cost of last year, this one and the next.
pub(crate) fn rate_lines<'p>(portfolio: &'p Portfolio, facts: &'p CaseFacts) -> Export<'p> {
    let year = portfolio.year();
    let cases = vec![facts];
    let lines = Lines::of(portfolio, &cases, &[year - 1, year, year + 1]);
    let case = portfolio.placement(facts).case.to_string();
    Export {
        book: book(
            portfolio,
            &format!("Takstlinjer i {case}"),
            vec![lines.sheet(about(portfolio, &format!("Takstlinjer i {case}"), ""))],
        ),
        file_name: file_name(portfolio, &format!("takstlinjer-{}", in_file_name(&case))),
        cases,
    }
}

/// *Udgiftstunge sager*.
pub(crate) fn above_limit(portfolio: &Portfolio) -> Export<'_> {
    let mut cases: Vec<&CaseFacts> = portfolio.above_limit().filter(|facts| facts.limit.is_some()).collect();
    cases.sort_by_key(|facts| std::cmp::Reverse(facts.annualised));
    let lines = Lines::of(portfolio, &cases, &[portfolio.year()]);
    let columns = vec![
        Column::new("Sagsnr."),
        Column::new("Borger"),
        Column::new("Tilbud"),
        Column::new("Leverandør"),
        Column::new("Lovgrundlag"),
        Column::summed("Kr. om året"),
        Column::summed("Næste tolv måneder"),
        Column::new("Over siden"),
        Column::new("Over fra"),
        Column::new("Borgerens kr. om året den dag"),
        Column::new("Grænsen den dag"),
        Column::new("Over grænsen med"),
        Column::new("Bemærkning"),
        Column::key(KEY),
    ];
    let rows = cases
        .iter()
        .map(|facts| {
            let placement = portfolio.placement(facts);
            let verdict = facts.limit.as_deref();
            let shown = verdict.map(|verdict| &verdict.shown);
            let over = shown.map_or(Cell::Empty, |day| {
                Cell::Formula("=J{r}-K{r}".to_owned(), (day.annualised - day.limit).kroner(), Shown::Kroner)
            });
            vec![
                Cell::Text(placement.case.to_string()),
                Cell::Text(name_or_unknown(portfolio.citizen_name(facts))),
                Cell::text(portfolio.offer_name(facts)),
                Cell::text(portfolio.provider_name(facts)),
                Cell::Text(placement.legal_basis.word().to_owned()),
                annualised(facts, &lines, "N{r}"),
                kroner(facts.next_twelve_months),
                Cell::day(verdict.and_then(|verdict| verdict.above_since)),
                Cell::day(verdict.and_then(|verdict| verdict.above_from)),
                shown.map_or(Cell::Empty, |day| kroner(day.annualised)),
                shown.map_or(Cell::Empty, |day| kroner(day.limit)),
                over,
                Cell::text(
                    verdict.filter(|verdict| verdict.is_incomplete).map(|_| "ufuldstændig: dage uden takst"),
                ),
                lines.key(facts),
            ]
        })
        .collect();
    let without = cases.iter().filter(|facts| facts.annualised.is_none()).count();
    let what = format!("Sager over {} (bruttoudgift pr. borger)", portfolio.limit_name());
    let list = Sheet {
        name: "Udgiftstunge sager".to_owned(),
        about: about(portfolio, &what, ""),
        columns,
        rows,
        sum: sum_words(without),
    };
    let sheets = vec![list, lines.sheet(about(portfolio, "Takstlinjer i listens sager", ""))];
    Export {
        book: book(portfolio, "Udgiftstunge sager", sheets),
        file_name: file_name(portfolio, "udgiftstunge-sager"),
        cases,
    }
}

/// *Dagens arbejde*, with what is at stake and how it comes about.
pub(crate) fn agenda<'p>(portfolio: &'p Portfolio, viewer: &Viewer, query: &AgendaQuery) -> Export<'p> {
    let mut items = asked(portfolio, viewer, query);
    most_valuable_first(&mut items);
    let mut cases: Vec<&CaseFacts> = items.iter().map(|(facts, _)| *facts).collect();
    cases.sort_by_key(|facts| facts.priced.placement);
    cases.dedup_by_key(|facts| facts.priced.placement);
    let columns = [
        "Frist",
        "Tilstand",
        "Opgave",
        "Hvad og hvorfor",
        "Sagsnr.",
        "Borger",
        "Tilbud",
        "Hos",
        "Over sammenligning, kr. om året",
        "Over P/L, kr. om året",
        "Chance, procent",
        "På spil, kr. om året",
    ];
    let rows = items.iter().map(|(facts, item)| agenda_row(portfolio, facts, item)).collect();
    let scope = match query.scope {
        AgendaScope::Mine => "mine opgaver",
        AgendaScope::All => "alles opgaver",
    };
    let within = match query.within_days {
        0 => String::new(),
        days => format!(", overskredne og inden {days} dage"),
    };
    let list = Sheet {
        name: "Dagens arbejde".to_owned(),
        about: about(portfolio, "Dagens arbejde", &format!("{scope}{within}")),
        columns: columns.into_iter().map(Column::new).collect(),
        rows,
        sum: String::new(),
    };
    let mut book = book(portfolio, "Dagens arbejde", vec![list]);
    book.explanation.insert(
        1,
        "På spil er det største af, hvad sagen koster over sammenlignelige sager og over P/L, gange chancen for at få taksten ned; aldrig under 0. Samme sag kan stå med flere opgaver, og dens beløb er det samme hver gang, så kolonnen lægges ikke sammen.".to_owned(),
    );
    Export { book, file_name: file_name(portfolio, "dagens-arbejde"), cases }
}

fn agenda_row(portfolio: &Portfolio, facts: &CaseFacts, item: &AgendaItem) -> Vec<Cell> {
    let stake = facts.stake.as_ref();
    let above = stake.and_then(|stake| stake.comparison.as_ref().ok()).map(|part| part.yearly);
    let index = stake.and_then(|stake| stake.index.as_ref().ok()).map(|part| part.yearly);
    let unknown = || Cell::Text("ukendt".to_owned());
    let value = stake.and_then(|stake| stake.value()).map_or_else(unknown, |value| {
        Cell::Formula("=ROUND(MAX(I{r},J{r},0)*K{r}/100,2)".to_owned(), value.kroner(), Shown::Kroner)
    });
    vec![
        Cell::Day(item.due),
        Cell::Text(agenda_words::state(item.state).to_owned()),
        Cell::Text(agenda_words::to_do(&item.subject).to_owned()),
        Cell::Text(agenda_words::detail(item)),
        Cell::Text(item.case.to_string()),
        Cell::Text(name_or_unknown(portfolio.citizen_name(facts))),
        Cell::text(portfolio.offer_name(facts)),
        Cell::Text(item.owner.name().to_owned()),
        above.map_or_else(unknown, kroner),
        index.map_or_else(unknown, kroner),
        stake.map_or(Cell::Empty, |stake| Cell::Figure(stake.chance.percent.into(), Shown::Number)),
        value,
    ]
}

/// *Mangler*.
pub(crate) fn gaps<'p>(portfolio: &'p Portfolio, query: &GapsQuery) -> Export<'p> {
    let shown = super::gaps::gaps(portfolio, query);
    let mut cases: Vec<&CaseFacts> = shown.rows.iter().filter_map(|row| portfolio.case(&row.case)).collect();
    cases.sort_by_key(|facts| facts.priced.placement);
    cases.dedup_by_key(|facts| facts.priced.placement);
    let lines = Lines::of(portfolio, &cases, &[portfolio.year()]);
    let rows = shown
        .rows
        .into_iter()
        .map(|row| {
            let facts = portfolio.case(&row.case);
            let cost = facts.map_or(Cell::Empty, |facts| annualised(facts, &lines, "G{r}"));
            vec![
                Cell::Text(row.case),
                Cell::text(Some(row.citizen)),
                Cell::text(Some(row.offer)),
                Cell::Text(row.title),
                Cell::text(row.detail),
                cost,
                facts.map_or(Cell::Empty, |facts| lines.key(facts)),
            ]
        })
        .collect();
    let columns = ["Sagsnr.", "Borger", "Tilbud", "Mangler", "Nærmere", "Kr. om året"];
    let columns = columns.into_iter().map(Column::new).chain([Column::key(KEY)]).collect();
    let search = query.search.trim();
    let filter = if search.is_empty() { String::new() } else { format!("søgt efter \"{search}\"") };
    let list = Sheet {
        name: "Mangler".to_owned(),
        about: format!("{} ({})", about(portfolio, "Mangler", &filter), shown.context),
        columns,
        rows,
        sum: String::new(),
    };
    let sheets = vec![list, lines.sheet(about(portfolio, "Takstlinjer i listens sager", ""))];
    Export { book: book(portfolio, "Mangler", sheets), file_name: file_name(portfolio, "mangler"), cases }
}

/// *Leverandører*, with the cases that are bought from them and those cases' lines.
pub(crate) fn providers(portfolio: &Portfolio) -> Export<'_> {
    let cases: Vec<&CaseFacts> = portfolio.open_cases().collect();
    let lines = Lines::of(portfolio, &cases, &[portfolio.year()]);
    let bought =
        placements_sheet(portfolio, &cases, &lines, about(portfolio, "Aktive og planlagte sager", ""));
    let last = bought.last().max(FIRST);
    let register = portfolio.register();
    let mut rows: Vec<(vilkaar_domain::Money, Vec<Cell>)> = register
        .providers
        .iter()
        .map(|provider| {
            let of: Vec<&CaseFacts> = cases
                .iter()
                .copied()
                .filter(|facts| portfolio.provider(facts).is_some_and(|known| known.id == provider.id))
                .collect();
            let citizens: std::collections::BTreeSet<_> =
                of.iter().map(|facts| facts.priced.citizen).collect();
            let offers = register.offers.iter().filter(|offer| offer.provider == Some(provider.id)).count();
            let sum: vilkaar_domain::Money = of.iter().filter_map(|facts| facts.annualised).sum();
            let without = of.iter().filter(|facts| facts.annualised.is_none()).count();
            let range = |column: &str| format!("{PLACEMENTS}!${column}${FIRST}:${column}${last}");
            let formula = format!("=SUMIFS({},{},I{{r}})", range("I"), range("R"));
            let cost = Cell::Formula(formula, sum.kroner(), Shown::Kroner);
            let whole = |number: usize| Cell::Figure(number.into(), Shown::Number);
            let remark = (without > 0)
                .then(|| format!("{RATE_MISSING} i {}", format::counted(without, "sag", "sager")));
            let row = vec![
                Cell::Text(provider.name.clone()),
                Cell::text(provider.ownership.map(|form| form.word())),
                Cell::text(provider.cvr.clone()),
                whole(offers),
                whole(citizens.len()),
                cost,
                Cell::day(of.iter().filter_map(|facts| facts.next_item()).map(|item| item.due).min()),
                Cell::text(remark),
                number(provider_key(portfolio, provider)),
            ];
            (sum, row)
        })
        .collect();
    rows.sort_by_key(|(sum, _)| std::cmp::Reverse(*sum));
    let columns = vec![
        Column::new("Leverandør"),
        Column::new("Ejerform"),
        Column::new("CVR-nr."),
        Column::summed("Tilbud"),
        Column::summed("Borgere"),
        Column::summed("Kr. om året"),
        Column::new("Næste dato"),
        Column::new("Bemærkning"),
        Column::key("Nøgle til leverandøren"),
    ];
    let without = cases.iter().filter(|facts| facts.annualised.is_none()).count();
    let list = Sheet {
        name: "Leverandører".to_owned(),
        about: about(
            portfolio,
            "Leverandører",
            "aktive og planlagte sager; sager uden leverandør er ikke med",
        ),
        columns,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        sum: sum_words(without),
    };
    let sheets = vec![list, bought, lines.sheet(about(portfolio, "Takstlinjer i sagerne", ""))];
    Export {
        book: book(portfolio, "Leverandører", sheets),
        file_name: file_name(portfolio, "leverandoerer"),
        cases,
    }
}

#[cfg(test)]
mod tests;
