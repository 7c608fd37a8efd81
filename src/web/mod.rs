//! What every page needs and no capability owns: errors as pages, paths, forms, flash messages, headers, assets.

mod assets;
mod error;
mod fields;
mod file_form;
mod flash;
mod page;
mod path;
mod security;

pub use assets::{asset, asset_url, router as assets_router};
pub use error::{Error, Result, SignInWanted, render_errors};
pub use fields::{FieldErrors, Fields};
pub use file_form::{FileForm, cut_off};
pub use flash::{Flash, FlashKind, see_other};
pub use page::{Page, unprocessable};
pub use path::{Path, Query};
pub use security::{headers, refuse_foreign_posts};
