"""Ids that sort by time."""

RANDOM_BYTES = 10


def new_id(wall_ms: int, random: bytes) -> bytes:
    """A UUIDv7 (RFC 9562) from milliseconds since 1970 and ten random bytes, as 16 bytes."""
    if not 0 <= wall_ms < 1 << 48:
        raise ValueError(f"wall_ms is outside 0 … 2^48: {wall_ms}")
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"ten random bytes are needed, not {len(random)}")
    body = bytearray(wall_ms.to_bytes(6, "big") + random)
    body[6] = body[6] & 0x0F | 0x70
    body[8] = body[8] & 0x3F | 0x80
    return bytes(body)
