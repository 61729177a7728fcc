"""Keys one after the other: what is typed faster than the screens follow is kept, not lost.

Textual hands a key on at once to whatever has the keys at that moment. Typed ahead of a pop-up that
is about to open, the first letters of a query would be keys of the screen below, and another code
would be given than the one that was meant. So a key waits until everything that the key before
it has set going is done: messages have bubbled up, a pop-up stands, the focus has moved.
"""

from collections import deque
from collections.abc import Callable, Iterable
from time import monotonic

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

PATIENCE = 3.0
"""Seconds after which the next key no longer waits, should an answer have been lost."""


class KeysInOrder(App[None]):
    """An app that hands on a key when the one before it has done all it does."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Key] = deque()
        self._under_way = False
        self._since = 0.0

    @property
    def keys_done(self) -> bool:
        """Whether every key has done all it does."""
        return not self._under_way

    @property
    def last_key(self) -> float:
        """When the last key was handed on, by `time.monotonic`; 0 before the first."""
        return self._since

    async def on_event(self, event: events.Event) -> None:
        """Keys from the terminal stand in line; everything else goes its way."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed.append(event)
        if not self._under_way or monotonic() - self._since > PATIENCE:
            await self._hand_on()

    async def _hand_on(self) -> None:
        """Hand on the next key, and follow it up from where it goes to this app."""
        if not self._typed:
            self._under_way = False
            return
        self._under_way, self._since = True, monotonic()
        way = (self.focused or self.screen).ancestors_with_self
        await super().on_event(self._typed.popleft())
        # Twice: the key bubbles up to be an action, then what the action posts bubbles up.
        _Way((*way, *way), self._up_the_way).go_on()

    def _up_the_way(self) -> None:
        # A pop-up that the key has opened answers only when it stands and has the keys.
        if not self.screen.call_later(self.call_later, self._hand_on):
            self.call_later(self._hand_on)


class _Way:
    """The way that messages bubble, gone up each node after all it has to do."""

    def __init__(self, nodes: Iterable[MessagePump], arrived: Callable[[], None]) -> None:
        self._nodes = iter(nodes)
        self._arrived = arrived

    def go_on(self) -> None:
        """To the next node that still takes messages, or else the end."""
        for node in self._nodes:
            # As `call_later`, which inspects the signature of what it is given at every call.
            if node.post_message(events.Callback(self.go_on)):
                return
        self._arrived()
