//! Small documents, each zipped from its own parts.
