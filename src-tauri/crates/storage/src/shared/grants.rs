//! Who may what on the server, made from the program's own table of permissions.
//!
//! Invariant: nothing here decides; [`vilkaar_application::permission`] does. Set-up writes these grants anew
//! each time, so that a program with another table brings the server along.

use std::fmt::Write as _;

use vilkaar_application::permission::{
    StandIn, UseCase, attachment_readers, attachment_writers, readers, stand_in, withheld, writers,
};
use vilkaar_domain::{AttachmentKind, Role};

use super::schema::{group, owner, quoted};
use crate::records::{Kind, kinds};

/// What stands beside a column that is withheld and may be read in its place.
const FOR_AGE: &[(&str, &str)] = &[("citizens", "cpr")];

/// May a role look things up in the log of a kind, and see what the entries say?
fn log_access(kind: &str, role: Role) -> Option<bool> {
    let may = UseCase::SeeLog.roles().contains(&role) && readers(kind).contains(&role);
    may.then(|| withheld(kind, role).is_empty())
}

/// What stands in the place of a withheld field, as the log's JSON.
fn json(instead: StandIn) -> String {
    match instead {
        StandIn::Text(words) => serde_json::Value::from(words).to_string(),
        StandIn::NoList => "[]".to_owned(),
    }
}

/// The columns of a table that a role may read; none when it may read nothing.
pub(super) fn readable(table: &Kind, role: Role) -> Vec<String> {
    if !readers(table.kind).contains(&role) {
        return Vec::new();
    }
    let hidden = withheld(table.kind, role);
    let shown = table.columns.iter().filter(|column| !hidden.contains(column));
    let mut columns: Vec<String> = shown.map(|column| (*column).to_owned()).collect();
    columns.push("version".to_owned());
    let stand_ins = FOR_AGE.iter().filter(|(of, _)| *of == table.name);
    columns.extend(stand_ins.map(|(_, column)| format!("{column}_for_age")));
    columns
}

/// Who writes records of a kind on a server: as everywhere, but for people. The log there names whoever the server
/// lets in, so who is who is written over the administrator's connection only, and by no group.
#[must_use]
pub fn server_writers(kind: &str) -> &'static [Role] {
    if kind == "user" { &[] } else { writers(kind) }
}

/// May records of a kind be taken out on a server? By whoever writes them, and only with the log entry that says so:
/// the server's triggers see to that. Who is who and the settings stay.
#[must_use]
pub fn is_removable(kind: &str) -> bool {
    !matches!(kind, "user" | "settings")
}

/// The columns of a table that a role may write.
pub(super) fn writable(table: &Kind, role: Role) -> Vec<String> {
    if !server_writers(table.kind).contains(&role) {
        return Vec::new();
    }
    table.columns.iter().chain(&["version"]).map(|column| (*column).to_owned()).collect()
}

/// The functions that a role may call.
fn functions(role: Role) -> Vec<&'static str> {
    // What views, policies and triggers ask on somebody's behalf, and what somebody asks about themselves.
    let mut functions = vec![
        "is_member(text)",
        "is_owner()",
        "kinds_in_log(boolean)",
        "sees_whole_log()",
        "is_logged_now(uuid)",
        "who_am_i()",
        "passphrase_changed()",
        "file_kinds(boolean)",
        "sees_every_file()",
        "sees_whole_payload(text, text)",
        "seen_payload(text, text)",
    ];
    if kinds().iter().any(|table| server_writers(table.kind).contains(&role)) {
        functions.push("append_changes(uuid, text, text, text, text)");
    }
    if server_writers("attachment").contains(&role) {
        functions.push("sweep_contents(uuid)");
    }
    if UseCase::SeeReleased.roles().contains(&role) {
        functions.push("append_read(text, uuid, text)");
    }
    if UseCase::SeeCases.roles().contains(&role) {
        functions.extend(["announce(uuid, text)", "withdraw()"]);
    }
    if UseCase::Verify.roles().contains(&role) {
        functions.extend([
            "check_chains()",
            "check_files()",
            "had_head(text, bigint, bytea)",
            "count_cases()",
        ]);
    }
    functions
}

