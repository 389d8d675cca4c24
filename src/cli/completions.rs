//! `key2pat completions` and `key2pat man`: what a shell and `man` want to know of the arguments.

use std::io;

use clap::CommandFactory;
use clap_complete::Shell;

use super::Outcome;
use super::arguments::Arguments;
use super::output::Output;

/// Writes the completions for a shell.
pub fn run(shell: Shell, out: &mut Output) -> io::Result<Outcome> {
    clap_complete::generate(shell, &mut Arguments::command(), "key2pat", out);
    Ok(Outcome::Clean)
}

/// Writes the manual page: the program, and after it each verb.
pub fn manual(out: &mut Output) -> io::Result<Outcome> {
    let mut command = Arguments::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(out)?;
    for verb in command.get_subcommands() {
        let title = format!("key2pat-{}", verb.get_name());
        clap_mangen::Man::new(verb.clone())
            .title(title)
            .render(out)?;
    }
    Ok(Outcome::Clean)
}
