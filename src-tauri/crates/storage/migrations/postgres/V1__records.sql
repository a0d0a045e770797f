-- A shared database, its records: a table per kind with the same columns as the local one.
-- Amounts are bigint øre; rates, decimals, days and instants are text exactly as in a local database, so that
-- one can be moved into the other with its chain of hashes intact.
-- References are deferred: an operation may name its records in any order, and is checked as a whole.

CREATE TABLE citizens (
    id           uuid NOT NULL PRIMARY KEY,
    cpr          text,
    name         text,
    refund_cover text NOT NULL,
    -- What the age on the 1st of January needs and nothing more: whether somebody was born on that day, the
    -- year, and the digit that tells the century.
    cpr_for_age  text GENERATED ALWAYS AS (
        CASE WHEN substr(cpr, 1, 4) IN ('0101', '6101') THEN '6101' ELSE '6212' END
        || substr(cpr, 5, 2) || '-' || substr(cpr, 8, 1) || '000'
    ) STORED,
    version      bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE providers (
    id                  uuid NOT NULL PRIMARY KEY,
    name                text NOT NULL UNIQUE,
    ownership           text,
    operating_agreement bigint CHECK (operating_agreement IN (0, 1)),
    cvr                 text,
    contact_person      text,
    phone               text,
    email               text,
    version             bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE offers (
    id               uuid NOT NULL PRIMARY KEY,
    name             text NOT NULL UNIQUE,
    provider_id      uuid REFERENCES providers (id) DEFERRABLE INITIALLY DEFERRED,
    p_number         text,
    approved_for     text NOT NULL,
    supervision      text,
    supervision_from text,
    supervision_to   text,
    checked_on       text,
    checked_by       text,
    version          bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE placements (
    id                     uuid NOT NULL PRIMARY KEY,
    case_number            text NOT NULL UNIQUE,
    citizen_id             uuid NOT NULL REFERENCES citizens (id) DEFERRABLE INITIALLY DEFERRED,
    offer_id               uuid NOT NULL REFERENCES offers (id) DEFERRABLE INITIALLY DEFERRED,
    legal_basis            text NOT NULL,
    target_group           text,
    secondary_target_group text,
    support_need           text,
    moved_in               text NOT NULL,
    expected_end           text,
    ended_on               text,
    support_hours          text,
    case_worker            text,
    second_case_worker     text,
    acting_municipality    text,
    paying_municipality    text,
    base_rate              text,
    version                bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE rate_lines (
    id              uuid NOT NULL PRIMARY KEY,
    placement_id    uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    service         text NOT NULL,
    paragraph       text NOT NULL,
    amount          text NOT NULL,
    unit            text NOT NULL,
    quantity        text,
    valid_from      text NOT NULL,
    valid_to        text,
    cause           text,
    settlement_days bigint,
    open_weeks      text,
    review_on       text,
    collected_by    text,
    annulled        bigint NOT NULL CHECK (annulled IN (0, 1)),
    version         bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE contracts (
    id                  uuid NOT NULL PRIMARY KEY,
    placement_id        uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    contract_number     text,
    starts_on           text NOT NULL,
    ends_on             text,
    notice_municipality text,
    notice_provider     text,
    minimum_until       text,
    renews_by_months    bigint,
    renegotiate_on      text,
    negotiator          text,
    payment             text,
    regulation          text,
    agreed_on           text,
    follow_up_months    bigint,
    has_signed_file     bigint NOT NULL CHECK (has_signed_file IN (0, 1)),
    version             bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE goals (
    id             uuid NOT NULL PRIMARY KEY,
    placement_id   uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    goal_key       text NOT NULL UNIQUE,
    undertema      text,
    goal_type      text NOT NULL,
    start_level    bigint NOT NULL CHECK (start_level BETWEEN 0 AND 4),
    expected_level bigint NOT NULL CHECK (expected_level BETWEEN 0 AND 4),
    valid_from     text NOT NULL,
    deadline       text,
    wishes         text,
    version        bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE follow_ups (
    id             uuid NOT NULL PRIMARY KEY,
    goal_id        uuid NOT NULL REFERENCES goals (id) DEFERRABLE INITIALLY DEFERRED,
    followed_up_on text NOT NULL,
    level          bigint CHECK (level BETWEEN 0 AND 4),
    source         text,
    result         text,
    remark         text,
    version        bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE delivered_hours (
    id           uuid NOT NULL PRIMARY KEY,
    placement_id uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    month        text NOT NULL,
    hours        text NOT NULL,
    version      bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE step_rates (
    id           uuid NOT NULL PRIMARY KEY,
    placement_id uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    service      text NOT NULL,
    valid_from   text,
    goal_id      uuid REFERENCES goals (id) DEFERRABLE INITIALLY DEFERRED,
    new_rate     text NOT NULL,
    version      bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE searched_offers (
    id           uuid NOT NULL PRIMARY KEY,
    placement_id uuid NOT NULL REFERENCES placements (id) DEFERRABLE INITIALLY DEFERRED,
    searched_on  text,
    provider     text,
    offer        text NOT NULL,
    paragraph    text,
    daily_rate   text,
    suitability  text,
    reason       text,
    source       text,
    version      bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE own_offers (
    id         uuid NOT NULL PRIMARY KEY,
    name       text NOT NULL,
    paragraph  text,
    places     bigint,
    vacant     bigint,
    daily_rate text,
    version    bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE expected_youths (
    id             uuid NOT NULL PRIMARY KEY,
    youth_key      text NOT NULL,
    target_group   text,
    born_on        text,
    expected_start text,
    paragraph      text,
    probability    text,
    yearly_price   bigint,
    version        bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE budget_lines (
    id        uuid NOT NULL PRIMARY KEY,
    year      bigint NOT NULL,
    paragraph text NOT NULL,
    amount    bigint NOT NULL,
    version   bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE price_indexes (
    id      uuid NOT NULL PRIMARY KEY,
    year    bigint NOT NULL,
    percent text NOT NULL,
    status  text,
    source  text,
    version bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE refund_limits (
    id      uuid NOT NULL PRIMARY KEY,
    year    bigint NOT NULL,
    limit_1 bigint NOT NULL,
    limit_2 bigint NOT NULL,
    limit_3 bigint NOT NULL,
    status  text,
    version bigint NOT NULL CHECK (version > 0)
);

-- One row, with the nil id.
CREATE TABLE settings (
    id                     uuid NOT NULL PRIMARY KEY CHECK (id = '00000000-0000-0000-0000-000000000000'),
    municipality           text NOT NULL,
    limits                 text NOT NULL,
    vat_percents           text NOT NULL,
    follow_up_months_107   bigint NOT NULL,
    follow_up_months_other bigint NOT NULL,
    day_offer_steps        text NOT NULL,
    free_choice_percent    text NOT NULL,
    free_choice_from       text,
    usual_rate_from        bigint NOT NULL,
    usual_rate_to          bigint NOT NULL,
    version                bigint NOT NULL CHECK (version > 0)
);

CREATE TABLE users (
    id         uuid NOT NULL PRIMARY KEY,
    name       text NOT NULL,
    login      text UNIQUE,
    roles      text NOT NULL,
    employee   text,
    removed_on text,
    version    bigint NOT NULL CHECK (version > 0)
);
