//! The second walk: hands each node to what reads its kind, as a statement and as an expression.

use tree_sitter::Node;

use super::expr::span;
use super::{Lowering, Spot};
use crate::facts::pattern::{FactKind, Pattern, Role};
use crate::facts::{Fork, Kind, Mark};

impl<'t> Lowering<'t, '_> {
    /// Fills in what each node says.
    pub(super) fn fill(&mut self) {
        for index in 0..self.nodes.len() {
            let (node, pattern) = self.nodes[index];
            let spot = self.spots[index];
            match pattern.kind {
                FactKind::Comment => self.facts.comments.push(span(node)),
                FactKind::Package => {
                    self.facts.package = self
                        .role_name(node, pattern, Role::Name)
                        .unwrap_or_default();
                }
                FactKind::Import => self.import(node, spot),
                FactKind::Export => self.export(node),
                FactKind::Fork => self.fork(node, pattern, spot),
                FactKind::Return | FactKind::Yield => self.returned(node, pattern, spot),
                FactKind::Outer => self.outer(node, pattern, spot),
                FactKind::Hoist => {
                    self.hoisted
                        .extend(pattern.all(node, Role::Parts).iter().map(Node::id));
                }
                FactKind::Typed => self.typed(node, pattern),
                FactKind::Mark => self.mark(node, pattern, spot),
                FactKind::Keyword => self.keyword(node, pattern),
                FactKind::Field | FactKind::Constant => self.field(node, pattern, spot),
                FactKind::Function | FactKind::Method | FactKind::Constructor => {
                    self.function(node, pattern, spot);
                }
                FactKind::Class => self.class(node, pattern, spot),
                FactKind::Loop | FactKind::Keys => self.bind_loop(node, pattern, spot),
                FactKind::Declare | FactKind::Assign | FactKind::Append => {
                    self.bind(node, pattern, spot);
                }
                _ => {}
            }
            if let Some(id) = spot.expr {
                let kind = self.kind(node, pattern, spot);
                self.set(id, kind);
            }
        }
    }

    /// What the expression is that a node stands for.
    fn kind(&mut self, node: Node<'t>, pattern: &'static Pattern, spot: Spot) -> Kind {
        match pattern.kind {
            FactKind::Text => self.text(node),
            FactKind::Adjacent => {
                Kind::Join(self.exprs(&pattern.all(node, Role::Parts), spot.scope))
            }
            FactKind::Number => Kind::Number(self.name_of(node)),
            FactKind::Nothing => Kind::Nothing,
            FactKind::Not => pattern
                .one(node, Role::Value)
                .map_or(Kind::Other, |value| Kind::Not(self.expr(value, spot.scope))),
            FactKind::Name => Kind::Name(self.name_of(node)),
            FactKind::Short => Kind::Name(self.name_of(node)),
            FactKind::This => Kind::This,
            FactKind::Super => Kind::Super,
            FactKind::Member => {
                let name = self
                    .role_name(node, pattern, Role::Name)
                    .unwrap_or_default();
                match pattern.one(node, Role::Object) {
                    Some(object) => Kind::Member(self.expr(object, spot.scope), name),
                    None => Kind::Name(name),
                }
            }
            FactKind::Index => {
                let object = pattern.one(node, Role::Object);
                let key = pattern.one(node, Role::Key);
                match (object, key) {
                    (Some(object), Some(key)) => self.element(object, key, spot),
                    _ => Kind::Other,
                }
            }
            FactKind::Call if self.language.is_super(node, self.source) => Kind::Super,
            FactKind::Call | FactKind::New | FactKind::Element => self.call(node, pattern, spot),
            FactKind::Join => Kind::Join(self.exprs(&pattern.all(node, Role::Parts), spot.scope)),
            FactKind::Format => self.format(node, pattern, spot),
            FactKind::First => {
                self.facts.firsts.extend(spot.expr);
                Kind::Choice(self.exprs(&pattern.all(node, Role::Parts), spot.scope))
            }
            FactKind::Choice => {
                Kind::Choice(self.exprs(&pattern.all(node, Role::Parts), spot.scope))
            }
            FactKind::Record => self.record(&pattern.all(node, Role::Parts), spot.scope),
            FactKind::List => Kind::List(self.items(&pattern.all(node, Role::Parts), spot.scope)),
            FactKind::Same | FactKind::Declare | FactKind::Assign | FactKind::Append => {
                pattern.one(node, Role::Value).map_or(Kind::Other, |value| {
                    let value = self.expr(value, spot.scope);
                    self.type_of(node, pattern, value);
                    Kind::Same(value)
                })
            }
            FactKind::Function | FactKind::Method | FactKind::Constructor => self
                .inner_function(spot)
                .map_or(Kind::Other, Kind::Function),
            FactKind::Class => self.inner_class(spot).map_or(Kind::Other, Kind::Class),
            _ => Kind::Other,
        }
    }

    /// Adds a value to what the function around gives back.
    fn returned(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) {
        let Some(value) = pattern.one(node, Role::Value) else {
            return;
        };
        let value = self.expr(value, spot.scope);
        if let Some(function) = self.facts.function_around(spot.scope) {
            let function = &mut self.facts.functions[function.index()];
            function.returns.push(value);
            // One that makes something for the time of a block gives that out once.
            let once = |it: &Mark| self.language.lends(&it.name);
            function.yields = pattern.kind == FactKind::Yield && !function.marks.iter().any(once);
        }
    }

    /// What decides a fork.
    fn fork(&mut self, node: Node<'t>, pattern: &Pattern, spot: Spot) {
        let condition = pattern.one(node, Role::Condition);
        let body = pattern.one(node, Role::Body);
        let (Some(condition), Some(body), Some(&id)) =
            (condition, body, self.fork_ids.get(&node.id()))
        else {
            return;
        };
        let condition = self.expr(condition, spot.scope);
        let fork = Fork {
            condition,
            body: span(body),
        };
        self.facts.forks.insert(id, Some(fork));
    }
}
