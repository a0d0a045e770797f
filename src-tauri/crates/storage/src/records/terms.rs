//! Tables of what is agreed: rate lines, contracts and step rates.
//! Invariant: as in [`super`], each field of the domain has exactly one column.

use vilkaar_domain::{Contract, RateLine, StepRate};

use super::record;

record! {
    RateLine in "rate_lines" {
        id: "id",
        placement: "placement_id",
        service: "service",
        paragraph: "paragraph",
        amount: "amount",
        unit: "unit",
        quantity: "quantity",
        from: "valid_from",
        to: "valid_to",
        cause: "cause",
        settlement_days: "settlement_days",
        open_weeks: "open_weeks",
        review_on: "review_on",
        collected_by: "collected_by",
        annulled: "annulled",
        corrects: "corrects_id",
        package_code: "package_code",
        source: "rate_source",
    }

    Contract in "contracts" {
        id: "id",
        placement: "placement_id",
        number: "contract_number",
        start: "starts_on",
        end: "ends_on",
        notice_municipality: "notice_municipality",
        notice_provider: "notice_provider",
        minimum_until: "minimum_until",
        renews_by_months: "renews_by_months",
        renegotiate_on: "renegotiate_on",
        negotiator: "negotiator",
        payment: "payment",
        regulation: "regulation",
        agreed_on: "agreed_on",
        follow_up_months: "follow_up_months",
        has_signed_file: "has_signed_file",
        amends: "amends_id",
        content: "content",
        terms: "terms",
        notice_given: "notice_given",
    }

    StepRate in "step_rates" {
        id: "id",
        placement: "placement_id",
        service: "service",
        from: "valid_from",
        when_goal: "goal_id",
        new_rate: "new_rate",
    }
}
