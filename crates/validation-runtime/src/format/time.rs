//! `date`, `date-time`, `time`, `duration`.

/// A place in text that is read from the front; what does not fit gives `None`.
#[derive(Clone, Copy, Debug)]
struct Reader<'a>(&'a [u8]);

/// A time of day.
#[derive(Clone, Copy, Debug)]
struct Time {
    /// In minutes after midnight, local time: what the text says.
    minute: i32,
    /// Whether its second is the 60th, which is a leap second.
    leap: bool,
    /// In minutes; local time minus UTC.
    offset: i32,
}

const MINUTES_A_DAY: i32 = 24 * 60;

impl Reader<'_> {
    fn byte(&mut self, expected: u8) -> Option<()> {
        self.byte_of(&[expected]).map(|_| ())
    }

    fn byte_of(&mut self, expected: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        let first = expected.contains(first).then_some(*first)?;
        self.0 = rest;
        Some(first)
    }

    /// A number of exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<i32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i32::from(digit - b'0'))
        })
    }

    /// A number of exactly two digits, at most `greatest`.
    fn two_digits(&mut self, greatest: i32) -> Option<i32> {
        self.digits(2).filter(|number| *number <= greatest)
    }

    /// As many digits as there are, at least one.
    fn number(&mut self) -> Option<()> {
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.0 = self.0.get(count..)?;
        (count > 0).then_some(())
    }

    fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// A `full-date` (RFC 3339, section 5.6): the day, and the number of days in its month.
    fn date(&mut self) -> Option<(i32, i32)> {
        let year = self.digits(4)?;
        self.byte(b'-')?;
        let month = self.digits(2)?;
        self.byte(b'-')?;
        let day = self.digits(2)?;
        let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if is_leap_year => 29,
            2 => 28,
            _ => return None,
        };
        (1..=days).contains(&day).then_some((day, days))
    }

    /// A `full-time` (RFC 3339, section 5.6); whether it may have a leap second is not looked at.
    fn time(&mut self) -> Option<Time> {
        let hour = self.two_digits(23)?;
        self.byte(b':')?;
        let minute = hour * 60 + self.two_digits(59)?;
        self.byte(b':')?;
        let leap = self.two_digits(60)? == 60;
        if self.byte(b'.').is_some() {
            self.number()?;
        }
        let sign = match self.byte_of(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(Time { minute, leap, offset: 0 }),
        };
        let hours = self.two_digits(23)?;
        self.byte(b':')?;
        Some(Time { minute, leap, offset: sign * (hours * 60 + self.two_digits(59)?) })
    }
}

/// Whether `bytes` are a day of the calendar.
pub(super) fn is_date(bytes: &[u8]) -> bool {
    let mut reader = Reader(bytes);
    reader.date().is_some() && reader.is_at_end()
}

/// Whether `bytes` are a time of day with its offset. A leap second is the last of a day in UTC.
pub(super) fn is_full_time(bytes: &[u8]) -> bool {
    let mut reader = Reader(bytes);
    let Some(time) = reader.time() else { return false };
    let is_last_minute = (time.minute - time.offset).rem_euclid(MINUTES_A_DAY) == MINUTES_A_DAY - 1;
    reader.is_at_end() && (!time.leap || is_last_minute)
}

/// Whether `bytes` are a day, a time and its offset. A leap second is the last of a month in UTC (RFC 3339, section
/// 5.7); whether that month had one is not looked at, since future ones are not known.
pub(super) fn is_date_time(bytes: &[u8]) -> bool {
    let mut reader = Reader(bytes);
    let Some((day, days)) = reader.date() else { return false };
    if reader.byte_of(b"Tt").is_none() {
        return false;
    }
    let Some(time) = reader.time() else { return false };
    let minute = (day - 1) * MINUTES_A_DAY + time.minute - time.offset;
    // Counted from the first of the local month: the last minute of it, or of the month before.
    let ends_month = minute == days * MINUTES_A_DAY - 1 || minute == -1;
    reader.is_at_end() && (!time.leap || ends_month)
}

/// Whether `bytes` are a duration (RFC 3339, appendix A): units from large to small, none left out between the first
/// and the last; weeks stand alone.
pub(super) fn is_duration(bytes: &[u8]) -> bool {
    let mut reader = Reader(bytes);
    duration(&mut reader).is_some() && reader.is_at_end()
}

fn duration(reader: &mut Reader<'_>) -> Option<()> {
    reader.byte(b'P')?;
    if reader.byte(b'T').is_some() {
        return units(reader, b"HMS");
    }
    let mut weeks = *reader;
    if weeks.number().is_some() && weeks.byte(b'W').is_some() {
        *reader = weeks;
        return Some(());
    }
    units(reader, b"YMD")?;
    if reader.byte(b'T').is_some() { units(reader, b"HMS") } else { Some(()) }
}

