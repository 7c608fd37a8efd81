//! Demonstration data: the year of the seed article, and an open month to try the work on. Made through the same
//! actions as the pages, on the days the acts would have happened, and the same each time.

mod cells;
mod facts;
mod names;
mod plan;
