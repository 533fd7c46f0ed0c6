"""Checking a licence as someone holds it: a PDF file, a picture of its code, or the token itself."""

from dataclasses import dataclass, replace
from datetime import date

from exeat.domain.licences import FILE_NAME, Answer, Difference, PublicKeys, Verification, compare_with_paper, verify

from . import pdf_reader, qr

_PDF_MARK = b"%PDF-"


class UnreadablePaperError(ValueError):
    """There is no licence code to check in what was given; says why."""


@dataclass(frozen=True)
class Paper:
    """The token found, and for a PDF its pages' text and its attached record."""

    token: str
    pages: tuple[str, ...] = ()
    record: bytes | None = None

    @property
    def has_text(self) -> bool:
        """Whether there is text to compare; a picture or a scan has none."""
        return any(page.strip() for page in self.pages)


@dataclass(frozen=True)
class CheckedPaper:
    """The answer on the token, and how the paper's text differs; `compared` is False where there was no text."""

    verification: Verification
    differences: tuple[Difference, ...]
    compared: bool

    @property
    def is_good(self) -> bool:
        """Whether the goods may go: valid, and on paper that says what was signed."""
        return self.verification.answer is Answer.VALID


def read_paper(data: bytes) -> Paper:
    """Find the licence code in the bytes of a PDF, PNG or JPEG file. Raises UnreadablePaperError."""
    try:
        if not data.startswith(_PDF_MARK):
            return Paper(_only_token(qr.read_image(data)))
        content = pdf_reader.read_pdf(data)
    except (qr.UnreadableImageError, pdf_reader.UnreadablePdfError) as fault:
        raise UnreadablePaperError(str(fault)) from fault
    return Paper(_only_token(content.codes), content.pages, content.attachments.get(FILE_NAME))


def check_paper(paper: Paper, keys: PublicKeys, revocations: str | None, *, today: date) -> CheckedPaper:
    """Verify the paper's token and compare its text with what was signed; a paper that differs is altered."""
    verification = verify(paper.token, keys, revocations, today=today)
    if verification.fields is None or not paper.has_text:
        return CheckedPaper(verification, (), compared=False)
    differences = compare_with_paper(verification.fields, paper.record, paper.pages)
    if differences and verification.answer is Answer.VALID:  # a genuine code on paper that says something else
        verification = replace(
            verification, answer=Answer.ALTERED, reason="the paper says something else than its code"
        )
    return CheckedPaper(verification, differences, compared=True)


def _only_token(codes: tuple[str, ...] | list[str]) -> str:
    tokens = {code.strip() for code in codes if code.count(".") == 2}
    if not tokens:
        raise UnreadablePaperError("it shows no licence code that can be read; try a sharper or closer picture")
    if len(tokens) > 1:
        raise UnreadablePaperError("it shows more than one licence code; check them one by one")
    return tokens.pop()
