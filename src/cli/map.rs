//! `footfault map`: one paper, marker by marker.

use super::delivery::Delivery;
use super::options::Map;
use super::papers;
use crate::check::check;
use crate::report::form::Kind;
use crate::report::{Fault, map};
use crate::settings::Settings;

pub(super) fn run(options: &Map) -> Result<u8, String> {
    let is_map = |kind: Kind| matches!(kind, Kind::Human | Kind::Json);
    if !options
        .showing
        .outputs
        .iter()
        .all(|output| is_map(output.kind))
    {
        return Err(
            "a map is shown as human or json; 'footfault check' has the other kinds".to_owned(),
        );
    }
    let mut delivery = Delivery::open(&options.showing.outputs)?;
    let pieces = papers::shielded(&options.path, || pieces(options));
    let pieces = pieces.map_err(|fault| format!("{}: {}", fault.path, fault.message))?;
    delivery.write(&pieces)?;
    delivery.finish()?;
    Ok(0)
}

/// The map in each form that was asked for.
fn pieces(options: &Map) -> Result<Vec<String>, Fault> {
    let source = papers::open(&options.path, options.reading.format)?;
    let report = check(&source, &Settings::default())?;
    let outputs = options.showing.outputs.iter();
    let pieces = outputs.map(|output| match output.kind {
        Kind::Json => map::json(&report).map(|json| json + "\n"),
        _ => Ok(map::table(&report, options.showing.painting.of(output))),
    });
    pieces.collect::<Result<_, _>>().map_err(|error| Fault {
        path: source.path.clone(),
        message: error.to_string(),
    })
}
