"""Where the program holds what belongs to people: its tables beside the registers, its files, and what lies outside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One place: what it is, what it holds of people, when that goes; names: its tables, or patterns of its files.

    kind: the kind of own data whose period it has; empty where it goes with something else, as `goes` says.
    """

    title: str
    what: str
    goes: str
    names: tuple[str, ...] = ()
    kind: str = ""


WITH_ACCOUNT = "with the account"
TABLES = (
    Place(
        "Accounts",
        "Name, mail address, role, hash of the password, last sign-in, person of the register",
        "a year after access ended, unless another period is set",
        ("records.Account", "account.EmailAddress", "records.Listed"),
        "accounts",
    ),
    Place(
        "Means of sign-in",
        "Second factors (sealed), passkeys by which people sign, and ties to providers",
        WITH_ACCOUNT,
        (
            *("mfa.Authenticator", "records.Passkey", "records.Challenge"),
            *("socialaccount.SocialAccount", "socialaccount.SocialToken"),
        ),
    ),
    Place(
        "Sign-ins",
        "Device, beginning and last use; from where is not kept",
        "after its period",
        ("records.Session", "sessions.Session"),
        "sessions",
    ),
    Place(
        "One-time links",
        "Hash of the link, whose it is, until when it is good",
        "after its period",
        ("records.Invitation", "account.EmailConfirmation"),
        "links",
    ),
    Place("Tokens of programs", "Whose they are, their name and hash", WITH_ACCOUNT, ("records.ApiToken",)),
    Place(
        "Wishes and private notes",
        "Language, hours of mails, what was put off, notes that an account wrote for itself",
        WITH_ACCOUNT,
        ("records.Preference", "records.Snooze", "records.PrivateNote"),
    ),
    Place("What guests looked at", "Page and day", "after its period", ("records.GuestRead",), "guest-reads"),
    Place(
        "Imports",
        "Names of files; rows that were refused, in the words of the file",
        "after its period",
        ("records.Import",),
        "imports",
    ),
    Place(
        "Documents given to be read",
        "Copies, and records that they propose, with names",
        "after its period",
        ("records.Reading", "records.ProposedRecord"),
        "readings",
    ),
    Place(
        "Scans",
        "Names of tables and columns, counts, salted hashes; who corrected or decided what",
        "after its period",
        ("records.KeptScan", "records.Correction", "records.Candidate"),
        "scans",
    ),
    Place(
        "Background jobs",
        "Numbers of what was worked on, results, errors",
        "after its period",
        ("django_tasks_database.DBTaskResult",),
        "jobs",
    ),
    Place(
        "Messages to webhooks",
        "Kind and id of records, never a name",
        "after its period",
        ("records.Delivery",),
        "messages",
    ),
    Place(
        "Reminders that were sent",
        "Account, day and number",
        "after its period",
        ("records.Sent",),
        "digests",
    ),
    Place(
        "Who gets checkpoints",
        "Name and mail address of whoever checkpoints of the ledger are mailed to",
        "when they are taken off the list",
        ("records.CheckpointReader", "records.AnchorState"),
    ),
    Place(
        "Stored results",
        "Sentences that name people, as they stood at an assessment",
        "the name is taken out when the person is erased",
        ("records.StoredAssessment",),
    ),
    Place(
        "Answers to surveys",
        "Numbers from 1 to 5 without a tie to anybody; blinded marks until a survey closes",
        "they belong to nobody",
        ("records.Voice", "records.BallotMark", "records.BallotCode"),
    ),
    Place(
        "Concerns as they were raised",
        "What was written, encrypted, with the hash of its receipt",
        "with the key file, or by the record that was made of it",
        ("records.SealedConcern", "records.SealedMessage"),
    ),
)
"""The program's own tables that hold something of people."""
OF_NOBODY = (
    *("auth.Permission", "auth.Group", "contenttypes.ContentType", "socialaccount.SocialApp"),
    *("records.Link", "records.Organisation", "records.Rule", "records.DirectoryKey", "records.Dismissed"),
    *("records.ReportTemplate", "records.Ballot", "records.Webhook"),
)
"""Tables that hold nothing of people."""
FILES = (
    Place(
        "Database with the ledger",
        "Everything above; of personal values the ledger's events hold commitments alone",
        "by erasure, which overwrites the bytes",
        ("tonetop.sqlite3*",),
    ),
    Place(
        "Files of records",
        "Documents, evidence, minutes and signed reports, by hash",
        "when the last record that needs a file is disposed of",
        ("blobs",),
        "evidence",
    ),
    Place(
        "Index of passages",
        "Sentences of those documents, so that they are found",
        "with the document",
        ("passages.sqlite3*",),
    ),
    Place(
        "Documents given to be read",
        "Copies until they are settled",
        "after its period",
        ("readings",),
        "readings",
    ),
    Place("Files on their way in", "Uploads between a look and a yes", "after a day", ("uploads",)),
    Place(
        "Copies set aside",
        "A whole earlier database, with what was erased since",
        "after its period",
        ("before-*", "replaced-*", "restoring"),
        "copies",
    ),
    Place(
        "Keys and settings",
        "No personal data; without the key file no personal value of the ledger can be read",
        "they stay",
        (
            *("ledger.key", "web.key", "checkpoints.jsonl", "folder.lock", "address", "database"),
            *("evidence-store", "sign-in.yaml", "language-model.yaml", "static"),
        ),
    ),
)
"""The files of the data folder."""
OUTSIDE = (
    Place(
        "Backups",
        "Everything, as it was on their day",
        "by deleting each after the period of your own; restoring one brings back what was erased since",
    ),
    Place(
        "Exports and proof bundles",
        "What was chosen, as it was when it was made",
        "whoever has the file keeps it",
    ),
    Place(
        "Lines that the server prints",
        "Numbers of accounts and addresses of pages, without names and secrets",
        "by the system that keeps them",
    ),
    Place("Mails", "Reminders, links and answers that were sent", "by the mail server and whoever got them"),
)
"""What lies outside the folder, which the program does not reach."""
