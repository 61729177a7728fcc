"""Codes that one coder alone gave: kappa is 0 by construction, and what to say instead."""

from __future__ import annotations

from workbench.agreement.results import CodeResult


def only_one_gave(result: CodeResult) -> str:
    """Who alone used the code, of several coders, in a few words that fit a table; else empty."""
    used = [coder for coder, share in result.prevalence.items() if share]
    return f"only {used[0]} gave it" if len(used) == 1 and len(result.prevalence) > 1 else ""
