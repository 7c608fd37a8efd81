//! Numbers in, geometry out. A chart is drawn by an askama template as SVG with real text; what is computed here is
//! where things stand. No colours (classes say what a thing is) and no floats (a coordinate is an exact decimal).

mod qr;
mod trend;

pub use qr::Qr;
pub use trend::{Reading, Tone, Trend};
