//! Letters to people: written in the transaction of the act they tell of, sent afterwards.
//!
//! A letter is a row. Whoever sends takes some for a while by one statement that others skip, so that instances beside each
//! other never send one twice. What cannot be sent is tried again with growing pauses and given up at last, with what the
//! mail server said. A letter that asks for a sheet is dropped once the sheet is there. Without a mail server, letters
//! become files in a folder.

mod letter;
mod post;
mod queries;

pub use letter::Letter;
pub use post::Post;
pub use queries::write;

use anyhow::Result;

use crate::{clock::Clock, db::Db};

/// Letters taken at once: with a mail server that says nothing for [`post::PATIENCE`] each, they are done within the time
/// they are taken for.
const TAKEN: i64 = 8;

/// Sends every letter that is due; how many were.
pub async fn deliver(db: &Db, clock: &Clock, post: &Post) -> Result<usize> {
    let mut sent = 0;
    loop {
        let now = clock.now();
        let letters = queries::take(&mut *db.connection().await?, now, TAKEN).await?;
        if letters.is_empty() {
            return Ok(sent);
        }
        for letter in letters {
            let ended = post.send(&letter, now).await;
            sent += usize::from(ended.is_ok());
            let ended = ended.map_err(|refused| refused.after(letter.attempts));
            // Noted one by one: what was sent is not sent again because a later one took long.
            queries::settle(&mut *db.connection().await?, letter.id, ended, clock.now()).await?;
        }
    }
}
