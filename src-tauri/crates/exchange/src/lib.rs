//! Workbooks and text files in and out: reading them into typed cells, judging every row against the register,
//! and writing the empty template and the list of what was left out.
//!
//! `read_path` → `plan` → the changes of an `ImportPlan`; nothing here writes to the database.

pub mod calendar;
pub mod cells;
pub mod grid;
pub mod headings;
pub mod insight;
pub mod left_out;
pub mod list;
pub mod plan;
mod rows;
pub mod sheets;
pub mod template;

pub use grid::{MAX_FILE_BYTES, ParsedFile, ReadError, read_bytes, read_path, read_path_and_bytes};
pub use headings::{FileColumn, Mapping, Table, recognise};
pub use left_out::left_out;
pub use plan::{
    Choice, FieldChange, ImportPlan, LeftOutRow, Options, PlanError, PlanRow, PlanSheet, Problem, RowStatus,
    plan,
};
pub use sheets::Kind;
pub use template::template;
