"""When Python looks for garbage: never while the screens start, little at a time while somebody
types, and everywhere once nobody does."""

import gc
from time import monotonic

REST_SECONDS = 1.0


def settle_memory() -> None:
    """Take what was just loaded out of the garbage collector's rounds, and let it go round.

    Every pause of a screen that a person could feel was a collection over objects that live as long
    as the transcript does.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    # Small rounds: of fifty thousand objects at once a page that is turned can be felt to wait.
    gc.set_threshold(1000, 5, 10_000)
    gc.enable()


class Tidying:
    """Looks through everything once whenever whoever types has come to rest.

    What small rounds took for lasting, and was not, goes then; else it would pile up.
    """

    def __init__(self) -> None:
        self._tidied = 0.0

    def when_at_rest(self, last_key: float) -> None:
        """To be called now and then; ``last_key`` is when it was, by `time.monotonic`."""
        if last_key > self._tidied and monotonic() - last_key > REST_SECONDS:
            self._tidied = monotonic()
            gc.collect()
