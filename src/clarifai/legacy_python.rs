//! The client `clarifai.rest` of Python, which is dead: its methods, and what the service calls what
//! they take (PyPI clarifai 2.6.2, `clarifai/rest/client.py`).

/// The package of the client.
pub const PACKAGE: &str = "clarifai";

/// Its module.
pub const MODULE: &str = "clarifai.rest";

/// A method that asks for a prediction.
#[derive(Debug)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// The name of the parameter that holds the input, which comes first.
    pub parameter: &'static str,
    /// What that is.
    pub input: Input,
}

/// What a method takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// The address of an image.
    Address,
    /// The name of a file.
    File,
    /// The bytes of an image.
    Bytes,
    /// The same in Base64.
    Encoded,
    /// A list of `Image` and `Video` objects.
    Objects,
    /// A list of addresses.
    Addresses,
    /// A list of names of files.
    Files,
}

const fn method(name: &'static str, parameter: &'static str, input: Input) -> Method {
    Method {
        name,
        parameter,
        input,
    }
}

/// The methods of a model or workflow.
pub const PREDICTIONS: &[Method] = &[
    method("predict_by_url", "url", Input::Address),
    method("predict_by_filename", "filename", Input::File),
    method("predict_by_bytes", "raw_bytes", Input::Bytes),
    method("predict_by_base64", "base64_bytes", Input::Encoded),
    method("predict", "inputs", Input::Objects),
];

/// The methods of the client, which take a model by name.
pub const TAGGERS: &[Method] = &[
    method("tag_urls", "urls", Input::Addresses),
    method("tag_files", "files", Input::Files),
];

/// Further parameters of the methods, and what the service calls them in `output_config`.
pub const OUTPUT_CONFIG: &[(&str, &str)] = &[
    ("lang", "language"),
    ("min_value", "min_value"),
    ("max_concepts", "max_concepts"),
    ("sample_ms", "sample_ms"),
];
