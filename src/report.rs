//! From findings to people and other tools.

pub mod json;
