//! Data: settings that a program reads from files which are not code, and texts of JSON.

use std::rc::Rc;

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::effect::Effect;
use super::field::same_key;
use super::value::{At, Chunk, Context, HopRole, OutsideKind, Trail, Value, What};
use crate::facts::{Signature, Slot};

impl Flow<'_> {
    /// The data that a call reads from a file whose path is a literal.
    pub(super) fn read_data(
        &self,
        at: At,
        signature: &Signature,
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let paths = match signature.get("through") {
            None => self.slot_values(at, &signature.slots("value"), context, &Trail::new()),
            // `config.read("settings.ini")` on the object that is made here.
            Some(method) => self
                .effects(at)
                .into_iter()
                .filter_map(|effect| match effect {
                    Effect::Called {
                        method: it, call, ..
                    } if it == method => Some(call),
                    _ => None,
                })
                .flat_map(|call| {
                    self.slot_values(call, &[Slot::Position(0)], context, &Trail::new())
                })
                .collect(),
        };
        paths
            .iter()
            .filter_map(Value::text)
            .find_map(|path| self.data_at(at, path, context, trail))
    }

    /// The data in a file, by its path as the code at `at` gives it.
    pub(super) fn data_at(
        &self,
        at: At,
        path: &str,
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let data = self.project.data(at.file, path)?;
        let what = What::Data(Rc::new(data.clone()), Rc::new(Vec::new()));
        Some(self.plain(at, context, trail, what))
    }

    /// The text of a setting that stands in a file which the program's framework reads.
    #[must_use]
    pub fn setting_text(&self, at: At, name: &str) -> Option<String> {
        self.project.setting(at.file, name)
    }

    /// The value of a setting that stands in a file which the program's framework reads.
    pub(super) fn setting_value(
        &self,
        at: At,
        name: &str,
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let text = self.project.setting(at.file, name)?;
        let role = HopRole::Stored;
        let trail = trail.then(self.project.place(at), role, Some(SmolStr::new(name)));
        let what = What::Text(SmolStr::new(text));
        Some(Value {
            what,
            context: context.clone(),
            trail,
        })
    }

    /// One reading of a text with the settings put in that it names: `Key ${clarifai.token}`,
    /// `${clarifai.url:https://…}`.
    #[must_use]
    pub fn with_settings(&self, at: At, form: &[Chunk]) -> Vec<Chunk> {
        let (context, trail) = (Context::new(), Trail::new());
        let mut found = Vec::with_capacity(form.len());
        for chunk in form {
            let Some(text) = chunk.text() else {
                found.push(chunk.clone());
                continue;
            };
            let mut rest = text;
            while let Some((before, from)) = rest.split_once("${")
                && let Some((inside, behind)) = from.split_once('}')
            {
                let (name, default) = inside.split_once(':').unwrap_or((inside, ""));
                let value = self
                    .setting_value(at, name, &context, &trail)
                    .unwrap_or_else(|| match default {
                        "" => {
                            let kind = OutsideKind::Setting;
                            self.outside(at, &context, &trail, kind, SmolStr::new(name))
                        }
                        text => self.plain(at, &context, &trail, What::Text(SmolStr::new(text))),
                    });
                found.push(Chunk::Text(SmolStr::new(before)));
                found.push(Chunk::Hole(value));
                rest = behind;
            }
            found.push(Chunk::Text(SmolStr::new(rest)));
        }
        found.retain(|it| !matches!(it, Chunk::Text(text) if text.is_empty()));
        found
    }

    /// A field of the JSON that a text holds.
    pub(super) fn text_field(&self, record: &Value, key: &str) -> Vec<Value> {
        self.forms(record)
            .iter()
            .filter_map(|form| self.parse_json(form, record))
            .flat_map(|data| self.field(&data, key))
            .collect()
    }

    /// Reads a text as JSON. A hole inside of quotes becomes part of the text there, one outside
    /// becomes a value.
    #[must_use]
    pub fn parse_json(&self, form: &[Chunk], record: &Value) -> Option<Value> {
        let mut text = String::new();
        let mut holes = Vec::new();
        for chunk in form {
            match (chunk.text(), chunk) {
                (Some(part), _) => text.push_str(part),
                (None, Chunk::Text(_)) => {}
                (None, Chunk::Hole(value)) => {
                    let quoted = text.chars().filter(|it| *it == '"').count() % 2 == 1;
                    let mark = format!("\u{1}{}\u{1}", holes.len());
                    text.push_str(&if quoted { mark } else { format!("\"{mark}\"") });
                    holes.push(value.clone());
                }
            }
        }
        if !text.trim_start().starts_with(['{', '[']) {
            return None;
        }
        // The marks are control characters, which JSON forbids in a text: escape them first.
        let text = text.replace('\u{1}', "\\u0001");
        let data: serde_json::Value = serde_json::from_str(text.trim()).ok()?;
        Some(Value {
            what: What::Data(Rc::new(data), Rc::new(holes)),
            context: record.context.clone(),
            trail: record.trail.clone(),
        })
    }

    /// What data has under a key, or at a position.
    pub(super) fn data_field(
        &self,
        data: &serde_json::Value,
        holes: &Rc<Vec<Value>>,
        record: &Value,
        key: &str,
    ) -> Vec<Value> {
        let value = match data {
            serde_json::Value::Object(fields) => fields
                .iter()
                .find(|(name, _)| same_key(name, key))
                .map(|(_, it)| it),
            serde_json::Value::Array(items) => key
                .parse::<usize>()
                .ok()
                .and_then(|position| items.get(position)),
            _ => None,
        };
        value
            .map(|it| self.data_value(it, holes, record))
            .unwrap_or_default()
    }

    /// A part of data as a value.
    pub(super) fn data_value(
        &self,
        data: &serde_json::Value,
        holes: &Rc<Vec<Value>>,
        from: &Value,
    ) -> Vec<Value> {
        let text = match data {
            serde_json::Value::String(text) => SmolStr::new(text),
            serde_json::Value::Number(number) => format_smolstr!("{number}"),
            serde_json::Value::Null => return Vec::new(),
            other => {
                let what = What::Data(Rc::new(other.clone()), holes.clone());
                return vec![Value {
                    what,
                    ..from.clone()
                }];
            }
        };
        let parts: Vec<&str> = text.split('\u{1}').collect();
        if parts.len() == 1 {
            return vec![Value {
                what: What::Text(text),
                ..from.clone()
            }];
        }
        let chunk = |(index, part): (usize, &&str)| {
            if index % 2 == 0 {
                return (!part.is_empty()).then(|| Chunk::Text(SmolStr::new(part)));
            }
            let hole = part.parse::<usize>().ok()?;
            holes.get(hole).cloned().map(Chunk::Hole)
        };
        let chunks: Vec<Chunk> = parts.iter().enumerate().filter_map(chunk).collect();
        match chunks.as_slice() {
            [Chunk::Hole(value)] => vec![value.clone()],
            _ => vec![self.chunks(chunks, &from.context, &from.trail)],
        }
    }
}
