//! Which day it is: said by the user, by `SOURCE_DATE_EPOCH`, or by the clock.

use std::time::{SystemTime, UNIX_EPOCH};

/// The day, as `2026-12-31`.
pub fn today(given: Option<&str>) -> String {
    if let Some(day) = given {
        return day.to_owned();
    }
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.trim().parse::<u64>().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    of(fixed.unwrap_or_else(now) / 86_400)
}

/// The day so many days after 1970-01-01, by the civil calendar (years begin in March here, so that the
/// day that comes and goes is the last one).
fn of(days: u64) -> String {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, carried) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year_of_era + carried)
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_are_those_of_the_calendar() {
        for (days, text) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_788, "2026-12-01"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(super::of(days), text, "{days}");
        }
    }
}
