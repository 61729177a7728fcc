"""The report: one self-contained page on a study, for readers, reviewers and whoever signs it."""
