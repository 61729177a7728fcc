"""The transcript as a page of cells: pure functions and nouns, no widget and no study file."""
