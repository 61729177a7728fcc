"""What an agreement figure means and what it does not, for whoever has to quote it."""

from workbench.agreement.words import Coefficient

UNIT_MEANS = {
    "character": "Every character counts once, so long passages weigh more than short ones, and"
    " coders who begin or end elsewhere lose those characters only.",
    "token": "Every word or mark counts once; it has the code where a coding touches it.",
    "sentence": "Every sentence counts once, long or short; it has the code where a coding touches"
    " it. Coders who meet in one word of a sentence agree on all of it.",
    "turn": "Every turn of a speaker counts once; it has the code where a coding touches it, so"
    " that where in the turn it lies does not matter.",
}
BANDS = (
    "Footnote. Words that others have put on such figures, without having seen your data:"
    " Landis and Koch (1977) call .41 to .60 moderate, .61 to .80 substantial and more almost"
    " perfect; Krippendorff asks for .800, and for .667 where conclusions are tentative; NVivo"
    " calls below .40 poor and above .75 excellent. They were made for other units and other"
    " shares of text."
)
REFLEXIVE = "The authors of reflexive thematic analysis do not advocate such figures."


def meaning(named: Coefficient, unit: str, label: str) -> list[str]:
    """What is compared, on which unit, against what chance, and what it leaves unsaid."""
    compared = {
        "practice": "A practice round: to learn from, never to be reported.",
        "after alignment": "These transcripts were locked after at least one coder had opened the"
        " other's reading of some transcript of the round, or codes were joined in a meeting. That"
        " is not independent: it shows where you stand, and is not reliability.",
        "independent": "Each coder locked these transcripts before opening any reading of the"
        " others. What was decided together afterwards changes nothing here.",
        "segmentation": "Any code counts here: whether a piece of text was coded at all, and not"
        " with what. Coders can agree on that and on nothing else.",
    }[label]
    if named.is_share:
        chance = (
            f"{named.name} leaves chance in. Most of a transcript carries no given code, and coders"
            " agree on all of that without looking: two who never meet can reach 95 % and more."
            if named.key == "percent_agreement"
            else "Positive agreement looks at text that somebody coded and asks how much of it the"
            " others coded too. Chance is not taken out; with rare codes there is little of it."
        )
    else:
        chance = (
            f"{named.name} is 1 where all agree and 0 where they agree as chance would have it:"
            f" {named.chance}. Below 0 they meet more seldom than chance."
        )
    return [
        f"What is compared. {compared}",
        "",
        f"The unit. {UNIT_MEANS[unit]} Another unit gives another figure from the same codings:"
        " never quote one without its unit.",
        "",
        f"Chance. {chance}",
        "",
        "Why percent misleads. It counts the text that nobody coded. The rarer a code, the nearer"
        " to 100 % it comes, however the coders differ on the few passages that matter.",
        "",
        "The interval. Whole transcripts are drawn again and again with replacement, and 95 % of"
        " what comes out lies in it: it shows how far the figure would move with other interviews"
        " like these, and not with other coders. A draw in which nobody used a code says nothing of"
        " it and is left out. With few transcripts it is too narrow rather than too wide.",
        "",
        "What it does not say. It does not say who is right, nor whether the code is a good one,"
        " nor why you differ: the passages say that. A high figure on a dull code is worth less"
        " than a talk about a low one.",
        "",
        BANDS,
    ]
