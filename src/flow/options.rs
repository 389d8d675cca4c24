//! Options: the defaults that a program declares for its command line, and what it gives to the
//! configuration that all its parts read.

use std::rc::Rc;

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::effect::Effect;
use super::value::{Api, At, Context, Trail, Value, What};
use crate::facts::{
    Argument, ExprId, Facts, Kind, Mark, Piece, ScopeId, Signature, SignatureKind, Slot,
};
use crate::source::FileId;

/// How many files a setting is looked for in.
const MAX_FILES: usize = 200;

impl Flow<'_> {
    /// The defaults that were declared for an option: `parser.add_argument("--model", default=…)`.
    pub(super) fn option_defaults(&self, api: &Rc<Api>, name: &str, trail: &Trail) -> Vec<Value> {
        let mut found = Vec::new();
        for link in api.chain() {
            let Some(at) = link.at else { continue };
            let Some(facts) = self.facts(at.file) else {
                continue;
            };
            let signatures = facts.language.signatures();
            for effect in self.effects(at) {
                let Effect::Called { method, call, .. } = effect else {
                    continue;
                };
                let path = format_smolstr!("{}.{method}", link.path);
                let Some(option) = signatures.exactly(&path, SignatureKind::Option) else {
                    continue;
                };
                let Some(Kind::Call(_, arguments, _)) = self.project.expr(call).map(|it| &it.kind)
                else {
                    continue;
                };
                if is_called(facts, option, arguments, name) {
                    let default = option.slots("default");
                    found.extend(self.slot_values(call, &default, &link.context, trail));
                }
            }
        }
        found
    }

    /// The default that an annotation declares for a parameter: `@click.option("--model", default=…)`.
    pub(super) fn marked_default(
        &self,
        file: FileId,
        marks: &[Mark],
        name: &str,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let signatures = facts.language.signatures();
        let mut found = Vec::new();
        for mark in marks {
            let path = format_smolstr!("@{}", mark.name);
            let Some(option) = signatures.exactly(&path, SignatureKind::Option) else {
                continue;
            };
            if !is_called(facts, option, &mark.arguments, name) {
                continue;
            }
            let default = mark.arguments.iter().find(|it| {
                let slots = option.slots("default");
                it.name
                    .as_ref()
                    .is_some_and(|name| slots.contains(&Slot::Keyword(name.clone())))
            });
            let value = default.map(|it| {
                self.eval(
                    At {
                        file,
                        expr: it.value,
                    },
                    context,
                    trail,
                )
            });
            found.extend(value.unwrap_or_default());
        }
        found
    }

    /// What the project gives to a setting: in a module of settings (`value`), or as an element of a
    /// member that all parts of the program read (`through`).
    pub(super) fn configured(
        &self,
        at: At,
        api: &Api,
        outside: &Signature,
        name: &SmolStr,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(language) = self.facts(at.file).map(|it| it.language) else {
            return Vec::new();
        };
        let (module, member) = (outside.get("value"), outside.get("through"));
        if module.is_none() && member.is_none() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let files = self.project.files().filter(|it| it.1.language == language);
        for (file, facts) in files.take(MAX_FILES) {
            let here = |expr: ExprId| At { file, expr };
            if let Some(module) = module
                && facts.scope(ScopeId(0)).names.contains_key(name)
                && self.is_named(file, module)
            {
                let whole = here(ExprId(0));
                found.extend(self.export(file, name, whole, &Context::new(), trail));
            }
            let Some(member) = member else {
                continue;
            };
            for assignment in &facts.assignments {
                if assignment.key.as_ref() == Some(name)
                    && (is_member(facts, assignment.object, member)
                        || self.is_object(facts, here(assignment.object), member, api))
                {
                    found.extend(self.eval(here(assignment.value), &Context::new(), trail));
                }
            }
            let fillers = outside.get("with").unwrap_or_default().split_whitespace();
            for &call in fillers.flat_map(|it| self.project.calls_named(file, it)) {
                found.extend(self.filled_in(facts, call, member, name, trail));
            }
        }
        found
    }

    /// Whether a name is that of a library's object which keeps settings itself: `g.client = …`.
    fn is_object(&self, facts: &Facts, object: At, name: &str, api: &Api) -> bool {
        let named = |it: &Value| it.api().is_some_and(|it| it.path == api.path);
        matches!(&facts.expr(object.expr).kind, Kind::Name(it) if it == name)
            && self
                .eval(object, &Context::new(), &Trail::new())
                .iter()
                .any(named)
    }

    /// What a call gives to a setting that fills the member of all settings: by keyword, or with the
    /// fields of a record, class or module, which a text may name.
    fn filled_in(
        &self,
        facts: &Facts,
        call: At,
        member: &str,
        name: &SmolStr,
        trail: &Trail,
    ) -> Vec<Value> {
        let Kind::Call(callee, arguments, _) = &facts.expr(call.expr).kind else {
            return Vec::new();
        };
        let Kind::Member(object, _) = facts.expr(*callee).kind else {
            return Vec::new();
        };
        if !is_member(facts, object, member) {
            return Vec::new();
        }
        let context = &Context::new();
        if let Some(given) = self.given(call, arguments, name, context, trail) {
            return given;
        }
        let mut found = Vec::new();
        for value in self.slot_values(call, &[Slot::Position(0)], context, trail) {
            let named = value.text().and_then(|it| self.named_by_text(call, it));
            let fields = match named.as_ref().unwrap_or(&value).what {
                What::Class(file, class) => {
                    self.static_member(file, class, name, call, context, trail)
                }
                _ => self.inner_field(named.as_ref().unwrap_or(&value), name),
            };
            let known = |it: &Value| !matches!(&it.what, What::Outside(it) if it.name == *name);
            found.extend(fields.into_iter().filter(known));
        }
        found
    }

    /// The module or the class in one that a text names, or a module by its file's name.
    fn named_by_text(&self, at: At, text: &str) -> Option<Value> {
        let language = self.facts(at.file)?.language;
        let modules = self.project.modules();
        let (context, trail) = (Context::new(), Trail::new());
        let module = |file| self.plain(at, &context, &trail, What::Module(file));
        if let Some(file) = modules.resolve(at.file, language, text, 0) {
            return Some(module(file));
        }
        let (path, last) = text.rsplit_once('.')?;
        let file = modules.resolve(at.file, language, path, 0)?;
        let last = SmolStr::new(last);
        let exported = self.export(
            file,
            &last,
            At {
                file,
                expr: ExprId(0),
            },
            &context,
            &trail,
        );
        let class = exported
            .into_iter()
            .find(|it| matches!(it.what, What::Class(..)));
        Some(class.unwrap_or_else(|| module(file)))
    }

    /// Whether a file is the module of that name, or stands in a package of that name.
    fn is_named(&self, file: FileId, module: &str) -> bool {
        let path = &self.project.sources().get(file).display;
        let package = path.rsplit('/').nth(1);
        super::module::stem(path) == module || package == Some(module)
    }
}

fn is_member(facts: &Facts, object: ExprId, name: &str) -> bool {
    matches!(&facts.expr(object).kind, Kind::Member(_, it) if it == name)
}

/// Whether an option is called so: by one of the texts that stand where its names do, with whatever
/// dashes.
fn is_called(facts: &Facts, option: &Signature, arguments: &[Argument], name: &str) -> bool {
    let positions = option.slots("name").into_iter().filter_map(|it| match it {
        Slot::Position(position) => Some(position),
        _ => None,
    });
    let plain: Vec<&Argument> = arguments.iter().filter(|it| it.name.is_none()).collect();
    positions.filter_map(|it| plain.get(it)).any(|argument| {
        let Kind::Text(pieces) = &facts.expr(argument.value).kind else {
            return false;
        };
        let [Piece::Text(text)] = pieces.as_slice() else {
            return false;
        };
        text.trim_start_matches('-').replace('-', "_") == name
    })
}
