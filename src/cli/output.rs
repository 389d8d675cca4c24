//! Where the program writes to: standard output, buffered, with colours or without.

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::AutoStream;

use super::arguments::ColorWhen;
use crate::report::{safe_lines, without_commands};

/// Standard output.
pub struct Output {
    stdout: BufWriter<Box<dyn Write>>,
    color: bool,
}

impl Output {
    /// Standard output, with colours when `when` and the environment say so.
    pub fn new(when: ColorWhen) -> Self {
        let color = is_colored(when, io::stdout().is_terminal());
        // The adapter makes colours work on consoles that know no escape sequences.
        let stdout: Box<dyn Write> = if color {
            Box::new(AutoStream::always(io::stdout()))
        } else {
            Box::new(io::stdout().lock())
        };
        Self {
            stdout: BufWriter::new(stdout),
            color,
        }
    }

    /// Whether escape sequences for colours are to be written.
    pub const fn color(&self) -> bool {
        self.color
    }

    /// Writes what is left in the buffer.
    pub fn finish(mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stdout.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

/// Writes an error to standard error. It may hold the name of a file, hence the care.
pub fn complain(when: ColorWhen, message: &str) {
    let label = if is_colored(when, io::stderr().is_terminal()) {
        "\u{1b}[1;31merror:\u{1b}[0m"
    } else {
        "error:"
    };
    // Nobody is left to tell if even this cannot be written.
    let _ = writeln!(io::stderr(), "{label} {}", harmless(message));
}

/// Writes what clap has to say: with its colours, unless it quotes what a terminal would obey.
pub fn usage(error: &clap::Error) {
    let plain = error.render().to_string();
    let harmless = harmless(&plain);
    // Nobody is left to tell if even this cannot be written.
    let _ = if harmless == plain {
        error.print()
    } else {
        write!(io::stderr(), "{harmless}")
    };
}

/// Text of several lines that neither a terminal nor a build server obeys.
fn harmless(text: &str) -> String {
    without_commands(&safe_lines(text)).into_owned()
}

/// Whether an error is that the reader went away (`key2pat | head`), which is no failure.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(kind))
}

/// What was asked for on the command line, else what the environment asks for, else whether it is
/// a terminal. `NO_COLOR` wins over the variables that force colours.
fn is_colored(when: ColorWhen, is_terminal: bool) -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => false,
        ColorWhen::Auto if is_set("FORCE_COLOR") || is_set("CLICOLOR_FORCE") => true,
        ColorWhen::Auto => is_terminal && env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}
