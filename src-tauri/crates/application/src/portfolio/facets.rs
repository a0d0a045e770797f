//! Search and filters over rows: words that must all occur, and values of groups. Values of one group
//! are alternatives, groups are combined; each value is counted with the other groups' choices in force.

use std::collections::HashMap;

use memchr::memmem::Finder;

/// A value that rows can be filtered by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FacetValue {
    /// `group:value`, stable.
    pub id: String,
    /// Danish name of the group.
    pub group: &'static str,
    /// Danish name of the value.
    pub label: String,
    /// Stands as a chip from the start.
    pub is_chip: bool,
}

/// What a search left.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Matches {
    /// Rows that match, in the order they were given.
    pub rows: Vec<u32>,
    /// For each value, the rows it would leave with the other groups' choices.
    pub counts: Vec<u32>,
}

/// The searchable text and the values of every row, each laid end to end: a search reads them once from
/// front to back, whatever the order it answers in.
#[derive(Debug, Default)]
pub struct Facets {
    values: Vec<FacetValue>,
    /// The group of each value, as a bit.
    groups: Vec<u64>,
    group_names: Vec<&'static str>,
    by_id: HashMap<String, usize>,
    texts: String,
    /// Where each row's text ends.
    text_ends: Vec<usize>,
    row_values: Vec<u16>,
    /// Where each row's values end.
    value_ends: Vec<usize>,
}

/// How many groups can be told apart.
const MOST_GROUPS: usize = 64;

impl Facets {
    /// Adds a value in the order it shall be shown; adding it again changes nothing.
    pub fn declare(&mut self, value: FacetValue) -> usize {
        if let Some(&known) = self.by_id.get(&value.id) {
            return known;
        }
        let group = self.group_names.iter().position(|name| *name == value.group).unwrap_or_else(|| {
            self.group_names.push(value.group);
            self.group_names.len() - 1
        });
        debug_assert!(group < MOST_GROUPS);
        self.by_id.insert(value.id.clone(), self.values.len());
        self.values.push(value);
        self.groups.push(1 << group.min(MOST_GROUPS - 1));
        self.values.len() - 1
    }

    /// Adds the next row with its text (folded) and the values it has.
    pub fn push(&mut self, text: &str, values: &[usize]) {
        self.texts.push_str(text);
        self.text_ends.push(self.texts.len());
        self.row_values.extend(values.iter().filter_map(|value| u16::try_from(*value).ok()));
        self.value_ends.push(self.row_values.len());
    }

    /// The declared values.
    #[must_use]
    pub fn values(&self) -> &[FacetValue] {
        &self.values
    }

    /// The rows of an order that hold every word and the chosen values; unknown ids choose nothing.
    #[must_use]
    pub fn matches(&self, order: &[u32], search: &str, chosen: &[String]) -> Matches {
        let folded = super::collation::folded(search);
        let words: Vec<Finder<'_>> = folded.split_whitespace().map(Finder::new).collect();
        let has_words = self.rows_with(&words);
        let mut is_chosen = vec![false; self.values.len()];
        let mut active = 0_u64;
        for &value in chosen.iter().filter_map(|id| self.by_id.get(id)) {
            is_chosen[value] = true;
            active |= self.groups[value];
        }
        let mut found = Matches { rows: Vec::new(), counts: vec![0; self.values.len()] };
        for &at in order {
            if !has_words.get(at as usize).copied().unwrap_or(false) {
                continue;
            }
            let values = self.values_of(at as usize);
            let said_yes = values
                .iter()
                .filter(|value| is_chosen[usize::from(**value)])
                .fold(0, |groups, value| groups | self.groups[usize::from(*value)]);
            let failing = active & !said_yes;
            if failing == 0 {
                found.rows.push(at);
                for value in values {
                    found.counts[usize::from(*value)] += 1;
                }
            } else if failing.is_power_of_two() {
                // One group says no: the row would come back with another choice in that group.
                for value in values.iter().filter(|value| self.groups[usize::from(**value)] == failing) {
                    found.counts[usize::from(*value)] += 1;
                }
            }
        }
        found
    }

    /// For each row, does its text hold every word?
    fn rows_with(&self, words: &[Finder<'_>]) -> Vec<bool> {
        let texts = self.texts.as_bytes();
        let mut begin = 0;
        self.text_ends
            .iter()
            .map(|&end| {
                let text = &texts[begin..end];
                begin = end;
                words.iter().all(|word| word.find(text).is_some())
            })
            .collect()
    }

    fn values_of(&self, row: usize) -> &[u16] {
        let begin = row.checked_sub(1).map_or(0, |before| self.value_ends[before]);
        &self.row_values[begin..self.value_ends[row]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(id: &str, group: &'static str) -> FacetValue {
        FacetValue { id: id.to_owned(), group, label: id.to_owned(), is_chip: false }
    }

    fn three_rows() -> Facets {
        let mut facets = Facets::default();
        let a107 = facets.declare(value("paragraph:107", "Lovgrundlag"));
        let a108 = facets.declare(value("paragraph:108", "Lovgrundlag"));
        let north = facets.declare(value("provider:north", "Leverandør"));
        facets.push("jens dahl s1", &[a107, north]);
        facets.push("jens kjær s2", &[a108, north]);
        facets.push("anna dahl s3", &[a108]);
        facets
    }

    #[test]
    fn every_word_must_occur() {
        assert_eq!(three_rows().matches(&[0, 1, 2], "DAHL jens", &[]).rows, [0]);
    }

    #[test]
    fn values_of_a_group_are_alternatives_and_groups_are_combined() {
        let facets = three_rows();
        let both = ["paragraph:107".to_owned(), "paragraph:108".to_owned()];
        assert_eq!(facets.matches(&[0, 1, 2], "", &both).rows, [0, 1, 2]);
        let combined = ["paragraph:108".to_owned(), "provider:north".to_owned()];
        assert_eq!(facets.matches(&[0, 1, 2], "", &combined).rows, [1]);
    }

    #[test]
    fn a_value_is_counted_with_the_other_groups_choices() {
        let found = three_rows().matches(&[0, 1, 2], "", &["paragraph:107".to_owned()]);
        assert_eq!(found.counts, [1, 2, 1]);
    }
}
