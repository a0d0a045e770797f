//! axe-core in the real window: no violation of WCAG 2.1 A and AA on any screen.

use serde_json::{Value, json};

use super::window::Window;
use crate::house;

/// Checks what the window shows now and names every element that breaks a rule.
pub async fn check(window: &Window, screen: &str) {
    let axe = std::fs::read_to_string(house::root().join("ui/node_modules/axe-core/axe.min.js"))
        .expect("axe-core is installed with the window's packages");
    window.client.execute(&axe, vec![]).await.unwrap();
    let script = "const done = arguments[arguments.length - 1];\
        axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] })\
        .then(result => done(result.violations.map(violation => ({\
            rule: violation.id, help: violation.help,\
            places: violation.nodes.map(node => node.target.join(' ') + ': ' + node.failureSummary) }))))\
        .catch(error => done([{ rule: 'axe', help: String(error), places: [] }]))";
    let violations = window.client.execute_async(script, vec![]).await.unwrap();
    assert_eq!(violations, json!([]), "{screen}: {}", pretty(&violations));
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
