//! The few facts that a finding has for other tools.

use std::ops::Index;

use serde::{Serialize, Serializer};
use serde_json::Value;

/// Named facts in the order of their names; written as an object. A paper can have a hundred thousand findings with a fact
/// or two each, and a tree takes half a kilobyte for the first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts(Vec<(&'static str, Value)>);

impl Facts {
    /// The fact of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let at = self.place(name).ok()?;
        Some(&self.0[at].1)
    }

    /// Keeps a fact; one of the same name goes.
    pub(super) fn set(&mut self, name: &'static str, fact: Value) {
        match self.place(name) {
            Ok(at) => self.0[at].1 = fact,
            Err(at) => {
                super::reserve_first(&mut self.0);
                self.0.insert(at, (name, fact));
            }
        }
    }

    /// Where a fact of this name stands, or would stand.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by_key(&name, |(known, _)| known)
    }
}

/// The fact of a name; null where there is none.
impl Index<&str> for Facts {
    type Output = Value;

    fn index(&self, name: &str) -> &Value {
        self.get(name).unwrap_or(&Value::Null)
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, fact)| (name, fact)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn facts_are_an_object_in_the_order_of_their_names() {
        let mut facts = Facts::default();
        assert_eq!(serde_json::to_string(&facts).unwrap(), "{}");
        for (name, fact) in [("note", "2"), ("kind", "marker"), ("note", "3")] {
            facts.set(name, fact.into());
        }
        let written = serde_json::to_string(&facts).unwrap();
        assert_eq!(written, r#"{"kind":"marker","note":"3"}"#);
        assert_eq!(facts["note"], "3");
        assert_eq!(facts["offset"], Value::Null);
        assert_eq!(facts.get("offset"), None);
    }
}
