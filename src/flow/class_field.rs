//! Fields of classes: the values that they are given, and what a framework, a test or a constructor
//! puts into them.

use smol_str::{SmolStr, format_smolstr};

use super::bounded::Flow;
use super::class::{Asked, at_of};
use super::value::{At, Context, HopRole, OutsideKind, Trail, Value, What};
use crate::facts::{
    ClassId, ExprId, Facts, FieldValue, FunctionId, Kind, Mark, Piece, SignatureKind,
};
use crate::source::{FileId, Place};

impl Flow<'_> {
    /// A value that is given to a field of a class, or what its declaration tells.
    pub(super) fn field_value(
        &self,
        (file, class): (FileId, ClassId),
        field: &FieldValue,
        asked: &Asked<'_>,
    ) -> Vec<Value> {
        let Asked {
            name,
            at,
            context,
            trail,
            ..
        } = *asked;
        let place = Place {
            file,
            span: field.span,
        };
        let trail = &trail.then(place, HopRole::Stored, Some(name.clone()));
        if let Some(marked) = self.marked(&field.marks, at, context, trail) {
            return vec![marked];
        }
        if let Some(double) = self.double(file, &field.marks) {
            return vec![self.library(at, context, trail, double, None)];
        }
        if let Some(value) = field.value {
            let expr = At { file, expr: value };
            // The value is its own field: `self.key = self.key or …`.
            return self.eval(expr, context, trail);
        }
        if let Some(filled) = self.filled_field(file, class, name, field, context, trail) {
            return vec![filled];
        }
        if let Some(parameter) = field.parameter {
            return self.parameter_of(file, parameter, context, trail);
        }
        let class_expr = self.facts(file).map(|facts| At {
            file,
            expr: inside_of(facts, class),
        });
        let Some(expr) = class_expr else {
            return Vec::new();
        };
        let annotation = field.annotation.as_ref();
        let provided = self.provided(expr, annotation, &field.marks, context, trail);
        if !provided.is_empty() {
            return provided;
        }
        let typed = self.typed(expr, annotation, context, trail);
        typed.into_iter().collect()
    }

    /// The annotation that says that a test fills something with a stand-in.
    fn double(&self, file: FileId, marks: &[Mark]) -> Option<SmolStr> {
        let signatures = self.facts(file)?.language.signatures();
        marks.iter().find_map(|mark| {
            let path = format_smolstr!("@{}", mark.name);
            signatures.exactly(&path, SignatureKind::Double)?;
            Some(path)
        })
    }

    /// The setting that a framework puts into a field, as an annotation of its class says:
    /// `@ConfigurationProperties("clarifai")`.
    fn filled_field(
        &self,
        file: FileId,
        class: ClassId,
        name: &SmolStr,
        field: &FieldValue,
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let facts = self.facts(file)?;
        let made = |(function, _)| matches!(context.site(file, function), Some(Some(_)));
        if field.parameter.is_some_and(made) {
            return None;
        }
        let signatures = facts.language.signatures();
        let prefix = facts.class(class).marks.iter().find_map(|mark| {
            let path = format_smolstr!("@{}", mark.name.rsplit('.').next()?);
            signatures.exactly(&path, SignatureKind::Settings)?;
            let argument = mark.arguments.first()?;
            self.eval(
                At {
                    file,
                    expr: argument.value,
                },
                &Context::new(),
                &Trail::new(),
            )
            .first()?
            .text()
            .map(SmolStr::new)
        })?;
        let at = At {
            file,
            expr: at_of(facts, class),
        };
        let setting = format_smolstr!("{prefix}.{name}");
        let known = self.setting_value(at, &setting, context, trail);
        let outside = || self.outside(at, context, trail, OutsideKind::Setting, setting.clone());
        Some(known.unwrap_or_else(outside))
    }

    /// What a constructor is given as the parameter that fills a field.
    fn parameter_of(
        &self,
        file: FileId,
        (function, position): (FunctionId, u32),
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(file) else {
            return Vec::new();
        };
        let function_of = facts.function(function);
        let expr = At {
            file,
            expr: function_of.expr,
        };
        match function_of.parameters.get(position as usize) {
            Some(it) => self.parameter_named(expr, function, &it.name, context, trail),
            None => Vec::new(),
        }
    }

    /// What a function is given as the parameter of that name.
    fn parameter_named(
        &self,
        function_expr: At,
        function: FunctionId,
        name: &SmolStr,
        context: &Context,
        trail: &Trail,
    ) -> Vec<Value> {
        let Some(facts) = self.facts(function_expr.file) else {
            return Vec::new();
        };
        // Any expression inside the function sees the parameter; its own serves as the place.
        let scope = facts.function(function).scope;
        let inside = facts.exprs.iter().position(|expr| {
            matches!(&expr.kind, Kind::Name(it) if it == name)
                && facts.scopes_from(expr.scope).any(|(id, _)| id == scope)
        });
        match inside {
            Some(index) => {
                let at = At {
                    file: function_expr.file,
                    expr: ExprId(index as u32),
                };
                self.eval_name(at, name, context, trail)
            }
            None => self.parameter_value(function_expr, function, name, context, trail),
        }
    }

    /// `@Value("${clarifai.key}")`: a setting that the framework puts in.
    pub(super) fn marked(
        &self,
        marks: &[Mark],
        at: At,
        context: &Context,
        trail: &Trail,
    ) -> Option<Value> {
        let facts = self.facts(at.file)?;
        let signatures = facts.language.signatures();
        marks.iter().find_map(|mark| {
            let path = format_smolstr!("@{}", mark.name);
            let signature = signatures.exactly(&path, SignatureKind::Outside)?;
            let argument = mark.arguments.first()?;
            // What a function of the project provides under that name is no setting.
            if self.is_provided_as(facts, mark) {
                return None;
            }
            let name =
                facts
                    .exprs
                    .get(argument.value.index())
                    .and_then(|expr| match &expr.kind {
                        Kind::Text(pieces) => match pieces.first()? {
                            Piece::Text(text) => Some(text.clone()),
                            Piece::Hole(_) => None,
                        },
                        _ => None,
                    })?;
            let name = name.trim_start_matches("${").trim_end_matches('}');
            let (name, default) = name.split_once(':').unwrap_or((name, ""));
            let name = SmolStr::new(name);
            let kind = match signature.get("kind") {
                Some("environment") => OutsideKind::Environment,
                _ => OutsideKind::Setting,
            };
            let known = self.setting_value(at, &name, context, trail);
            let default = || {
                let trail = trail.then(self.project.place(at), HopRole::Stored, Some(name.clone()));
                let what = What::Text(SmolStr::new(default));
                (!default.is_empty()).then(|| self.plain(at, context, &trail, what))
            };
            let outside = || self.outside(at, context, trail, kind, name.clone());
            Some(known.or_else(default).unwrap_or_else(outside))
        })
    }
}

/// An expression in the body of a class, which sees the classes in it, too.
fn inside_of(facts: &Facts, class: ClassId) -> ExprId {
    let (span, body) = (facts.class(class).span, facts.class(class).scope);
    let first = at_of(facts, class);
    let inside = facts.exprs[first.index().min(facts.exprs.len())..]
        .iter()
        .take_while(|expr| expr.span.start < span.end)
        .position(|expr| facts.scopes_from(expr.scope).any(|(id, _)| id == body));
    inside.map_or(first, |it| ExprId(first.0 + it as u32))
}
