//! The arguments as clap reads them.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::parse_size;
use crate::rules::{Rule, Severity};

/// Finds the calls to Clarifai that broke when app-specific API keys lost access to Clarifai's
/// own models, and says what to write instead.
///
/// Without a verb, `check` is meant.
#[derive(Debug, Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = "Exit codes: 0 nothing found, 1 findings, 2 the run itself failed."
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub verb: Option<Verb>,

    /// The arguments of `check`, when no verb is given.
    #[command(flatten)]
    pub check: CheckArguments,

    /// When to use colours
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", global = true)]
    pub color: ColorWhen,
}

/// A verb.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Report the calls that are broken or may be
    Check(CheckArguments),
    /// Rewrite the calls that are broken
    Fix(FixArguments),
    /// Keep a list of known findings, so that only new ones count
    Baseline {
        /// What to do with the list
        #[command(subcommand)]
        action: BaselineAction,
    },
    /// Explain a rule: what breaks, why, and what to write instead
    Explain {
        /// The rule; without one, all of them are listed
        #[arg(value_parser = rule_parser(), hide_possible_values = true)]
        rule: Option<Rule>,
    },
    /// List the rules
    Rules,
    /// List what is known as Clarifai's: ids, names, constants
    Catalogue {
        /// Part of an id or a name; without it, everything is listed
        #[arg(default_value = "")]
        text: String,
    },
    /// Write the completions for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Write the manual page
    Man,
}

/// The arguments of `fix`: those of `check`, and how far to go.
#[derive(Debug, Args)]
pub struct FixArguments {
    /// Rewrite where that is right only if an assumption holds, too
    #[arg(long = "unsafe")]
    pub unsafe_too: bool,

    /// Print the rewrites as a patch that `git apply` takes, and write nothing
    #[arg(long)]
    pub diff: bool,

    /// What to look into, and what to report of what is left.
    #[command(flatten)]
    pub check: CheckArguments,
}

/// What to do with the list of known findings.
#[derive(Debug, Subcommand)]
pub enum BaselineAction {
    /// Record today's findings
    Write(CheckArguments),
    /// Drop those that are gone
    Prune(CheckArguments),
}

/// The arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Files and folders; `-` reads one file from standard input
    #[arg(default_value = ".", hide_default_value = true)]
    pub paths: Vec<PathBuf>,

    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,

    /// Write a report into a file, too: `sarif=key2pat.sarif` (repeatable)
    #[arg(short, long, value_name = "FORMAT=FILE", value_parser = parse_output)]
    pub output: Vec<(Format, PathBuf)>,

    /// Count by rule, language, client and folder, too
    #[arg(long)]
    pub statistics: bool,

    /// Show notes and guesses, too
    #[arg(long)]
    pub pedantic: bool,

    /// List calls without a finding, too (with `json` and `jsonl`)
    #[arg(long)]
    pub all_calls: bool,

    /// The only rules to report
    #[arg(
        long,
        value_name = "RULES",
        value_delimiter = ',',
        value_parser = rule_parser(),
        hide_possible_values = true
    )]
    pub select: Option<Vec<Rule>>,

    /// Rules not to report
    #[arg(
        long,
        value_name = "RULES",
        value_delimiter = ',',
        value_parser = rule_parser(),
        hide_possible_values = true
    )]
    pub ignore: Option<Vec<Rule>>,

    /// The least severity to show
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub min_severity: Option<Least>,

    /// The least severity that makes the exit code 1, of what is shown [default: error]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<Least>,

    /// Do not show the findings that this file knows
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Show them, whatever file of known findings the configuration names
    #[arg(long, conflicts_with = "baseline")]
    pub no_baseline: bool,

    /// Exit with 0 even if there are findings
    #[arg(long)]
    pub exit_zero: bool,

    /// Show what `key2pat: ignore[…]` comments silence, too
    #[arg(long)]
    pub no_suppressions: bool,

    /// Leave out what matches, as a line of a `.gitignore` would (repeatable)
    #[arg(long, value_name = "GLOB", help_heading = "Files")]
    pub exclude: Vec<String>,

    /// Leave out files given by hand, too, where a rule says so
    #[arg(long, help_heading = "Files")]
    pub force_exclude: bool,

    /// Look into everything but `.git`: ignored, built and minified files, too
    #[arg(long, help_heading = "Files")]
    pub no_ignore: bool,

    /// Skip files larger than this: bytes, or with `K` or `M` [default: 5M]
    #[arg(
        long,
        value_name = "SIZE",
        value_parser = parse_size,
        help_heading = "Files"
    )]
    pub max_file_size: Option<u64>,

    /// The name of the file that `-` stands for; tells its language
    #[arg(long, value_name = "NAME", help_heading = "Files")]
    pub stdin_filename: Option<PathBuf>,

    /// Look into what is staged only, as the commit will hold it
    #[arg(long, conflicts_with = "since", help_heading = "Files")]
    pub staged: bool,

    /// Look into what changed since the branch left this commit only
    #[arg(long, value_name = "COMMIT", help_heading = "Files")]
    pub since: Option<String>,

    /// Report findings on changed lines only (with `--staged` or `--since`)
    #[arg(long, help_heading = "Files")]
    pub changed_lines: bool,

    /// Look into the files that this file lists, by lines or NULs; `-` is standard input
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["paths", "staged", "since"],
        help_heading = "Files"
    )]
    pub files_from: Option<PathBuf>,

    /// List the files that would be looked into, and do nothing else
    #[arg(long, help_heading = "Files")]
    pub show_files: bool,

    /// Use this configuration for all files
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "isolated",
        help_heading = "Configuration"
    )]
    pub config: Option<PathBuf>,

    /// Use no configuration
    #[arg(long, help_heading = "Configuration")]
    pub isolated: bool,

    /// Show the configuration that counts for the first path, and do nothing else
    #[arg(long, help_heading = "Configuration")]
    pub show_settings: bool,

    /// The number of threads [default: one for each processor]
    #[arg(short = 'j', long = "threads", value_name = "N", value_parser = parse_threads)]
    pub threads: Option<usize>,

    /// Show findings only, no figures
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Show the whole way of a value, and the files that were not looked into
    #[arg(short, long)]
    pub verbose: bool,
}

