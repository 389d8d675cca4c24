//! The format `junit`: a test case for each finding, which fails, and one for each file that was
//! not looked into, which is skipped.

use std::io::{self, Write};

use super::markup::{xml, xml_lines};
use super::summary::Report;
use super::words;
use crate::rules::Finding;

/// Writes one XML document.
///
/// # Errors
/// If `out` refuses.
pub fn report(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let (failures, skipped) = (report.findings.len(), report.summary.skipped.len());
    // A report without any test case counts as a failure in some readers.
    let passing = usize::from(failures + skipped == 0);
    let counts = format!(
        "name=\"key2pat\" tests=\"{}\" failures=\"{failures}\" skipped=\"{skipped}\" errors=\"0\"",
        failures + skipped + passing
    );
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites {counts}>")?;
    writeln!(out, "  <testsuite {counts}>")?;
    for finding in &report.findings {
        case(finding, report, out)?;
    }
    for file in &report.summary.skipped {
        let path = xml(&file.path);
        writeln!(out, "    <testcase name=\"{path}\" classname=\"{path}\">")?;
        writeln!(out, "      <skipped message=\"{}\"/>", xml(&file.reason))?;
        writeln!(out, "    </testcase>")?;
    }
    if passing > 0 {
        writeln!(
            out,
            "    <testcase name=\"no findings\" classname=\"key2pat\"/>"
        )?;
    }
    writeln!(out, "  </testsuite>")?;
    writeln!(out, "</testsuites>")
}

fn case(finding: &Finding, report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let file = report.sources.get(finding.place.file);
    let at = file.line_column(finding.place.span.start);
    let (path, rule) = (xml(&file.display), finding.rule.name());
    let severity = words::severity(finding.severity);
    writeln!(
        out,
        "    <testcase name=\"{rule} at {}:{}\" classname=\"{path}\" file=\"{path}\" line=\"{}\">",
        at.line, at.column, at.line
    )?;
    let message = xml(&finding.message);
    write!(
        out,
        "      <failure type=\"{severity}\" message=\"{message}\">"
    )?;
    write!(
        out,
        "{path}:{}:{}: {severity}[{rule}] {message}",
        at.line, at.column
    )?;
    for line in &finding.help {
        write!(out, "\nhelp: {}", xml_lines(line))?;
    }
    writeln!(out, "</failure>")?;
    writeln!(out, "    </testcase>")
}
