//! Calls that are given a value: what becomes of it in functions and classes of the project.

use smol_str::SmolStr;

use super::library::makes;
use super::path::{Into, deeper, held, keyword, text};
use super::{Onward, Stop};
use crate::facts::{Argument, ClassId, Construct, ExprId, Facts, FunctionId, Kind, Rest};
use crate::flow::value::{At, Value, What};
use crate::language::methods::puts;
use crate::source::FileId;

impl<'p> Onward<'_, 'p> {
    /// It is given to a function.
    pub(super) fn argument(
        &mut self,
        facts: &'p Facts,
        stop: &Stop,
        (call, callee, arguments): (At, ExprId, &'p [Argument]),
        argument: &Argument,
    ) {
        let values = self.eval(call.with(callee));
        let construct = match facts.expr(call.expr).kind {
            Kind::Call(_, _, construct) => construct,
            _ => Construct::No,
        };
        let mut seen_through = false;
        for value in &values {
            seen_through |= match &value.what {
                // An element of a page is given one record.
                What::Function(file, function, _) if construct == Construct::Element => {
                    let path = deeper(&stop.path, keyword(argument));
                    self.parameter(*file, *function, 0, &path);
                    true
                }
                What::Function(file, function, _) => {
                    self.pass(*file, *function, arguments, argument, &stop.path)
                }
                What::Class(file, class) => {
                    self.construct(*file, *class, arguments, argument, &stop.path)
                }
                What::Api(api) => self.library(facts, stop, (call, callee), api, argument),
                _ => false,
            };
        }
        if seen_through {
            return;
        }
        let mut apis = values.iter().filter_map(Value::api);
        if apis.any(|it| makes(it, construct)) {
            return self.go(call, held(&stop.path, argument));
        }
        match &facts.expr(callee).kind {
            Kind::Member(object, name) if puts(name) => {
                let path = put_under(facts, stop, arguments, argument);
                self.put_into(call.with(*object), path.clone());
                self.go(call, path);
            }
            _ => self.strays.push(call),
        }
    }

    /// To the parameter of a function of the project; `false` if it is not known to which.
    fn pass(
        &mut self,
        file: FileId,
        function: FunctionId,
        arguments: &[Argument],
        argument: &Argument,
        path: &[Into],
    ) -> bool {
        let Some(facts) = self.facts(file) else {
            return false;
        };
        if argument.spread || arguments.iter().any(|it| it.spread) && argument.name.is_none() {
            return false;
        }
        let parameters = &facts.function(function).parameters;
        let by_name = argument.name.as_ref().and_then(|name| {
            let own = parameters.iter().position(|it| it.name == *name);
            own.map(|it| (it, path.to_vec())).or_else(|| {
                let rest = parameters.iter().position(|it| it.rest == Rest::Keywords)?;
                Some((rest, deeper(path, Into::Key(name.clone()))))
            })
        });
        let by_position = || {
            let mut positional = arguments.iter().filter(|it| it.name.is_none());
            let position = positional.position(|it| it.value == argument.value)?;
            let rest = parameters.iter().position(|it| it.rest == Rest::Positional);
            match rest.filter(|it| *it <= position) {
                Some(rest) => Some((rest, deeper(path, Into::Any))),
                None => (position < parameters.len()).then(|| (position, path.to_vec())),
            }
        };
        let found = match &argument.name {
            Some(_) => by_name,
            None => by_position(),
        };
        let Some((position, path)) = found else {
            return false;
        };
        self.parameter(file, function, position as u32, &path);
        true
    }

    /// To what makes an object of a class: its constructor's parameter, else its field.
    fn construct(
        &mut self,
        file: FileId,
        class: ClassId,
        arguments: &[Argument],
        argument: &Argument,
        path: &[Into],
    ) -> bool {
        let Some(facts) = self.facts(file) else {
            return false;
        };
        let constructors = facts.class(class).constructors.clone();
        if !constructors.is_empty() {
            let mut passed = false;
            for constructor in constructors {
                passed |= self.pass(file, constructor, arguments, argument, path);
            }
            return passed;
        }
        match &argument.name {
            Some(name)
                if self.is_plain(file, class) || facts.class(class).fields.contains_key(name) =>
            {
                self.field(file, class, name, path);
                true
            }
            _ => false,
        }
    }
}

/// How deep a value is in an object whose method puts that argument into it.
fn put_under(facts: &Facts, stop: &Stop, arguments: &[Argument], argument: &Argument) -> Vec<Into> {
    let first = arguments.first().filter(|it| it.value != argument.value);
    let key = first.and_then(|it| text(facts, it.value));
    match (key, &argument.name) {
        (Some(key), _) => deeper(&stop.path, Into::Key(SmolStr::new(key))),
        (_, Some(name)) => deeper(&stop.path, Into::Key(name.clone())),
        // `headers.update({…})` puts in what the record has.
        _ if !stop.path.is_empty() => stop.path.clone(),
        _ => deeper(&stop.path, Into::Any),
    }
}
