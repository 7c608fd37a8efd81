//! What a running server does by itself.

use std::time::Duration;

use super::{actions::remind_by_rule, model::is_daytime};
use crate::{clock::Clock, db::Db, mail};

/// Letters are looked for so often, reminders once in so many times.
const PACE: Duration = Duration::from_mins(1);
const TIMES: u32 = 30;

/// Reminds by rule in the daytime, and sends what is due at any time. Any number of servers may do this beside each other.
pub async fn keep_reminding(db: Db, clock: Clock, post: mail::Post, origin: String) {
    let mut ticks = tokio::time::interval(PACE);
    for turn in (0..TIMES).cycle() {
        ticks.tick().await;
        if turn == 0 && is_daytime(clock.now(), clock.today()) {
            match remind_by_rule(&db, &clock, &origin).await {
                Ok(reached) if reached.people == 0 => {}
                Ok(reached) => {
                    tracing::info!(cells = reached.cells, people = reached.people, "cells were reminded");
                }
                Err(error) => tracing::warn!(cause = format!("{error:#}"), "cells could not be reminded"),
            }
        }
        match mail::deliver(&db, &clock, &post).await {
            Ok(0) => {}
            Ok(sent) => tracing::info!(sent, "letters were sent"),
            Err(error) => tracing::warn!(cause = format!("{error:#}"), "letters could not be sent"),
        }
    }
}
