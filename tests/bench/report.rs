//! Figures with their bounds, as a table or as JSON; and the stopwatch.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// What was measured and how large it may be.
struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    bound: f64,
}

impl Figure {
    fn holds(&self) -> bool {
        self.value <= self.bound
    }
}

/// All figures of a run, in the order they were measured.
#[derive(Default)]
pub struct Report {
    figures: Vec<Figure>,
}

impl Report {
    /// Adds a figure; it is said on stderr at once, since a run takes minutes.
    pub fn add(&mut self, name: impl Into<String>, value: f64, unit: &'static str, bound: f64) {
        let figure = Figure { name: name.into(), value, unit, bound };
        eprintln!("{}: {:.2} {unit}", figure.name, figure.value);
        self.figures.push(figure);
    }

    /// A time in milliseconds.
    pub fn add_time(&mut self, name: impl Into<String>, value: Duration, bound: Duration) {
        self.add(name, milliseconds(value), "ms", milliseconds(bound));
    }

    /// How many times as long as the bare work something takes.
    pub fn add_ratio(&mut self, name: impl Into<String>, value: Duration, bare: Duration, bound: f64) {
        self.add(name, value.as_secs_f64() / bare.as_secs_f64(), "×", bound);
    }

    pub fn holds(&self) -> bool {
        self.figures.iter().all(Figure::holds)
    }

    pub fn table(&self) -> String {
        let width = self.figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or(0);
        let mut table = format!("{:<width$}  {:>12}  {:>12}  {:>6}\n", "figure", "value", "bound", "ratio");
        for figure in &self.figures {
            let cell = |number: f64| format!("{number:.2} {}", figure.unit);
            table.push_str(&format!(
                "{:<width$}  {:>12}  {:>12}  {:>6.2}  {}\n",
                figure.name,
                cell(figure.value),
                cell(figure.bound),
                figure.value / figure.bound,
                if figure.holds() { "holds" } else { "BROKEN" },
            ));
        }
        table
    }

    pub fn json(&self) -> Value {
        self.figures
            .iter()
            .map(|figure| {
                json!({
                    "figure": figure.name,
                    "value": figure.value,
                    "unit": figure.unit,
                    "bound": figure.bound,
                    "holds": figure.holds(),
                })
            })
            .collect()
    }
}

pub fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

/// The shortest of some runs after a first one: what the work takes when nothing else disturbs it.
pub fn shortest<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    black_box(work());
    (0..runs)
        .map(|_| {
            let begun = Instant::now();
            black_box(work());
            begun.elapsed()
        })
        .min()
        .unwrap_or_default()
}
