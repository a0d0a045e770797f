//! *Import*: is this file right? All choices travel with every request, so that a preview and its
//! commit are judged on the same input; nothing is stored before `import_commit`.

mod commands;
mod desk;
mod preview;

pub(crate) use commands::{file_fault, plan_error};
pub(crate) use desk::ImportDesk;
