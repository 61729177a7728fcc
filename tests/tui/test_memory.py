"""When memory is looked through: once for every rest of whoever types, and never while they do."""

import gc

import pytest

from workbench.tui import memory


def test_memory_is_looked_through_once_a_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, looked = [100.0], []
    monkeypatch.setattr(memory, "monotonic", lambda: clock[0])
    monkeypatch.setattr(gc, "collect", lambda: looked.append(clock[0]))
    tidying = memory.Tidying()
    tidying.when_at_rest(0.0)
    assert looked == [], "nobody has typed yet"
    for clock[0] in (100.5, 101.0, 101.5, 104.0, 109.0):
        tidying.when_at_rest(100.4)
    assert looked == [101.5], "once, when a second has passed"
    clock[0] = 120.0
    tidying.when_at_rest(119.5)
    assert looked == [101.5], "somebody types again"
    tidying.when_at_rest(118.0)
    assert looked == [101.5, 120.0]
