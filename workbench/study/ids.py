"""Identifiers and times, made in one place so that every row speaks alike."""

import uuid
from datetime import UTC, datetime


def new_id() -> str:
    """A fresh GUID: lower case, with hyphens."""
    return str(uuid.uuid4())


def now() -> str:
    """The present moment, UTC, ISO 8601 to the millisecond, ending in Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
