"""GUIDs of things that have no row of their own, and GUIDs as other programs write them."""

import re
import uuid

_OURS = uuid.UUID("6f0c1d5e-4b1a-4c58-9a60-0d6b6a5e7d21")
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def derived(*parts: str) -> str:
    """The GUID of something made of rows with these ids: the same on every run.

    >>> derived("a", "memo") == derived("a", "memo") != derived("a", "place")
    True
    """
    return str(uuid.uuid5(_OURS, "/".join(parts)))


def plain_guid(written: str) -> str:
    """A GUID without braces and in lower case; ``""`` for what is none.

    >>> plain_guid("{5215CC69-b628-4e02-afb9-9beeaee55808}")
    '5215cc69-b628-4e02-afb9-9beeaee55808'
    """
    bare = written.strip().strip("{}").strip().casefold()
    return bare if _GUID.fullmatch(bare) else ""


CONSENSUS = derived("consensus")
"""The user who stands for what was settled together."""
