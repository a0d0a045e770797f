//! Tables of who and where: citizens, providers, offers, placements, and who signs in.
//! Invariant: as in [`super`], each field of the domain has exactly one column.

use vilkaar_domain::{Citizen, Offer, Placement, Provider, User};

use super::record;

record! {
    Citizen in "citizens" { id: "id", cpr: "cpr", name: "name", refund_cover: "refund_cover" }

    Provider in "providers" {
        id: "id",
        name: "name",
        ownership: "ownership",
        operating_agreement: "operating_agreement",
        cvr: "cvr",
        contact_person: "contact_person",
        phone: "phone",
        email: "email",
        further_contacts: "further_contacts",
    }

    Offer in "offers" {
        id: "id",
        name: "name",
        provider: "provider_id",
        p_number: "p_number",
        approved_for: "approved_for",
        supervision: "supervision",
        supervision_from: "supervision_from",
        supervision_to: "supervision_to",
        checked_on: "checked_on",
        checked_by: "checked_by",
        day_offer_steps: "day_offer_steps",
    }

    Placement in "placements" {
        id: "id",
        case: "case_number",
        citizen: "citizen_id",
        offer: "offer_id",
        legal_basis: "legal_basis",
        target_group: "target_group",
        secondary_target_group: "secondary_target_group",
        support_need: "support_need",
        moved_in: "moved_in",
        expected_end: "expected_end",
        ended_on: "ended_on",
        support_hours: "support_hours",
        case_worker: "case_worker",
        second_case_worker: "second_case_worker",
        acting_municipality: "acting_municipality",
        paying_municipality: "paying_municipality",
        base_rate: "base_rate",
        content: "content",
        end_reason: "end_reason",
        moved_from: "moved_from_id",
        chance: "chance",
    }

    User in "users" {
        id: "id",
        name: "name",
        login: "login",
        roles: "roles",
        employee: "employee",
        removed_on: "removed_on",
    }
}
