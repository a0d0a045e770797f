//! A register written as the program's own workbook, one sheet for each subject with the headings of the import
//! template. Only what the made-up municipality holds is written; the rest of the template is left out.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use vilkaar_domain::{NoticeRule, Register};

/// One sheet being written, row by row.
struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    date: Format,
    row: u32,
    column: u16,
}

impl Sheet<'_> {
    fn next_row(&mut self) {
        self.row += 1;
        self.column = 0;
    }

    fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        if !text.is_empty() {
            self.sheet.write_string(self.row, self.column, text)?;
        }
        self.column += 1;
        Ok(())
    }

    fn maybe(&mut self, text: Option<&str>) -> Result<(), XlsxError> {
        self.text(text.unwrap_or_default())
    }

    fn number(&mut self, number: Option<Decimal>) -> Result<(), XlsxError> {
        if let Some(number) = number.and_then(|number| number.to_f64()) {
            self.sheet.write_number(self.row, self.column, number)?;
        }
        self.column += 1;
        Ok(())
    }

    fn day(&mut self, day: Option<NaiveDate>) -> Result<(), XlsxError> {
        if let Some(day) = day {
            let value = ExcelDateTime::parse_from_str(&day.format("%Y-%m-%d").to_string())?;
            self.sheet.write_with_format(self.row, self.column, &value, &self.date)?;
        }
        self.column += 1;
        Ok(())
    }
}

fn sheet<'a>(workbook: &'a mut Workbook, name: &str, headings: &[&str]) -> Result<Sheet<'a>, XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    let date = Format::new().set_num_format("dd-mm-yyyy");
    let mut sheet = Sheet { sheet, date, row: 0, column: 0 };
    for heading in headings {
        sheet.text(heading)?;
    }
    Ok(sheet)
}

/// The workbook's bytes.
///
/// # Errors
/// Where the library refuses a value, which none of a made-up municipality's is.
pub fn write(register: &Register) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    placements(&mut workbook, register)?;
    providers_and_offers(&mut workbook, register)?;
    rates(&mut workbook, register)?;
    contracts(&mut workbook, register)?;
    goals(&mut workbook, register)?;
    premises(&mut workbook, register)?;
    workbook.save_to_buffer()
}

fn placements(workbook: &mut Workbook, register: &Register) -> Result<(), XlsxError> {
    let citizens: HashMap<_, _> = register.citizens.iter().map(|citizen| (citizen.id, citizen)).collect();
    let offers: HashMap<_, _> = register.offers.iter().map(|offer| (offer.id, offer)).collect();
    let providers: HashMap<_, _> =
        register.providers.iter().map(|provider| (provider.id, provider)).collect();
    let mut sheet = sheet(
        workbook,
        "Placeringer",
        &[
            "Sagsnr.",
            "CPR-nr.",
            "Navn",
            "Primær målgruppe",
            "Støttebehov",
            "Lovgrundlag",
            "Leverandør",
            "Tilbud",
            "Indflytning",
            "Ophørt den",
            "Støttetimer pr. uge",
            "Sagsbehandler 1",
            "Handlekommune",
        ],
    )?;
    for placement in &register.placements {
        sheet.next_row();
        let citizen = citizens.get(&placement.citizen);
        let offer = offers.get(&placement.offer);
        let provider = offer.and_then(|offer| providers.get(&offer.provider?));
        sheet.text(placement.case.as_str())?;
        sheet.maybe(citizen.and_then(|citizen| citizen.cpr.as_ref()).map(|cpr| cpr.reveal()))?;
        sheet.maybe(citizen.and_then(|citizen| citizen.name.as_ref()).map(|name| name.reveal()))?;
        sheet.maybe(placement.target_group.as_deref())?;
        sheet.maybe(placement.support_need.map(|need| need.word()))?;
        sheet.text(placement.legal_basis.word())?;
        sheet.maybe(provider.map(|provider| provider.name.as_str()))?;
        sheet.maybe(offer.map(|offer| offer.name.as_str()))?;
        sheet.day(Some(placement.moved_in))?;
        sheet.day(placement.ended_on)?;
        sheet.number(placement.support_hours)?;
        sheet.maybe(placement.case_worker.as_deref())?;
        sheet.maybe(placement.acting_municipality.as_deref())?;
    }
    Ok(())
}

fn providers_and_offers(workbook: &mut Workbook, register: &Register) -> Result<(), XlsxError> {
    let names: HashMap<_, _> =
        register.providers.iter().map(|provider| (provider.id, provider.name.as_str())).collect();
    let mut providers = sheet(workbook, "Leverandører", &["Leverandør", "Ejerform", "Driftsoverenskomst"])?;
    for provider in &register.providers {
        providers.next_row();
        providers.text(&provider.name)?;
        providers.maybe(provider.ownership.map(|ownership| ownership.word()))?;
        providers.maybe(provider.operating_agreement.map(|has| if has { "ja" } else { "nej" }))?;
    }
    let mut offers = sheet(workbook, "Tilbud", &["Tilbud", "Leverandør", "Godkendt til", "Socialtilsyn"])?;
    for offer in &register.offers {
        offers.next_row();
        offers.text(&offer.name)?;
        offers.maybe(offer.provider.and_then(|id| names.get(&id).copied()))?;
        offers.text(&offer.approved_for.join(", "))?;
        offers.maybe(offer.supervision.map(|status| status.word()))?;
    }
    Ok(())
}

/// Case numbers by the placement's id.
fn case_numbers(register: &Register) -> HashMap<vilkaar_domain::PlacementId, &str> {
    register.placements.iter().map(|placement| (placement.id, placement.case.as_str())).collect()
}

