"""When Python looks for garbage: not while the screens start, and seldom over what stays."""

import gc


def settle_memory() -> None:
    """Take what was just loaded out of the garbage collector's rounds, and let it go round.

    Every pause of a screen that a person could feel was a collection over objects that live as long
    as the transcript does.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 10, 1000)
    gc.enable()