/// Numbers with units that follow one another in `order`; at least one.
fn units(reader: &mut Reader<'_>, order: &[u8]) -> Option<()> {
    reader.number()?;
    let unit = reader.byte_of(order)?;
    let mut left = order.iter().skip_while(|other| **other != unit).skip(1);
    while reader.0.first().is_some_and(u8::is_ascii_digit) {
        reader.number()?;
        reader.byte(*left.next()?)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(holds: fn(&[u8]) -> bool, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(holds(text.as_bytes()), "{text}");
        }
        for text in bad {
            assert!(!holds(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn dates_are_days_of_the_calendar() {
        check(
            is_date,
            &[
                "1963-06-19",
                "2020-01-31",
                "2020-02-29",
                "2000-02-29",
                "0000-02-29",
                "9999-12-31",
                "2021-04-30",
            ],
            &[
                "",
                "2020-01-32",
                "2021-02-29",
                "1900-02-29",
                "2020-02-30",
                "2020-04-31",
                "2020-00-10",
                "2020-13-01",
                "2020-01-00",
                "06/19/1963",
                "2013-350",
                "1998-1-20",
                "1998-01-1",
                "1963-06-1\u{9ea}",
                "20230328",
                "2023-W01",
                "2023-03-28T23:59:59Z",
                "+2023-03-28",
                "12023-03-28",
                "2023-03-",
                "2023-0a-01",
            ],
        );
    }

    #[test]
    fn date_times_have_an_offset_and_leap_seconds_where_months_end() {
        check(
            is_date_time,
            &[
                "1963-06-19T08:30:06.283185Z",
                "1963-06-19T08:30:06Z",
                "1937-01-01T12:00:27.87+00:20",
                "1990-12-31T15:59:50.123-08:00",
                "1998-12-31T23:59:60Z",
                "1998-12-31T15:59:60.123-08:00",
                "1999-01-01T00:59:60+01:00",
                "2016-12-31T23:59:60-00:00",
                "1972-06-30T23:59:60z",
                "1999-01-01T23:58:60+23:59",
                "1998-12-31T00:00:60-23:59",
                "1963-06-19t08:30:06.283185z",
                "2020-01-01T00:00:00.0000000000000000000000000000000000001Z",
                "2020-01-01T23:59:59+23:59",
                "2020-01-01T00:00:00-00:00",
            ],
            &[
                "",
                "2020-01-01",
                "2020-01-01T00:00:00",
                "2020-01-01 00:00:00Z",
                "1998-12-31T23:59:61Z",
                "1998-12-31T23:58:60Z",
                "1998-12-31T22:59:60Z",
                "1998-12-30T23:59:60Z",
                "1998-12-31T23:59:60+00:01",
                "1999-01-01T23:59:60+23:59",
                "1990-02-31T15:59:59.123-08:00",
                "1990-12-31T15:59:59-24:00",
                "1990-12-31T15:59:59-08:60",
                "1990-12-31T24:00:00Z",
                "1990-12-31T10:60:00Z",
                "1990-12-31T10:00:00.Z",
                "1990-12-31T10:00:00,5Z",
                "1990-12-31T10:00Z",
                "1990-12-31T10:00:00+0100",
                "1990-12-31T10:00:00+01",
                "1990-12-31T10:00:00 Z",
                "1990-12-31T10:00:00ZZ",
                "1990-12-31T10:00:00UTC",
                "06/19/1963 08:30:06 PST",
                "2013-350T01:01:01",
                "1963-6-19T08:30:06.283185Z",
                "1963-06-1T08:30:06.283185Z",
                "1963-06-1\u{9ea}T00:00:00Z",
                "1963-06-11T0\u{9ea}:00:00Z",
            ],
        );
    }

    #[test]
    fn times_have_an_offset_and_leap_seconds_where_days_end() {
        check(
            is_full_time,
            &[
                "08:30:06Z",
                "08:30:06z",
                "23:59:60Z",
                "23:59:60+00:00",
                "01:29:60+01:30",
                "23:29:60+23:30",
                "15:59:60-08:00",
                "00:29:60-23:30",
                "23:20:50.52Z",
                "08:30:06.283185Z",
                "08:30:06+00:20",
                "00:00:00-23:59",
            ],
            &[
                "",
                "08:30:06",
                "8:30:06Z",
                "08:3:06Z",
                "08:30:6Z",
                "22:59:60Z",
                "23:58:60Z",
                "23:59:60+01:00",
                "23:59:60+00:30",
                "23:59:60-01:00",
                "24:00:00Z",
                "00:60:00Z",
                "00:00:61Z",
                "01:02:03+24:00",
                "01:02:03+00:60",
                "01:02:03Z+00:30",
                "08:30:06 PST",
                "08:30:06#00:20",
                "12:00:00.Z",
                "1\u{9e8}:00:00Z",
                "08:30:06-8:000",
                "12:00:00+00",
            ],
        );
    }

    #[test]
    fn durations_leave_no_unit_out_between_others() {
        check(
            is_duration,
            &[
                "P4DT12H30M5S",
                "P4Y",
                "PT0S",
                "P0D",
                "P1M",
                "PT1M",
                "PT36H",
                "P1DT12H",
                "P2W",
                "P1Y2M3D",
                "P1M3D",
                "PT1H2M3S",
                "PT2M3S",
                "P00000000000000000000000000000001D",
            ],
            &[
                "",
                "P",
                "PT",
                "P1",
                "4DT12H30M5S",
                "PT1D",
                "P1YT",
                "P2D1Y",
                "P1D2H",
                "P2S",
                "P1Y2W",
                "P1WT1H",
                "P2W1D",
                "P-1D",
                "P1.5D",
                "PT0.5S",
                "P1Y3D",
                "PT1H3S",
                "P\u{9e8}Y",
                "p1d",
                "P1D ",
                "P1YP1M",
                "P1M1M",
                "PT1S1S",
                "T1H",
            ],
        );
    }
}
