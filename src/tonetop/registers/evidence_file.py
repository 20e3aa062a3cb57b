"""Evidence files: each file of a piece of evidence; another in its place is its next version, and the old stays."""

from __future__ import annotations

from tonetop.records.fields import Day, Number, Reference, Sha256, Text, Word
from tonetop.records.models import Record
from tonetop.registers.evidence import Evidence

WAYS = ("page", "command", "mail", "folder")


class EvidenceFile(Record):
    """Evidence files: each file of a piece of evidence, by which way it came, and when."""

    requirement = "7.5.3"
    prefix = "EF"
    group = "Prove"
    own_dates = ("received_on",)
    columns = ("ref", "evidence", "name", "received_on", "came_by", "sha256")
    title_field = "name"

    evidence = Reference("Evidence", label="Evidence")
    name = Text("File name")
    sha256 = Sha256("SHA-256")
    media_type = Text("Media type")
    size = Number("Bytes")
    received_on = Day("Received on")
    received_by = Reference("Person", label="Brought by")
    came_by = Word(*WAYS, label="Came by")
    sender = Text("Sender", "The mail address that a mail came from.", personal=True)

    @classmethod
    def acted_only(cls, last: Record | None) -> tuple[str, ...]:
        """Which piece it belongs to and which bytes it is: files come in, and are never written down."""
        return ("evidence", "sha256", "size")

    def held_back(self) -> str:
        """What holds the piece holds its files."""
        piece = Evidence.objects.filter(ref=self.evidence).order_by("-revision").first()
        return piece.held_back() if piece is not None else ""
