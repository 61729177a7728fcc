"""A terminal workbench for qualitative thematic coding by two or more coders."""

__version__ = "0.1.0"
