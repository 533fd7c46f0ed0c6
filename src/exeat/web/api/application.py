"""An application as the contract writes it. A draft may leave anything out; what it gives must be of the right type."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Base64Bytes, Field, StringConstraints

from exeat.domain.offers import Level
from exeat.domain.review.application import MOST
from exeat.web.api.fields import Body, FileName, LineNumber, Marking, QuantityText, Text, ValueText, Word
from exeat.web.api.fields import Line as Short
from exeat.web.cases.services.handing_in import File

Empty = Literal[""]
CountryCode = Annotated[str, StringConstraints(max_length=2, pattern=r"^[A-Z]*$")]


class ExporterPart(Body):
    """Who applies: an entry of the register of exporters."""

    name: Short = ""
    country: CountryCode = ""
    registration: Short = ""


class ItemPart(Body):
    """A line of goods; `value` is the line's total."""

    line: LineNumber = Field(1, description="the position in the list when absent")
    description: Text = ""
    facts: Text = ""
    hs: Annotated[str, StringConstraints(pattern=r"^([0-9]{4,12})?$")] = ""
    quantity: QuantityText | Empty = Field("", examples=["4"])
    unit: Annotated[str, StringConstraints(max_length=20, pattern=r"^[^\x00-\x1f]*$")] = ""
    nature: Literal["goods", "software", "technology", ""] = ""
    value: ValueText | Empty = Field("", examples=["125000.00"])
    currency: Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")] = ""
    claimed_entry: Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00-\x1f]*$")] = ""


class PartyPart(Body):
    """Someone the goods pass through or end with."""

    role: Literal[
        "consignee", "end_user", "ultimate_end_user", "intermediate_consignee", "broker", "carrier", "supplier", ""
    ] = ""
    name: Short = ""
    type: Literal["person", "organisation", "vessel", "aircraft", "unknown"] = "unknown"
    address: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$")] = ""
    country: CountryCode = ""
    share: QuantityText | Empty = Field("", description="percent of each line, on a licence that several share")


class EndUsePart(Body):
    """What the goods are for."""

    statement: Text = ""
    military: bool = False
    wmd: bool = False


class ChangePart(Body):
    """That the application changes a licence: how, and which; the other parts are all that is to be licensed."""

    how: Literal["amend", "extend", "replace", "transfer", "surrender", "suspend", "revoke", ""] = Field(
        "", description="suspension and revocation are the authority's own: nobody applies for them"
    )
    licence: Short = ""
    valid_until: Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""
    to: Short = Field("", description="the registration of the exporter who takes the licence over")
    reason: Text = Field("", description="why a licence is given up")


class DocumentPart(Body):
    """A document handed in with the application."""

    kind: Word
    file: FileName


class DocumentWithContent(DocumentPart):
    """A document handed in with the application, with its content in base64, or announced without."""

    content: Base64Bytes | None = None
    marking: Marking = "unmarked"


class ApplicationPart(Body):
    """An application, complete or still being written."""

    kind: Word = "export"
    applicant_reference: Short = ""
    exporter: ExporterPart = Field(default_factory=ExporterPart)
    items: list[ItemPart] = Field(default_factory=list, max_length=MOST["items"])
    parties: list[PartyPart] = Field(default_factory=list, max_length=MOST["parties"])
    end_use: EndUsePart = Field(default_factory=EndUsePart)
    route: list[CountryCode] = Field(default_factory=list, max_length=MOST["route"])
    documents: list[DocumentPart] = Field(default_factory=list, max_length=MOST["documents"])
    change: ChangePart = Field(default_factory=ChangePart)

    def as_given(self) -> dict[str, Any]:
        """The application in plain JSON; a line that gives no number has its position."""
        data = self.model_dump(mode="json", exclude={"documents": {"__all__": {"content", "marking"}}})
        if self.change == ChangePart():
            del data["change"]
        for position, item in enumerate(self.items):
            if "line" not in item.model_fields_set:
                data["items"][position]["line"] = position + 1
        return data


class ApplicationWithFiles(ApplicationPart):
    """An application that may bring its documents along."""

    documents: list[DocumentWithContent] = Field(default_factory=list, max_length=MOST["documents"])

    def files(self) -> list[File]:
        """The documents that came with their content."""
        return [
            File(part.kind, part.file, part.content, Level.named(part.marking))
            for part in self.documents
            if part.content is not None
        ]
