"""Document versions: each text of a document, who wrote it, what it changed, and who is to approve it."""

from __future__ import annotations

from tonetop.records.cadences import Deadline
from tonetop.records.fields import Day, Prose, Reference, References, Sha256, Text
from tonetop.records.models import Record


class DocumentVersion(Record):
    """Document versions: each text of a document, who wrote it, what it changed, and who is to approve it.

    The text itself is a file, known by its hash; approvals name the hash, and so belong to this very text.
    """

    requirement = "7.5.2"
    prefix = "DV"
    group = "Govern"
    own_dates = ("written_on",)
    columns = ("ref", "document", "version", "author", "written_on", "review_asked_on")
    title_field = "version"
    doer = "author"
    deadline = Deadline("review_due", "approvers", done=("policy",))

    document = Reference("Document", label="Document")
    version = Text("Version")
    author = Reference("Person", label="Author")
    written_on = Day("Written on")
    change = Prose("What changed")
    sha256 = Sha256("SHA-256 of the text")
    file_name = Text("File name")
    media_type = Text("Media type")
    approvers = References("Person", label="Approvers")
    review_asked_by = Reference("Person", label="Review asked by")
    review_asked_on = Day("Review asked on")
    review_due = Day("Answer wanted by")
    policy = Reference("PolicyVersion", label="In force as", help="The policy version that this text became.")
    supersedes = Reference("DocumentVersion", label="Supersedes")
