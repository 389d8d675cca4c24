//! Names of methods and containers that mean the same in the libraries of all languages.
//!
//! Signatures say what a library's function does, by its full name and for one language. Of a
//! method whose object nobody knows only the name is left; these are the names that tell enough.

/// What the names of setters begin with: `setUserId`, `add_header`.
const SETTING: [&str; 4] = ["set", "add", "with", "put"];

/// What the name of a setter says it sets: `UserId` of `setUserId`.
#[must_use]
pub fn set_by(method: &str) -> Option<&str> {
    SETTING
        .iter()
        .find_map(|prefix| method.strip_prefix(prefix))
        .filter(|rest| rest.starts_with(|it: char| it.is_ascii_uppercase() || it == '_'))
}

/// Whether a method puts its argument into its object.
#[must_use]
pub fn puts(method: &str) -> bool {
    let known = matches!(
        method,
        "CopyFrom"
            | "MergeFrom"
            | "add"
            | "addHeader"
            | "addProperty"
            | "append"
            | "extend"
            | "header"
            | "insert"
            | "push"
            | "put"
            | "set"
            | "setHeader"
            | "setRequestProperty"
            | "setdefault"
            | "unshift"
            | "update"
    );
    known || set_by(method).is_some()
}

/// Whether a method reads what stands under the key that is its argument.
#[must_use]
pub fn reads_key(method: &str) -> bool {
    matches!(method, "get" | "getOrDefault" | "getString" | "optString")
}

/// Whether a method reads one element.
#[must_use]
pub fn reads_element(method: &str) -> bool {
    reads_key(method) || matches!(method, "at" | "pop")
}

/// Whether a function that asks nobody hands over what it is given all the same.
#[must_use]
pub fn hands_over(function: &str) -> bool {
    matches!(
        function,
        "dispatch"
            | "emit"
            | "json"
            | "send"
            | "setItem"
            | "setState"
            | "setattr"
            | "use"
            | "write"
    )
}

/// Whether a method calls a function for each element of a list.
#[must_use]
pub fn calls_for_each(method: &str) -> bool {
    matches!(
        method,
        "map" | "forEach" | "filter" | "find" | "some" | "every" | "flatMap"
    )
}

/// Whether a method of a function calls it, with the object as its first argument:
/// `ask.call(client, request)`.
#[must_use]
pub fn calls_on_object(method: &str) -> bool {
    method == "call"
}

/// Whether a method sets something by name: its first argument is the key.
#[must_use]
pub fn sets_by_name(method: &str) -> bool {
    let method = method.to_ascii_lowercase();
    matches!(
        method.as_str(),
        "set"
            | "add"
            | "put"
            | "append"
            | "header"
            | "headers"
            | "addheader"
            | "addheaders"
            | "setheader"
            | "adddefaultheader"
            | "setdefaultheader"
            | "setrequestproperty"
            | "addrequestproperty"
            | "setrequestheader"
            | "put_header"
            | "add_header"
            | "setdefault"
            | "defaultheader"
            | "addproperty"
            | "field"
            | "property"
            | "insert"
            | "replaceheader"
            | "withheader"
            | "putheader"
            | "accumulate"
            | "putopt"
    )
}

/// Whether a method sets what stands beside something that only tells more of it: how a body goes,
/// of which type it is.
#[must_use]
pub fn sets_beside(method: &str) -> bool {
    matches!(
        method,
        "method" | "body" | "setBody" | "bodyString" | "bodyByteArray" | "setEntity" | "entity"
    )
}

/// Whether a method makes a record under a key and results in it.
#[must_use]
pub fn makes_part(method: &str) -> bool {
    matches!(method, "putObject" | "withObject" | "withObjectProperty")
}

/// Whether a method takes a record of several settings.
#[must_use]
pub fn takes_record(method: &str) -> bool {
    let method = method.to_ascii_lowercase();
    matches!(
        method.as_str(),
        "update"
            | "set"
            | "headers"
            | "assign"
            | "putall"
            | "setall"
            | "setheaders"
            | "options"
            | "mergefrom"
            | "copyfrom"
            | "addall"
            | "defaultheaders"
            | "httpheaders"
            | "addheader"
            | "setheader"
            | "addheaders"
            | "replaceheaders"
            | "setdefaultheaders"
            | "putheaders"
    )
}

/// When a method of an HTTP client begins a request, which is another object than the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// Whatever it is given.
    Always,
    /// If it is given a path: a map has a method of that name, too.
    AtPath,
    /// If it is given a path or nothing at all: a builder of requests takes the body.
    Empty,
}

/// Whether a method is one that begins a request.
#[must_use]
pub fn begins(method: &str) -> Option<Begins> {
    match method {
        "postAbs" | "putAbs" | "patchAbs" | "preparePost" | "preparePut" | "preparePatch"
        | "prepareGet" | "target" => Some(Begins::Always),
        "post" | "patch" => Some(Begins::Empty),
        "get" | "put" | "delete" => Some(Begins::AtPath),
        _ => None,
    }
}

/// Whether a library's object is one that keeps values under keys.
#[must_use]
pub fn keeps_keys(path: &str) -> bool {
    let name = path
        .trim_end_matches("()")
        .rsplit('.')
        .next()
        .unwrap_or_default();
    matches!(
        name,
        "HashMap"
            | "Map"
            | "LinkedHashMap"
            | "TreeMap"
            | "Hashtable"
            | "dict"
            | "defaultdict"
            | "OrderedDict"
            | "JSONObject"
            | "JsonObject"
    )
}
