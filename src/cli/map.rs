//! `footfault map`: one paper, marker by marker.

use super::delivery::Delivery;
use super::options::{Kind, Map};
use super::papers;
use crate::check::check;
use crate::report::map;
use crate::settings::Settings;

pub(super) fn run(options: &Map) -> Result<u8, String> {
    let source =
        papers::open(&options.path, options.reading.format).map_err(|error| error.to_string())?;
    let report = check(&source, &Settings::default()).map_err(|error| error.to_string())?;
    let mut delivery = Delivery::open(&options.showing.outputs)?;
    let outputs = options.showing.outputs.iter();
    let pieces = outputs.map(|output| match output.kind {
        Kind::Human => Ok(map::table(&report, options.showing.painting.of(output))),
        Kind::Json => map::json(&report).map(|json| json + "\n"),
    });
    let pieces: Vec<String> = pieces
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    delivery.write(&pieces)?;
    delivery.finish()?;
    Ok(0)
}
