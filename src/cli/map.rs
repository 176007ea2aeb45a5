//! `footfault map`: one paper, marker by marker.

use super::delivery::Delivery;
use super::options::Map;
use super::papers;
use crate::check::check;
use crate::report::form::Kind;
use crate::report::map;
use crate::settings::Settings;

pub(super) fn run(options: &Map) -> Result<u8, String> {
    let source =
        papers::open(&options.path, options.reading.format).map_err(|error| error.to_string())?;
    let report = check(&source, &Settings::default()).map_err(|error| error.to_string())?;
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
    let outputs = options.showing.outputs.iter();
    let pieces = outputs.map(|output| match output.kind {
        Kind::Json => map::json(&report).map(|json| json + "\n"),
        _ => Ok(map::table(&report, options.showing.painting.of(output))),
    });
    let pieces: Vec<String> = pieces
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    delivery.write(&pieces)?;
    delivery.finish()?;
    Ok(0)
}
