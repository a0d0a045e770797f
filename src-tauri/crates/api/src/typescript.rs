//! Writes the command table to TypeScript beside the types that ts-rs writes, so that the window calls
//! exactly what the core answers. CI compares the result with what is committed.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ts_rs::{Config, TS};

use crate::types::*;

/// A line of the table: name, request and response in TypeScript.
struct Line {
    name: &'static str,
    request: String,
    response: String,
}

macro_rules! lines {
    ($($_access:ident: $name:ident($($request:ty)?) -> $response:ty;)+) => {
        fn lines(config: &Config) -> Vec<Line> {
            vec![$(Line {
                name: stringify!($name),
                request: lines!(@request config $($request)?),
                response: <$response as TS>::name(config),
            }),+]
        }
    };
    (@request $config:ident) => { "void".to_owned() };
    (@request $config:ident $request:ty) => { <$request as TS>::name($config) };
}

crate::for_each_command!(lines);

/// The module as text.
fn module() -> String {
    let lines = lines(&Config::default());
    let named: BTreeSet<&str> = lines
        .iter()
        .flat_map(|line| [line.request.as_str(), line.response.as_str()])
        .flat_map(|name| name.split(" | "))
        .filter(|name| name.starts_with(|first: char| first.is_ascii_uppercase()))
        .collect();
    let mut text =
        "// This file was generated from the command table of the api crate. Do not edit it.\n".to_owned();
    for name in named {
        text.push_str(&format!("import type {{ {name} }} from \"./{name}\";\n"));
    }
    text.push_str("\n/** Every command by name; `void` as request means that it takes no argument. */\n");
    text.push_str("export interface Commands {\n");
    for Line { name, request, response } in &lines {
        text.push_str(&format!("  {name}: {{ request: {request}; response: {response} }};\n"));
    }
    text.push_str("}\n");
    text
}

#[test]
fn the_command_table_is_written_to_typescript() {
    let folder = std::env::var_os("TS_RS_EXPORT_DIR").map(PathBuf::from).unwrap();
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("commands.ts"), module()).unwrap();
    assert!(module().contains("unlock: { request: Unlock; response: SessionState };"));
}

#[test]
fn every_command_of_the_table_is_permitted_and_nothing_else() {
    let permissions = include_str!("../../../permissions/app.toml");
    let permitted: Vec<&str> =
        permissions.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\",")).collect();
    let declared: Vec<&str> = lines(&Config::default()).into_iter().map(|line| line.name).collect();
    assert_eq!(permitted, declared);
}
