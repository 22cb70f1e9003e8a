use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    ops::{Bound, Range, RangeInclusive},
    path::PathBuf,
    time::{Duration, SystemTime},
};

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Library {
    path: PathBuf,
    duration: Duration,
    time: SystemTime,
    address: IpAddr,
    v4: Ipv4Addr,
    v6: Ipv6Addr,
    socket: SocketAddr,
    range: Range<u8>,
    inclusive: RangeInclusive<i32>,
    bound: Bound<u8>,
    result: Result<u8, String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Crates {
    uuid: uuid::Uuid,
    url: url::Url,
    version: semver::Version,
    date: chrono::NaiveDate,
    time: chrono::NaiveTime,
    local: chrono::NaiveDateTime,
    at: chrono::DateTime<chrono::Utc>,
    offset: chrono::DateTime<chrono::FixedOffset>,
}

fn library(bound: Bound<u8>, result: Result<u8, String>) -> Library {
    Library {
        path: "/tmp/a b".into(),
        duration: Duration::new(1, 500_000_000),
        time: SystemTime::UNIX_EPOCH + Duration::new(1_700_000_000, 7),
        address: Ipv4Addr::LOCALHOST.into(),
        v4: Ipv4Addr::new(1, 2, 3, 4),
        v6: Ipv6Addr::LOCALHOST,
        socket: SocketAddr::from(([127, 0, 0, 1], 80)),
        range: 1..3,
        inclusive: -1..=1,
        bound,
        result,
    }
}

fn crates() -> Result<Crates, String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    Ok(Crates {
        uuid: uuid::Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0),
        url: url::Url::parse("https://a.example/b?c#d").map_err(|error| text(&error))?,
        version: semver::Version::parse("1.2.3-rc.1+build").map_err(|error| text(&error))?,
        date: "2026-02-28".parse().map_err(|error: chrono::ParseError| text(&error))?,
        time: "12:34:56.5".parse().map_err(|error: chrono::ParseError| text(&error))?,
        local: "2026-02-28T12:34:56".parse().map_err(|error: chrono::ParseError| text(&error))?,
        at: "2026-02-28T12:34:56Z".parse().map_err(|error: chrono::ParseError| text(&error))?,
        offset: "2026-02-28T12:34:56+02:00".parse().map_err(|error: chrono::ParseError| text(&error))?,
    })
}

authors! {
    Library => [
        library(Bound::Unbounded, Ok(1)), library(Bound::Included(1), Err("no".into())),
        library(Bound::Excluded(9), Ok(0)),
    ];
    Result<u8, String> => [Ok(1), Err("no".into())];
    Bound<u8> => [Bound::Unbounded, Bound::Included(1), Bound::Excluded(2)];
    Crates => [crates().unwrap_or_else(|error| panic!("{error}"))];
}
