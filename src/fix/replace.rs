//! The client `clarifai.rest`, which cannot name an owner, replaced by requests over REST.
//!
//! That client is a thin layer above REST: what its methods return is the answer's JSON. So a
//! request with the owner in its address gives the same answer, and whatever the program does with
//! it stays as it is. `requests`, which the client is built on, is at hand where the client is.
//! What the calls needed before (the model, the client, its import, the key) goes where nothing
//! else uses it: see [`super::unused`].

use super::draft::Draft;
use super::environment::read;
use super::imports;
use super::lines::Layout;
use super::style::{line_end, literal, quote};
use super::unused::{self, Going};
use super::{Subject, Work};
use crate::clarifai::catalogue::asked_as;
use crate::clarifai::legacy_python::{Input, Method, OUTPUT_CONFIG, PREDICTIONS, TAGGERS};
use crate::clarifai::{Call, Client, ResourceKind};
use crate::facts::{Argument, Construct, ExprId, Facts, Kind};
use crate::flow::{At, Context, Flow, Trail, Value};
use crate::language::Language;
use crate::rules::Target;
use crate::source::Place;

/// Whether a call is one that may be replaced.
pub(super) fn concerns(call: &Call) -> bool {
    call.client == Client::LegacyPython
}

/// Replaces what can be replaced of the `members` (indices into `subjects`), and returns which of
/// them that mends.
pub(super) fn rewrite(
    work: &Work<'_>,
    subjects: &[Subject<'_>],
    members: &[usize],
    draft: &mut Draft,
) -> Vec<usize> {
    let mut wanted: Vec<(usize, &Call)> = members
        .iter()
        .filter(|it| is_single(&subjects[**it]))
        .map(|it| (*it, &subjects[*it].judged.call))
        .collect();
    // What cannot be replaced as a whole stays as it is, so that the others are tried without it.
    while !wanted.is_empty() {
        let mut trial = Draft::default();
        let mended = attempt(work, &wanted, &mut trial);
        if mended.len() == wanted.len() {
            trial.does("ask by REST instead of `clarifai.rest`, whose answer is the same JSON");
            trial.assume(
                "`requests` is installed and nothing relies on the errors that the client raised",
            );
            *draft = trial;
            return mended;
        }
        wanted.retain(|(member, _)| mended.contains(member));
    }
    Vec::new()
}

/// Replaces the predictions of the wanted calls; returns the members that are mended by that.
fn attempt(work: &Work<'_>, wanted: &[(usize, &Call)], draft: &mut Draft) -> Vec<usize> {
    let mut going = Going::default();
    let (mut served, mut failed) = (Vec::new(), Vec::new());
    for prediction in predictions(work, wanted) {
        let (member, call) = wanted[prediction.of];
        match write(work, &prediction, call, &mut going, draft) {
            Some(()) => served.push(member),
            None => failed.push(member),
        }
    }
    let named: Vec<Place> = wanted.iter().map(|(_, call)| call.place).collect();
    unused::remove(work, &mut going, &named, draft);
    // A call is mended if nothing is left of the place that named its resource.
    let is_mended = |(member, call): &&(usize, &Call)| {
        served.contains(member)
            && !failed.contains(member)
            && going.gone.iter().any(|it| covers(*it, call.place))
    };
    wanted.iter().filter(is_mended).map(|it| it.0).collect()
}

fn covers(gone: Place, place: Place) -> bool {
    gone.file == place.file && gone.span.contains(place.span)
}

/// Whether every reading of a call asks for the same resource of the same known owner.
fn is_single(subject: &Subject<'_>) -> bool {
    let call = &subject.judged.call;
    let target = Target::of(call);
    matches!(target, Target::Fixed { .. })
        && call.resource.id.is_some()
        && call.resource.unresolved_from.is_none()
        && matches!(
            call.resource.kind,
            ResourceKind::Model | ResourceKind::Workflow
        )
        && subject
            .readings
            .readings
            .iter()
            .flatten()
            .all(|it| Target::of(it) == target && it.resource.id == call.resource.id)
}

/// A call that asks for a prediction.
struct Prediction {
    at: At,
    method: &'static Method,
    /// Which of the wanted calls names its resource.
    of: usize,
}

/// The predictions of the project by one of these calls.
fn predictions(work: &Work<'_>, wanted: &[(usize, &Call)]) -> Vec<Prediction> {
    let flow = Flow::new(work.project);
    let mut found = Vec::new();
    for (file, facts) in work.project.files() {
        if facts.language != Language::Python {
            continue;
        }
        for &expr in &facts.calls {
            let at = At { file, expr };
            let Kind::Call(callee, _, _) = facts.expr(expr).kind else {
                continue;
            };
            let Kind::Member(object, name) = &facts.expr(callee).kind else {
                continue;
            };
            let named = |list: &'static [Method]| list.iter().find(|it| it.name == name.as_str());
            let (method, source) = match (named(PREDICTIONS), named(TAGGERS)) {
                (Some(method), _) => (method, *object),
                (_, Some(method)) => (method, expr),
                _ => continue,
            };
            let values = flow.eval(at.with(source), &Context::new(), &Trail::new());
            let of = |value: &Value| named_by(work, value, wanted);
            let mut which: Vec<Option<usize>> = values.iter().map(of).collect();
            which.dedup();
            let of = match which.as_slice() {
                [Some(of)] => Some(*of),
                _ => named_here(work, at, *object, wanted),
            };
            found.extend(of.map(|of| Prediction { at, method, of }));
        }
    }
    found
}

/// The wanted call by which a model came about.
fn named_by(work: &Work<'_>, value: &Value, wanted: &[(usize, &Call)]) -> Option<usize> {
    value.api()?.chain().find_map(|link| {
        let place = work.project.place(link.at?);
        let begins =
            |call: &Call| covers(call.place, place) && call.place.span.start == place.span.start;
        wanted.iter().position(|(_, call)| begins(call))
    })
}

/// The wanted call that a prediction is part of, or that its object is bound to: where the client
/// is a parameter, the client is not known by itself.
fn named_here(work: &Work<'_>, at: At, object: ExprId, wanted: &[(usize, &Call)]) -> Option<usize> {
    let facts = work.facts(at.file)?;
    let made = unused::only_value(facts, object).map(|it| work.project.place(at.with(it)));
    let own = work.project.place(at);
    wanted
        .iter()
        .position(|(_, call)| call.place == own || Some(call.place) == made)
}

/// Writes one prediction as a request; `None` if it takes what cannot be told, which leaves `going`
/// and `draft` of no use.
fn write(
    work: &Work<'_>,
    prediction: &Prediction,
    call: &Call,
    going: &mut Going,
    draft: &mut Draft,
) -> Option<()> {
    let At { file, expr } = prediction.at;
    let facts = work.facts(file)?;
    let Kind::Call(_, arguments, _) = &facts.expr(expr).kind else {
        return None;
    };
    let place = work.project.place(prediction.at);
    let quote = quote(work, file, place.span);
    let mut writer = Writer {
        work,
        facts,
        at: prediction.at,
        quote,
        kind: "image",
        encodes: false,
        draft,
        going,
    };
    let config = writer.output_config(prediction.method, arguments)?;
    let inputs = writer.inputs(prediction.method, arguments)?;
    let body = writer.body(call.resource.kind, &inputs, &config);
    let encodes = writer.encodes;
    let token = read(work, place, &work.variables(file).pat, draft);
    let requests = imports::module(work, file, "requests", draft);
    if encodes {
        imports::module(work, file, "base64", draft);
    }
    let text = |it: &str| literal(it, quote);
    let layout = Layout::at(work.bytes(file), place.span);
    let lines = [
        format!("{requests}.post("),
        format!("{}{},", layout.inner, text(&address(call)?)),
        format!(
            "{}headers={{{}: {} + {token}}},",
            layout.inner,
            text("Authorization"),
            text("Key ")
        ),
        format!("{}json={body},", layout.inner),
        format!("{}).json()", layout.outer),
    ];
    draft.replace(place, lines.join(line_end(work.bytes(file))));
    going.gone.push(place);
    Some(())
}

/// The address of the resource with its owner.
fn address(call: &Call) -> Option<String> {
    let Target::Fixed { user_id, app_id } = Target::of(call) else {
        return None;
    };
    let id = asked_as(call.resource.kind, call.resource.id.as_deref()?);
    let path = match call.resource.kind {
        ResourceKind::Workflow => format!("workflows/{id}/results"),
        _ => format!("models/{id}/outputs"),
    };
    Some(format!(
        "https://api.clarifai.com/v2/users/{user_id}/apps/{app_id}/{path}"
    ))
}

/// Writes the body of one request.
struct Writer<'a, 'p> {
    work: &'a Work<'p>,
    facts: &'p Facts,
    at: At,
    quote: char,
    /// What the input is: `image` or `video`.
    kind: &'static str,
    /// Whether bytes are encoded.
    encodes: bool,
    /// Edits elsewhere: where objects for the inputs are made.
    draft: &'a mut Draft,
    /// What these edits leave nothing of, and what they carry over.
    going: &'a mut Going,
}

impl Writer<'_, '_> {
    fn literal(&self, text: &str) -> String {
        literal(text, self.quote)
    }

    /// The code of an expression, which is carried over.
    fn code(&mut self, expr: ExprId) -> String {
        let place = self.work.project.place(self.at.with(expr));
        self.going.kept.push(place);
        self.work.text(place)
    }

    /// The body of the request.
    fn body(&self, kind: ResourceKind, inputs: &str, config: &str) -> String {
        let text = |it: &str| self.literal(it);
        match (config.is_empty(), kind) {
            (true, _) => format!("{{{}: {inputs}}}", text("inputs")),
            (false, ResourceKind::Workflow) => format!(
                "{{{}: {inputs}, {}: {{{config}}}}}",
                text("inputs"),
                text("output_config")
            ),
            (false, _) => format!(
                "{{{}: {inputs}, {}: {{{}: {{{}: {{{config}}}}}}}}}",
                text("inputs"),
                text("model"),
                text("output_info"),
                text("output_config")
            ),
        }
    }

    /// The further arguments, as entries of the service's `output_config`; `None` if one is not
    /// known.
    fn output_config(&mut self, method: &Method, arguments: &[Argument]) -> Option<String> {
        let mut entries = Vec::new();
        let positional = arguments.iter().filter(|it| it.name.is_none()).count();
        if positional > 1 || arguments.iter().any(|it| it.spread) {
            return None;
        }
        let is_tagger = matches!(method.input, Input::Addresses | Input::Files);
        for argument in arguments {
            let Some(name) = argument
                .name
                .as_deref()
                .filter(|it| *it != method.parameter)
            else {
                continue;
            };
            let code = self.code(argument.value);
            match name {
                "is_video" if code == "False" => {}
                "is_video" if code == "True" => self.kind = "video",
                "model_name" | "model_id" | "model" if is_tagger => {}
                _ => {
                    let (_, key) = OUTPUT_CONFIG.iter().find(|it| it.0 == name)?;
                    entries.push(format!("{}: {code}", self.literal(key)));
                }
            }
        }
        Some(entries.join(", "))
    }

    /// The list of the inputs.
    fn inputs(&mut self, method: &Method, arguments: &[Argument]) -> Option<String> {
        let given = arguments
            .iter()
            .find(|it| it.name.as_deref() == Some(method.parameter))
            .or_else(|| arguments.iter().find(|it| it.name.is_none()))?;
        let code = self.code(given.value);
        let one = |record: String| format!("[{record}]");
        Some(match method.input {
            Input::Address => one(self.record("url", &code)),
            Input::File => {
                let open = format!("open({code}, {}).read()", self.literal("rb"));
                let encoded = self.encoded(&open);
                one(self.record("base64", &encoded))
            }
            Input::Bytes => {
                let encoded = self.encoded(&code);
                one(self.record("base64", &encoded))
            }
            Input::Encoded => one(self.record("base64", &format!("{code}.decode()"))),
            Input::Addresses => {
                format!("[{} for it in {code}]", self.record("url", "it"))
            }
            Input::Files => {
                let open = format!("open(it, {}).read()", self.literal("rb"));
                let encoded = self.encoded(&open);
                format!("[{} for it in {code}]", self.record("base64", &encoded))
            }
            Input::Objects => self.objects(given.value)?,
        })
    }

    fn record(&self, key: &str, value: &str) -> String {
        format!(
            "{{{}: {{{}: {{{}: {value}}}}}}}",
            self.literal("data"),
            self.literal(self.kind),
            self.literal(key)
        )
    }

    fn encoded(&mut self, bytes: &str) -> String {
        self.encodes = true;
        format!("base64.b64encode({bytes}).decode()")
    }

    /// `[Image(url=…), …]`: each object as the record that it stands for, where it is made.
    fn objects(&mut self, list: ExprId) -> Option<String> {
        let Kind::List(elements) = &self.facts.expr(list).kind else {
            return None;
        };
        let mut items = Vec::new();
        for &element in elements {
            let item = match &self.facts.expr(element).kind {
                Kind::Name(_) => {
                    let code = self.code(element);
                    let made = self.made(element)?;
                    let record = self.object(made)?;
                    let place = self.work.project.place(self.at.with(made));
                    self.draft.replace(place, record);
                    self.going.gone.push(place);
                    code
                }
                _ => self.object(element)?,
            };
            items.push(item);
        }
        Some(format!("[{}]", items.join(", ")))
    }

    /// The one construction that a name is bound to, which nothing but this request uses.
    fn made(&self, name: ExprId) -> Option<ExprId> {
        let own = self.work.project.place(self.at).span;
        let Kind::Name(text) = &self.facts.expr(name).kind else {
            return None;
        };
        let made = unused::only_value(self.facts, name)?;
        let uses = self.facts.mentions.get(text)?;
        let inside = |it: &&ExprId| own.contains(self.facts.expr(**it).span);
        let binds =
            |it: &&ExprId| self.facts.expr(**it).span.end < self.facts.expr(made).span.start;
        let known = uses
            .iter()
            .all(|it| inside(&it) || binds(&it) && unused::is_target(self.facts, *it));
        known.then_some(made)
    }

    /// `Image(url=x)` as a record.
    fn object(&mut self, made: ExprId) -> Option<String> {
        let Kind::Call(_, arguments, Construct::No) = &self.facts.expr(made).kind else {
            return None;
        };
        let flow = Flow::new(self.work.project);
        let values = flow.eval(self.at.with(made), &Context::new(), &Trail::new());
        let [value] = values.as_slice() else {
            return None;
        };
        self.kind = match value.api()?.path.rsplit('.').next()? {
            "Image()" => "image",
            "Video()" => "video",
            _ => return None,
        };
        let [argument] = arguments.as_slice() else {
            return None;
        };
        let code = self.code(argument.value);
        Some(match argument.name.as_deref().unwrap_or("url") {
            "url" => self.record("url", &code),
            "base64" => self.record("base64", &format!("{code}.decode()")),
            "filename" => {
                let open = format!("open({code}, {}).read()", self.literal("rb"));
                let encoded = self.encoded(&open);
                self.record("base64", &encoded)
            }
            "file_obj" => {
                let encoded = self.encoded(&format!("{code}.read()"));
                self.record("base64", &encoded)
            }
            _ => return None,
        })
    }
}
