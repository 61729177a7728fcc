"""The steps of an undo: what it turns back, what refuses it, and what goes along with it."""
