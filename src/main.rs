//! The binary: arguments, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    key2pat::cli::run(std::env::args_os()).into()
}
