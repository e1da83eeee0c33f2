"""Moments as the log counts them: microseconds since 1970, and the offset from UTC in seconds."""

from datetime import UTC, datetime, timedelta, timezone
from functools import cache, lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND_US = 1_000_000
DAY_S = 86_400
EARLIEST_US = (datetime(2, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND
LATEST_US = (datetime(9999, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND
RECENT = 2048  # moments remembered, since the rows of a session share them


@cache
def _epoch(offset_s: int) -> datetime:
    """The beginning of 1970 in UTC as the time of a fixed offset."""
    return EPOCH.astimezone(timezone(timedelta(seconds=offset_s)))


def can_be(wall_us: object, offset_s: object) -> bool:
    """Whether two values, which may be damaged, are a moment of the years 2 to 9998."""
    return (
        type(wall_us) is int and EARLIEST_US <= wall_us <= LATEST_US
        and type(offset_s) is int and -DAY_S < offset_s < DAY_S
    )  # fmt: skip


@lru_cache(maxsize=RECENT)
def moment(wall_us: int, offset_s: int) -> datetime:
    """Aware local time from microseconds since 1970 and the offset from UTC in seconds."""
    return _epoch(offset_s) + timedelta(0, 0, wall_us)


def numbers(wall: datetime) -> tuple[int, int]:
    """Microseconds since 1970, and the offset from UTC in seconds. Raises ValueError for a naive time."""
    offset = wall.utcoffset()
    if offset is None:
        raise ValueError(f"a moment without an offset cannot be logged: {wall}")
    return (wall - EPOCH) // MICROSECOND, int(offset.total_seconds())
