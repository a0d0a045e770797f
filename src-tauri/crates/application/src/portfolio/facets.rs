//! Search and filters over rows: words that must all occur, and values of groups. Values of one group
//! are alternatives, groups are combined; each value is counted with the other groups' choices in force.

use std::collections::HashMap;

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

/// The searchable text and the values of every row.
#[derive(Debug, Default)]
pub struct Facets {
    values: Vec<FacetValue>,
    groups: Vec<usize>,
    group_names: Vec<&'static str>,
    by_id: HashMap<String, usize>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    text: String,
    values: Vec<u16>,
}

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
        self.by_id.insert(value.id.clone(), self.values.len());
        self.values.push(value);
        self.groups.push(group);
        self.values.len() - 1
    }

    /// Adds the next row with its text (folded) and the values it has.
    pub fn push(&mut self, text: String, values: &[usize]) {
        let values = values.iter().filter_map(|value| u16::try_from(*value).ok()).collect();
        self.rows.push(Row { text, values });
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
        let words: Vec<&str> = folded.split_whitespace().collect();
        let mut is_chosen = vec![false; self.values.len()];
        let mut active = vec![false; self.group_names.len()];
        for &value in chosen.iter().filter_map(|id| self.by_id.get(id)) {
            is_chosen[value] = true;
            active[self.groups[value]] = true;
        }
        let active_groups: Vec<usize> = (0..active.len()).filter(|group| active[*group]).collect();
        let mut found = Matches { rows: Vec::new(), counts: vec![0; self.values.len()] };
        for &at in order {
            let Some(row) = self.rows.get(at as usize) else { continue };
            if !words.iter().all(|word| row.text.contains(word)) {
                continue;
            }
            let mut failing = active_groups.iter().filter(|group| {
                !row.values.iter().any(|value| {
                    is_chosen[usize::from(*value)] && self.groups[usize::from(*value)] == **group
                })
            });
            match (failing.next(), failing.next()) {
                (None, _) => {
                    found.rows.push(at);
                    for value in &row.values {
                        found.counts[usize::from(*value)] += 1;
                    }
                }
                // One group says no: the row would come back with another choice in that group.
                (Some(only), None) => {
                    for value in row.values.iter().filter(|value| self.groups[usize::from(**value)] == *only)
                    {
                        found.counts[usize::from(*value)] += 1;
                    }
                }
                _ => {}
            }
        }
        found
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
        facets.push("jens dahl s1".into(), &[a107, north]);
        facets.push("jens kjær s2".into(), &[a108, north]);
        facets.push("anna dahl s3".into(), &[a108]);
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