/// Tables and views without records, and what a role may do with them.
fn others(role: Role) -> Vec<(&'static str, &'static str)> {
    let mut others =
        vec![("chain_heads", "SELECT"), ("database_identity", "SELECT"), ("schema_history", "SELECT")];
    // Row by row each person's own.
    others.push(("drafts", "SELECT, INSERT, UPDATE, DELETE"));
    if readers("attachment").contains(&role) {
        others.push(("attachment_contents", "SELECT"));
    }
    if server_writers("attachment").contains(&role) {
        others.push(("attachment_contents", "INSERT"));
    }
    if UseCase::SeeLog.roles().contains(&role) {
        others.extend([("changes", "SELECT"), ("operations", "SELECT"), ("reads", "SELECT")]);
        others.push(("notes", "SELECT, INSERT, UPDATE"));
    }
    if UseCase::SeeCases.roles().contains(&role) {
        others.push(("present", "SELECT"));
    }
    if UseCase::ManagePeople.roles().contains(&role) {
        others.push(("signers", "SELECT"));
    }
    others
}

/// Takes every right away and gives each group its own.
pub(super) fn sql(database: &str) -> String {
    let mut sql = String::new();
    let owner = quoted(&owner(database));
    let groups: Vec<String> = Role::ALL.iter().map(|role| quoted(&group(database, *role))).collect();
    let all = groups.join(", ");
    // Writing into a String can't fail.
    let _ = write!(
        sql,
        "REVOKE ALL ON ALL TABLES IN SCHEMA vilkaar FROM PUBLIC, {all};
         REVOKE ALL ON ALL FUNCTIONS IN SCHEMA vilkaar FROM PUBLIC, {all};
         REVOKE ALL ON SCHEMA vilkaar FROM PUBLIC, {all};
         GRANT USAGE ON SCHEMA vilkaar TO {all};
         ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA vilkaar REVOKE ALL ON TABLES FROM PUBLIC;
         ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE ALL ON FUNCTIONS FROM PUBLIC;
         DELETE FROM log_access; DELETE FROM record_tables; DELETE FROM withheld_fields; DELETE FROM file_access;"
    );
    for table in kinds() {
        let every = table.columns.join(", ");
        let _ = write!(
            sql,
            "REVOKE ALL ({every}, version) ON {name} FROM PUBLIC, {all};
             INSERT INTO record_tables (kind, table_name) VALUES ('{kind}', '{name}');",
            name = table.name,
            kind = table.kind
        );
        for role in Role::ALL {
            let group = group(database, *role);
            let (read, written) = (readable(table, *role).join(", "), writable(table, *role).join(", "));
            if !read.is_empty() {
                let _ = write!(sql, "GRANT SELECT ({read}) ON {} TO \"{group}\";", table.name);
            }
            if !written.is_empty() {
                let _ = write!(
                    sql,
                    "GRANT INSERT ({written}), UPDATE ({written}) ON {} TO \"{group}\";",
                    table.name
                );
                if is_removable(table.kind) {
                    let _ = write!(sql, "GRANT DELETE ON {} TO \"{group}\";", table.name);
                }
            }
            for field in withheld(table.kind, *role) {
                let instead = stand_in(table.kind, field).map_or("null".to_owned(), json);
                let _ = write!(
                    sql,
                    "INSERT INTO withheld_fields (kind, group_name, field, instead)
                     VALUES ('{}', '{group}', '{field}', '{instead}');",
                    table.kind
                );
            }
            if let Some(payloads) = log_access(table.kind, *role) {
                let _ = write!(
                    sql,
                    "INSERT INTO log_access (kind, group_name, sees_payloads) VALUES ('{}', '{group}', {payloads});",
                    table.kind
                );
            }
        }
    }
    for role in Role::ALL {
        let group = group(database, *role);
        for kind in AttachmentKind::ALL.iter().filter(|kind| attachment_readers(**kind).contains(role)) {
            let _ = write!(
                sql,
                "INSERT INTO file_access (attachment_kind, group_name, may_write) VALUES ('{kind}', '{group}', {});",
                attachment_writers(*kind).contains(role)
            );
        }
        for (name, rights) in others(*role) {
            let _ = write!(sql, "GRANT {rights} ON {name} TO \"{group}\";");
        }
        for function in functions(*role) {
            let _ = write!(sql, "GRANT EXECUTE ON FUNCTION {function} TO \"{group}\";");
        }
    }
    sql
}
