//! Vilkår on the command line: the window's commands without a window. Names and keys are stable.
//!
//! Errors are one line on stderr, `error[code]: sentence`; exit 1, or 2 for wrong usage.

mod arguments;
mod commands;
mod moving;
mod server;
mod table;

use std::process::ExitCode;

use arguments::Call;

fn main() -> ExitCode {
    let call = match arguments::parse(lexopt::Parser::from_env()) {
        Ok(Call::Help) => {
            print!("{}", arguments::HELP);
            return ExitCode::SUCCESS;
        }
        Ok(Call::Version) => {
            println!("vilkaar-cli {}", env!("CARGO_PKG_VERSION"));
            return ExitCode::SUCCESS;
        }
        Ok(Call::Run(invocation)) => invocation,
        Err(wrong) => {
            eprintln!("error[{}]: {}", wrong.code, wrong.message);
            return ExitCode::from(2);
        }
    };
    match commands::run(&call) {
        Ok(answer) => {
            if call.json {
                println!("{}", answer.json);
            } else {
                print!("{}", answer.text);
            }
            if let Some(refusal) = answer.refusal {
                eprintln!("error[{}]: {}", refusal.code, refusal.message);
                return ExitCode::FAILURE;
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error[{}]: {}", error.code, error.message);
            // A command of a later version is wrong usage of this one.
            if error.code == "not_available" { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}