/// How to report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// With the lines of source, for people
    #[default]
    Human,
    /// One line a finding
    Concise,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
    /// SARIF 2.1.0, for code scanning services
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// JUnit's XML
    Junit,
    /// Checkstyle's XML
    Checkstyle,
    /// A summary for a pull request
    Markdown,
    /// A page for an audit
    Html,
}

impl Format {
    /// Whether it shows rewrites, or counts them.
    #[must_use]
    pub const fn shows_rewrites(self) -> bool {
        match self {
            Self::Human | Self::Json | Self::Jsonl | Self::Sarif | Self::Markdown | Self::Html => {
                true
            }
            Self::Concise | Self::Github | Self::Gitlab | Self::Junit | Self::Checkstyle => false,
        }
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The least severity that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Least {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
    /// Everything
    Note,
}

impl From<Least> for Severity {
    fn from(least: Least) -> Self {
        match least {
            Least::Error => Self::Error,
            Least::Warning => Self::Warning,
            Least::Note => Self::Note,
        }
    }
}

/// Takes the names of the rules, and suggests the nearest one for any other.
fn rule_parser() -> impl TypedValueParser<Value = Rule> {
    PossibleValuesParser::new(Rule::ALL.map(Rule::name))
        .try_map(|name| Rule::from_name(&name).ok_or_else(|| format!("there is no rule `{name}`")))
}

/// A format and a file, divided by `=`.
fn parse_output(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, path) = text.split_once('=').ok_or("expected FORMAT=FILE")?;
    let format =
        Format::from_str(format, false).map_err(|_| format!("there is no format `{format}`"))?;
    if path.is_empty() {
        return Err("expected a file behind `=`".to_owned());
    }
    Ok((format, PathBuf::from(path)))
}

/// A number of threads, from 1.
fn parse_threads(text: &str) -> Result<usize, String> {
    match text.parse::<usize>() {
        Ok(threads @ 1..=1024) => Ok(threads),
        _ => Err("expected a number from 1 to 1024".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_bare_path_is_a_check() {
        let arguments = Arguments::try_parse_from(["key2pat", "src", "--pedantic"]).unwrap();
        assert!(arguments.verb.is_none());
        assert_eq!(arguments.check.paths, [PathBuf::from("src")]);
        assert!(arguments.check.pedantic);
        let arguments = Arguments::try_parse_from(["key2pat"]).unwrap();
        assert_eq!(arguments.check.paths, [PathBuf::from(".")]);
    }
}
