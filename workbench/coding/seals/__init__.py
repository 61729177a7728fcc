"""Seals: what a locked layer was when it was locked, and after each correction of its text.

``coding.locking`` computes them; here they are kept, with what they are computed over.
"""
