//! JSON Schemas, made of the types that read or write what they describe.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

/// The schema of what is read into a type: what has a default may be absent.
pub(crate) fn read<T: JsonSchema>() -> Value {
    made::<T>(SchemaSettings::draft2020_12())
}

/// The schema of what a type writes: what it always writes is required.
pub(crate) fn written<T: JsonSchema>() -> Value {
    made::<T>(SchemaSettings::draft2020_12().for_serialize())
}

fn made<T: JsonSchema>(settings: SchemaSettings) -> Value {
    let settings = settings.with_transform(RecursiveTransform(on_one_line));
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// A description is a comment of the source, and says nothing by its line ends.
fn on_one_line(schema: &mut Schema) {
    let description = schema.get("description").and_then(Value::as_str);
    if let Some(folded) = description.map(|text| text.replace('\n', " ")) {
        schema.insert("description".to_owned(), folded.into());
    }
}
