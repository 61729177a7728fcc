"""Agreement between coders: pure arrays in, coefficients with intervals out.

The station knows no study, no screen and no file. It needs NumPy alone and raises ``ValueError``s
of its own (``errors.AgreementError``); who calls it turns them into words for people.

    comparison   what is compared: transcripts, coders, codes, spans by name
    report       ``compare(comparison) -> Report`` and ``as_json(report)``, with an example
    results      the nouns of a report
    spans        clipping to the base, merging self-overlap, predefined units
    counted      ``Counted``: what several kinds of figures are made of, computed once
    sweep        one sort over boundaries: all the sums that everything else is made of
    binary       coefficients of one code, coded or not coded
    unitizing    u-, cu- and (k)u-alpha of exclusive codes
    sets         alpha where a unit's value is a set of codes
    segments     which spans are one coding, and how far their ends lie apart
    confusion    which codes stand where another coder gave another
    bootstrap    aggregation over transcripts and intervals by resampling them
    ratings, alpha, rating_report
                 one value a unit: kappas, AC1, alpha at every level, missing ratings, sets
    figures      ``Figure``: a value with its interval, or undefined with a reason

Agreement is a lens for discussion, never a gate: nothing here says whether a figure is good.
"""