fn rates(workbook: &mut Workbook, register: &Register) -> Result<(), XlsxError> {
    let cases = case_numbers(register);
    let mut sheet = sheet(
        workbook,
        "Takster",
        &[
            "Sagsnr.",
            "Ydelse",
            "Lovgrundlag",
            "Beløb",
            "Enhed",
            "Antal pr. uge",
            "Gælder fra",
            "Gælder til",
            "Årsag",
        ],
    )?;
    for line in &register.rate_lines {
        sheet.next_row();
        sheet.maybe(cases.get(&line.placement).copied())?;
        sheet.text(line.service.word())?;
        sheet.text(&line.paragraph)?;
        sheet.number(Some(line.amount.kroner()))?;
        sheet.text(line.unit.word())?;
        sheet.number(line.quantity)?;
        sheet.day(Some(line.from))?;
        sheet.day(line.to)?;
        sheet.maybe(line.cause.as_ref().map(|cause| cause.word()))?;
    }
    Ok(())
}

fn notice(rule: NoticeRule) -> String {
    match rule {
        NoticeRule::SameDay => "fra dag til dag".to_owned(),
        NoticeRule::Days(days) => format!("{days} dage"),
        NoticeRule::Months(months) => format!("{months} måneder"),
        NoticeRule::RunningMonthPlusMonths(1) => "løbende måned + 1 måned".to_owned(),
        NoticeRule::RunningMonthPlusMonths(months) => format!("løbende måned + {months} måneder"),
        NoticeRule::RunningMonthPlusDays(days) => format!("løbende måned + {days} dage"),
        NoticeRule::Never => "kan ikke opsiges".to_owned(),
    }
}

fn contracts(workbook: &mut Workbook, register: &Register) -> Result<(), XlsxError> {
    let cases = case_numbers(register);
    let mut sheet = sheet(
        workbook,
        "Kontrakter",
        &[
            "Sagsnr.",
            "Kontraktnr.",
            "Start",
            "Slut",
            "Opsigelse kommune",
            "Opsigelse leverandør",
            "Genforhandles",
            "Forhandler",
            "Betaling",
            "Regulering",
            "Aftalt den",
        ],
    )?;
    for contract in &register.contracts {
        sheet.next_row();
        sheet.maybe(cases.get(&contract.placement).copied())?;
        sheet.maybe(contract.number.as_deref())?;
        sheet.day(Some(contract.start))?;
        sheet.day(contract.end)?;
        sheet.maybe(contract.notice_municipality.map(notice).as_deref())?;
        sheet.maybe(contract.notice_provider.map(notice).as_deref())?;
        sheet.day(contract.renegotiate_on)?;
        sheet.maybe(contract.negotiator.as_deref())?;
        sheet.maybe(contract.payment.map(|payment| payment.word()))?;
        sheet.maybe(contract.regulation.map(|regulation| regulation.word()))?;
        sheet.day(contract.agreed_on)?;
    }
    Ok(())
}

fn goals(workbook: &mut Workbook, register: &Register) -> Result<(), XlsxError> {
    let cases = case_numbers(register);
    let keys: HashMap<_, _> = register.goals.iter().map(|goal| (goal.id, goal.key.as_str())).collect();
    let mut goals = sheet(
        workbook,
        "Mål",
        &["Sagsnr.", "Mål-id", "Undertema", "Måltype", "Startniveau", "Forventet niveau", "Fra", "Frist"],
    )?;
    for goal in &register.goals {
        goals.next_row();
        goals.maybe(cases.get(&goal.placement).copied())?;
        goals.text(&goal.key)?;
        goals.maybe(goal.undertema.map(|undertema| undertema.word()))?;
        goals.text(goal.goal_type.word())?;
        goals.number(Some(Decimal::from(goal.start_level.number())))?;
        goals.number(Some(Decimal::from(goal.expected_level.number())))?;
        goals.day(Some(goal.from))?;
        goals.day(goal.deadline)?;
    }
    let mut follow_ups =
        sheet(workbook, "Opfølgning", &["Mål-id", "Dato", "Niveau", "Kilde", "Resultat", "Bemærkning"])?;
    for follow_up in &register.follow_ups {
        follow_ups.next_row();
        follow_ups.maybe(keys.get(&follow_up.goal).copied())?;
        follow_ups.day(Some(follow_up.date))?;
        follow_ups.number(follow_up.level.map(|level| Decimal::from(level.number())))?;
        follow_ups.maybe(follow_up.source.map(|source| source.word()))?;
        follow_ups.maybe(follow_up.result.map(|result| result.word()))?;
        follow_ups.maybe(follow_up.remark.as_deref())?;
    }
    Ok(())
}

fn premises(workbook: &mut Workbook, register: &Register) -> Result<(), XlsxError> {
    let mut indexes = sheet(workbook, "P-L", &["År", "Procent"])?;
    for index in &register.price_indexes {
        indexes.next_row();
        indexes.number(Some(Decimal::from(index.year)))?;
        indexes.number(Some(index.percent))?;
    }
    let mut budgets = sheet(workbook, "Budget", &["År", "Lovgrundlag", "Budget"])?;
    for budget in &register.budgets {
        budgets.next_row();
        budgets.number(Some(Decimal::from(budget.year)))?;
        budgets.text(&budget.paragraph)?;
        budgets.number(Some(budget.amount.kroner()))?;
    }
    let mut limits = sheet(workbook, "Refusionsgrænser", &["År", "Grænse 1", "Grænse 2", "Grænse 3"])?;
    for limit in &register.refund_limits {
        limits.next_row();
        limits.number(Some(Decimal::from(limit.year)))?;
        for amount in [limit.limit_1, limit.limit_2, limit.limit_3] {
            limits.number(Some(amount.kroner()))?;
        }
    }
    Ok(())
}
