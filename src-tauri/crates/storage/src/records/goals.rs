//! Tables of what comes of a stay: goals with their delmål, follow-ups and delivered hours.
//! Invariant: as in [`super`], each field of the domain has exactly one column.

use vilkaar_domain::{DeliveredHours, FollowUp, Goal, SubGoal};

use super::record;

record! {
    Goal in "goals" {
        id: "id",
        placement: "placement_id",
        key: "goal_key",
        undertema: "undertema",
        goal_type: "goal_type",
        start_level: "start_level",
        expected_level: "expected_level",
        from: "valid_from",
        deadline: "deadline",
        wishes: "wishes",
        purpose: "purpose",
        wording: "wording",
    }

    SubGoal in "sub_goals" {
        id: "id",
        goal: "goal_id",
        text: "text",
        deadline: "deadline",
        reached_on: "reached_on",
        remark: "remark",
    }

    FollowUp in "follow_ups" {
        id: "id",
        goal: "goal_id",
        date: "followed_up_on",
        level: "level",
        source: "source",
        result: "result",
        remark: "remark",
    }

    DeliveredHours in "delivered_hours" {
        id: "id",
        placement: "placement_id",
        month: "month",
        hours: "hours",
    }
}
