//! How long a closed month is opened again.

use serde::Deserialize;

/// Days a month is opened again for, counted from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct ReopeningDays {
    /// Proposed.
    pub proposed: u32,
    /// At most: a reopening is an exception, not another deadline.
    pub longest: u32,
}

impl Default for ReopeningDays {
    fn default() -> Self {
        Self { proposed: 5, longest: 31 }
    }
}

impl ReopeningDays {
    /// The name of the setting.
    pub const SETTING: &str = "reopening.days";

    /// The days a setting gives; the usual ones where none was made.
    pub fn from_setting(value: Option<serde_json::Value>) -> Self {
        value.and_then(|json| serde_json::from_value(json).ok()).unwrap_or_default()
    }
}
