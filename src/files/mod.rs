//! Files people hand in: received piece by piece, judged by what is in them and not by their name, kept under a random
//! name outside every served folder, and given out again only as a download.
//!
//! The content lies in an object store (a local folder, or S3), its description in `stored_file`. The object is put
//! first and the row follows in the transaction of the act that needs it, so a row always has its object; an object
//! that never got its row is swept away later. This module knows no capability: who may see a file is for the caller.

mod download;
mod judge;
mod kind;
mod name;
mod office;
mod photo;
mod queries;
mod receive;
mod store;
mod sweep;

pub use download::Stored;
pub use kind::{Kind, Refusal};
pub use queries::record;
pub use receive::MAX_BYTES;
pub use store::{Kept, Store, use_ring};
pub use sweep::{GRACE, sweep};
