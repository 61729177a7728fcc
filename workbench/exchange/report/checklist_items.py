"""The items of three reporting checklists in a few words each, and where a report answers them.

An item without sections is the authors' to write: no study file knows it. ``partly`` says what is
left to them where the report answers some of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """One item: its number there, its subject, the keys of sections that speak of it."""

    number: str
    words: str
    sections: tuple[str, ...] = ()
    partly: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A checklist: its name in full, whose it is, its items."""

    name: str
    source: str
    items: tuple[Asked, ...]


_COREQ = (
    Asked("1", "Who interviewed", ("material",), "labels of interviewers; their names are yours"),
    Asked("2", "Credentials of the researchers"),
    Asked("3", "Their occupation"),
    Asked("4", "Their gender"),
    Asked("5", "Their experience and training"),
    Asked("6", "Relationship with participants before the study"),
    Asked("7", "What participants knew of the interviewer"),
    Asked("8", "Interests and assumptions of the interviewer"),
    Asked("9", "Methodological orientation", ("glance", "coding"), "the theory behind it is yours"),
    Asked("10", "How participants were selected"),
    Asked("11", "How they were approached"),
    Asked("12", "Size of the sample", ("glance", "material")),
    Asked("13", "Who declined or dropped out, and why"),
    Asked("14", "Where the data were collected"),
    Asked("15", "Who else was present"),
    Asked("16", "Description of the sample", ("attributes",), "dates are yours"),
    Asked("17", "Interview guide, and whether it was tried out"),
    Asked("18", "Repeated interviews"),
    Asked("19", "Recording", ("material",), "formats of transcripts; how it was recorded is yours"),
    Asked("20", "Field notes"),
    Asked("21", "Duration", ("material",), "words and turns; minutes are yours"),
    Asked("22", "Saturation", ("saturation",), "what was concluded from it is yours"),
    Asked("23", "Transcripts returned to participants"),
    Asked("24", "Number of coders", ("glance", "coding")),
    Asked("25", "Coding tree", ("codebook",)),
    Asked("26", "Where themes came from", ("codebook", "themes")),
    Asked("27", "Software", ("glance",)),
    Asked("28", "Participants' view of the findings", ("challenges",), "as far as it was logged"),
    Asked("29", "Quotations, each with its participant", ("extracts",)),
    Asked("30", "Findings follow from the data", ("extracts", "figures")),
    Asked("31", "Major themes", ("themes",)),
    Asked("32", "Diverse cases and minor themes", ("themes", "consensus", "challenges")),
)
_SRQR = (
    Asked("1", "Title", ("glance",), "the title of the study; that of the paper is yours"),
    Asked("2", "Abstract"),
    Asked("3", "Problem"),
    Asked("4", "Purpose or question"),
    Asked("5", "Approach and paradigm", ("glance",), "the paradigm is yours"),
    Asked("6", "Researchers and their reflexivity", ("glance",), "roles; reflexivity is yours"),
    Asked("7", "Context"),
    Asked("8", "Sampling", ("material",), "who is in it; how they were chosen is yours"),
    Asked("9", "Ethics"),
    Asked("10", "Methods of collecting data"),
    Asked("11", "Instruments and technology", ("glance",), "software; instruments are yours"),
    Asked("12", "Units of study", ("glance", "material", "attributes")),
    Asked("13", "Processing of data", ("material", "audit"), "transcription is yours"),
    Asked("14", "Analysis", ("codebook", "coding", "phases")),
    Asked("15", "Trustworthiness", ("agreement", "consensus", "challenges", "audit")),
    Asked("16", "Synthesis and interpretation", ("themes",)),
    Asked("17", "Links to the data", ("extracts",)),
    Asked("18", "Prior work and contribution"),
    Asked("19", "Limitations", ("limits",), "of the program's figures; of the study are yours"),
    Asked("20", "Conflicts of interest"),
    Asked("21", "Funding"),
)
_RTARG = (
    Asked("a", "Why the question calls for reflexive thematic analysis"),
    Asked("b", "Which thematic analysis it is, and by which texts", ("glance",), "cite the texts"),
    Asked("c", "Theory: ontology, epistemology, and what they do to the analysis"),
    Asked("d", "The researchers' positions and how they enter the analysis"),
    Asked("e", "Data set and participants, and why that many", ("material", "attributes"),
          "the reasons are yours; saturation is none"),
    Asked("f", "Semantic or latent, inductive or deductive", ("codebook",), "the aim is yours"),
    Asked("g", "What was done in each phase, in this study", ("phases", "coding"),
          "tell it; a list of phases is not enough"),
    Asked("h", "How themes were made from codes", ("themes", "logs")),
    Asked("i", "Themes are patterns of shared meaning, each with its idea", ("themes",)),
    Asked("j", "Number and level of themes fit the length of the report", ("themes",)),
    Asked("k", "Extracts that show what is claimed, of many participants", ("extracts",)),
    Asked("l", "Interpretation beyond description, in context"),
    Asked("m", "Quality practices that fit: no reliability, no consensus as proof", ("coding",),
          "say which were chosen and why"),
    Asked("n", "Themes are made by researchers: the wording says so"),
    Asked("o", "What the findings are good for elsewhere, and their limits", ("limits",),
          "transfer is yours"),
)  # fmt: skip
CHECKLISTS = {
    "COREQ": List(
        "Consolidated criteria for reporting qualitative research",
        "Tong, Sainsbury and Craig 2007, 32 items",
        _COREQ,
    ),
    "SRQR": List(
        "Standards for reporting qualitative research",
        "O'Brien, Harris, Beckman, Reed and Cook 2014, 21 items",
        _SRQR,
    ),
    "RTARG": List(
        "Reflexive thematic analysis reporting guidelines",
        "Braun and Clarke 2024; what they ask for, grouped by us under letters: the guidelines"
        " themselves are prose and should be read",
        _RTARG,
    ),
}
