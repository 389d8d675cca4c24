//! The program beside the programs it works with: pre-commit, pip, npm, readers of SARIF, a
//! browser, linters of workflows. They come from the registries of PyPI and npm and, for the
//! browser, from the system, so these tests are left out unless they are asked for, as CI does:
//! `cargo test --test outside -- --ignored`. Then nothing may be missing.

#[path = "outside/hooks.rs"]
mod hooks;
#[path = "outside/packaging.rs"]
mod packaging;
#[path = "outside/page.rs"]
mod page;
#[path = "outside/sarif.rs"]
mod sarif;
mod support;
#[path = "outside/tools.rs"]
mod tools;
#[path = "outside/workflows.rs"]
mod workflows;
