"""The fixed words in which a state answers its partners."""

from collections.abc import Mapping
from dataclasses import dataclass

from exeat.domain.review.policy.tables import Table

FORMS = ("letter", "note")
"""A letter is signed; a note verbale speaks of the authority as of a third person, and bears no name."""

ANSWERS = (
    "accept",
    "accept_with_nominees",
    "decline",
    "another_date",
    "host_pays",
    "trainers_here",
    "joint",
)
FIELDS = (
    "authority",
    "host",
    "title",
    "dates",
    "place",
    "nominees",
    "other_dates",
    "amount",
    "other_host",
    "other_title",
)
"""What may stand in braces in the words; each is empty where an answer has none."""


@dataclass(frozen=True)
class FormWords:
    """How a text of this form opens and closes."""

    opening: str
    closing: str


@dataclass(frozen=True)
class AnswerWords:
    """The subject and the text of an answer; paragraphs are parted by empty lines."""

    title: str
    text: str


@dataclass(frozen=True)
class Correspondence:
    """`form` is the one that is drafted unless somebody asks for another."""

    form: str
    forms: Mapping[str, FormWords]
    answers: Mapping[str, AnswerWords]


def read_correspondence(table: Table) -> Correspondence:
    """What `cooperation.toml` says under `correspondence`. Raises PolicyError."""
    forms, answers = table.table("forms"), table.table("answers")
    return Correspondence(
        form=table.word("form", FORMS),
        forms={name: FormWords(*_words(forms.table(name), "opening", "closing")) for name in FORMS},
        answers={name: AnswerWords(*_words(answers.table(name), "title", "text")) for name in ANSWERS},
    )


def _words(table: Table, *keys: str) -> list[str]:
    """Texts whose braces hold nothing but known fields."""
    texts = [table.text(key) for key in keys]
    for key, text in zip(keys, texts, strict=True):
        try:
            text.format(**dict.fromkeys(FIELDS, ""))
        except (KeyError, IndexError, ValueError, AttributeError):
            raise table.fault(key, f"in braces stands one of {', '.join(FIELDS)}") from None
    return texts
