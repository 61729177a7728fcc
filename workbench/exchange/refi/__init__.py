"""REFI-QDA 1.0, both ways: projects (``.qdpx``, ``.qde``) and codebooks (``.qdc``).

Going out, a study is gathered into the nouns of the standard (`gather`), written as XML that is
checked against the standard's schemas (`xml_out`, `schema`) and packed (`package`). Coming in,
whatever deviation other programs are known for is read (`xml_in`, `offsets`) into the same nouns,
which then become rows of the study in one change (`importing`). Both ways end with a list of what
was lost.
"""
