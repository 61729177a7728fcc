"""Suggestions: passages that rules propose for a code, and that a coder accepts or refuses.

They are a layer of their own. A run looks for the rules of all codes in the texts of a round and
proposes the same to every coder of it, or nothing; how each of them answers is nobody else's
business. What is accepted becomes a coding whose origin is ``suggested:<rule>``.
"""
