//! What a rule reports: one fault of the paper, told to an editor.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::facts::Facts;
use crate::document::Span;

mod facts;

/// How bad a finding is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably wrong, or wrong without harm to the reader.
    Warning,
    /// Wrong: a reader is led to no source or to another one.
    Error,
}

impl Severity {
    /// What an editor calls it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "remark",
        }
    }
}

/// How sure a finding is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Worth a look.
    Low,
    /// More likely right than wrong.
    Medium,
    /// As good as certain.
    High,
}

/// Another place that a finding is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// What is there.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// One replacement in the text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; an empty span is a place where something is put in.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// A change of the text that mends a finding: all of its edits or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, in the imperative, without a full stop at its end.
    pub message: String,
    /// Whether it is right whenever the finding is, so that it may be applied unseen.
    pub safe: bool,
    /// The edits in the order of the text; they never overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A change that is right whenever the finding is.
    pub fn safe(message: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        let replacement = replacement.into();
        Self {
            message: message.into(),
            safe: true,
            edits: vec![Edit { span, replacement }],
        }
    }

    /// Changes that somebody should look at.
    pub fn uncertain(message: impl Into<String>, mut edits: Vec<Edit>) -> Self {
        edits.sort();
        Self {
            message: message.into(),
            safe: false,
            edits,
        }
    }
}

/// One fault of the paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// How bad it is, as [`crate::rules::run`] decides it.
    pub severity: Severity,
    /// How bad the rule takes this one to be, where that is not the rule's own level.
    pub own_severity: Option<Severity>,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong, in one sentence without a full stop at its end.
    pub message: String,
    /// Why we think so and what to do; may have several sentences.
    pub help: String,
    /// Where.
    pub span: Span,
    /// The other places that it is about.
    pub related: Vec<Related>,
    /// Facts for other tools; each rule says in its header which.
    pub data: Facts,
    /// A change that mends it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding at `span` that is as sure as can be and has nothing else to tell. The rule's id and severity are
    /// filled in by [`crate::rules::run`].
    pub fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            rule: "",
            severity: Severity::Error,
            own_severity: None,
            confidence: Confidence::High,
            message: message.into(),
            help: help.into(),
            span,
            related: Vec::new(),
            data: Facts::default(),
            fix: None,
        }
    }

    /// The same finding, this bad, whatever the rule's level is; what the user sets for the rule still wins.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.own_severity = Some(severity);
        self
    }

    /// The same finding, this sure.
    #[must_use]
    pub fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }

    /// The same finding with another place.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        reserve_first(&mut self.related);
        self.related.push(Related {
            message: message.into(),
            span,
        });
        self
    }

    /// The same finding with a change that mends it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// The same finding with a fact for other tools.
    #[must_use]
    pub fn data(mut self, name: &'static str, fact: impl Into<Value>) -> Self {
        self.data.set(name, fact.into());
        self
    }
}

/// Makes room for the first of what is mostly the only one: left to itself, a vector takes room for four.
fn reserve_first<T>(few: &mut Vec<T>) {
    if few.is_empty() {
        few.reserve_exact(1);
    }
}
