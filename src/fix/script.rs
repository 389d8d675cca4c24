//! The generated classes of JavaScript's gRPC clients: `new PostModelOutputsRequest()` with
//! setters, in a chain or in statements.

use super::Work;
use super::draft::Draft;
use super::environment::halves;
use super::lines::{indent_of, line_start};
use super::names::{Kept, kept};
use super::style::{behind, line_end};
use crate::facts::{Bound, Construct, ExprId, Facts, Imported, Kind, Piece};
use crate::flow::At;
use crate::rules::Target;
use crate::source::FileId;

const CLASS: &str = "UserAppIDSet";

/// Whether a file builds its messages of generated classes rather than of plain objects.
pub(super) fn is_static(work: &Work<'_>, file: FileId) -> bool {
    memchr::memmem::find(work.bytes(file), b"resources_pb").is_some()
}

/// Names the owner of a message of a generated class.
pub(super) fn add_to_message(
    work: &Work<'_>,
    facts: &Facts,
    made: At,
    target: &Target,
    draft: &mut Draft,
) {
    if !matches!(facts.expr(made.expr).kind, Kind::Call(_, _, Construct::New)) {
        draft.stop("the request is made in a way that cannot be added to");
        return;
    }
    let Some(class) = user_app_id_set(work, made.file, draft) else {
        draft.stop("the classes of `resources_pb` are not at hand in this file");
        return;
    };
    let (user, app) = halves(work, work.project.place(made), target, draft);
    let setter = format!(".setUserAppId(new {class}().setUserId({user}).setAppId({app}))");
    let chained = facts.expr(made.expr).parent.is_some_and(
        |it| matches!(facts.expr(it).kind, Kind::Member(object, _) if object == made.expr),
    );
    if chained {
        return behind(work, facts, made, &setter, draft);
    }
    let Kept::Name(_, name) = kept(facts, made.expr) else {
        // Setters return the message.
        return behind(work, facts, made, &setter, draft);
    };
    statement_behind(work, facts, made, &format!("{name}{setter}"), draft);
}

/// Puts a statement on the line below the one that an expression ends.
fn statement_behind(work: &Work<'_>, facts: &Facts, made: At, code: &str, draft: &mut Draft) {
    let bytes = work.bytes(made.file);
    let span = facts.expr(made.expr).span;
    let rest = bytes.get(span.end as usize..).unwrap_or_default();
    let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let semicolon = rest[..line].trim_ascii_start().starts_with(b";");
    let after = rest[..line]
        .trim_ascii_start()
        .strip_prefix(b";")
        .unwrap_or(&rest[..line]);
    let after = after.trim_ascii();
    if !after.is_empty() && !after.starts_with(b"//") {
        draft.stop("another statement stands in the line in which the request is made");
        return;
    }
    let begin = line_start(bytes, span.start) as usize;
    let indent = indent_of(bytes.get(begin..).unwrap_or_default());
    let carriage = usize::from(rest[..line].last() == Some(&b'\r'));
    let at = span.end + (line - carriage) as u32;
    let end = if semicolon { ";" } else { "" };
    draft.insert(
        made.file,
        at,
        format!("{}{indent}{code}{end}", line_end(bytes)),
    );
}

/// The way in which a file names the class `UserAppIDSet`, with an import added where the file
/// imports the classes one by one.
pub(super) fn user_app_id_set(work: &Work<'_>, file: FileId, draft: &mut Draft) -> Option<String> {
    let facts = work.facts(file)?;
    if facts.scopes.first()?.names.contains_key(CLASS) {
        return Some(CLASS.to_owned());
    }
    let mut last = None;
    for import in facts
        .imports
        .iter()
        .filter(|it| it.module.ends_with("resources_pb"))
    {
        match import.what {
            Imported::Name(_) => last = last.max(Some(import.span.end)),
            _ => return Some(format!("{}.{CLASS}", import.local)),
        }
    }
    for (name, definitions) in &facts.scopes.first()?.names {
        for definition in definitions {
            match &definition.value {
                Bound::Value(value) if requires_resources(facts, *value) => {
                    return Some(format!("{name}.{CLASS}"));
                }
                Bound::Part(value, _, _) if requires_resources(facts, *value) => {
                    last = last.max(Some(definition.span.end));
                }
                _ => {}
            }
        }
    }
    draft.insert(file, last?, format!(", {CLASS}"));
    Some(CLASS.to_owned())
}

fn requires_resources(facts: &Facts, value: ExprId) -> bool {
    let Kind::Call(callee, arguments, _) = &facts.expr(value).kind else {
        return false;
    };
    let require = matches!(&facts.expr(*callee).kind, Kind::Name(name) if name == "require");
    let module = arguments.first().map(|it| &facts.expr(it.value).kind);
    require
        && matches!(module, Some(Kind::Text(pieces)) if matches!(pieces.as_slice(),
            [Piece::Text(text)] if text.ends_with("resources_pb") || text.ends_with("resources_pb.js")))
}
