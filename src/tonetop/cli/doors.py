"""The subcommands of `tonetop`: the module of each, what it does, and how it uses a data folder."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """A subcommand: the module of `tonetop.cli` with its `app`, what it does, how it uses a data folder.

    folder: whether Django is set up over it and it is opened before the command runs.
    makes: whether it is made when it is missing. if_there: whether the command does without one where there is none.
    answers: whether exit 0 is a yes, which a reader who goes away must not bring about.
    """

    module: str
    does: str
    folder: bool = True
    makes: bool = False
    if_there: bool = False
    answers: bool = False


DOORS = {
    "up": Door("up", "Serve the web app; the folder is made and brought up to date as needed.", makes=True),
    "work": Door("work", "Do the background jobs in one more process, beside `tonetop up`."),
    "demo": Door("demo", "Fill an empty folder with a made-up organisation; print its sign-ins.", makes=True),
    "assess": Door("assess", "Say how far clause 5.1 and the rest are backed, as of a day."),
    "centre": Door(
        "centre", "Say where each requirement stands: owner, state, evidence, lapse and next act."
    ),
    "framework": Door("framework", "Take the requirements of another framework, from YAML or OSCAL."),
    "why": Door("why", "Show the reason tree of one check, down to records and dates."),
    "due": Door("due", "Say what is due by when, and whose it is."),
    "act": Door(
        "act", "Do what the pages do by forms: answer, confirm, decide at gates, treat risks, publish."
    ),
    "account": Door(
        "account", "Keep the accounts: list them, let somebody in, change one, make a fresh link."
    ),
    "monitor": Door("monitor", "Say how the monitors stand; look at all of them now."),
    "report": Door(
        "report", "Write a report as a file: the board's page, a dossier, the statement of applicability."
    ),
    "record": Door("record", "Look at records one by one; add, change or withdraw one."),
    "stage": Door("stage", "Say where an AI system stands in its life, or take it to another stage."),
    "supplier": Door("supplier", "Say how suppliers were assessed; answer questions; settle an assessment."),
    "gate": Door(
        "gate",
        "Ask whether a subject may pass the gates of a process; exit 0 only when it may.",
        answers=True,
    ),
    "import": Door("imports", "Take records from files; `import organisation FILE`: all of one.", makes=True),
    "undo-import": Door("undo_import", "Withdraw what one import brought."),
    "export": Door("export", "Write a proof bundle, a register, or the whole organisation."),
    "verify": Door(
        "verify", "Check a proof bundle, or the data folder's ledger and tables.", folder=False, answers=True
    ),
    "anchor": Door("anchor", "Tell who outside holds the ledger's checkpoints, and give them the newest."),
    "cosign": Door("cosign", "Sign another house's checkpoint as its witness.", folder=False, answers=True),
    "diff": Door("diff", "Tell what changed between two days and which results turned because of it."),
    "move": Door("move", "Carry the database to a PostgreSQL server, byte for byte.", folder=False),
    "backup": Door("backup", "Write everything into one consistent file.", folder=False),
    "restore": Door("restore", "Bring a backup back; say when it is an older one.", folder=False),
    "check-safety": Door("check_safety", "Say how safely this installation is set up.", answers=True),
    "ask": Door("ask", "Answer a question with records and quotations, or say that no evidence was found."),
    "text": Door("text", "Print the stored text of a document, to which offsets refer.", folder=False),
    "passages": Door("passages", "Judge every passage of a folder's documents, as JSON.", folder=False),
    "scan": Door(
        "scan",
        "Look for personal data in a source; hold what is there against what is declared.",
        if_there=True,
    ),
    "evidence": Door("evidence", "Keep files as evidence, list them by state, take in mails and files."),
    "sign-in": Door("sign_in", "Print a one-time link by which someone signs in."),
    "token": Door("token", "Make, list and withdraw tokens by which programs use the API."),
    "webhook": Door("webhook", "Tell other programs that something happened; look at what did not arrive."),
    "mcp": Door("mcp", "Answer programs by the Model Context Protocol, reading only, for a token's account."),
    "models": Door("models", "Switch a language model on or off; list its calls and their cost."),
    "directory-key": Door(
        "directory_key", "Make, list and withdraw keys by which a directory keeps accounts (SCIM)."
    ),
    "erase": Door("erase", "Destroy personal values of a record for ever; every proof still verifies."),
    "own-data": Door("own_data", "What the program itself holds of people: list, hand out, erase."),
    "retention": Door("retention", "What of the program's own data is past its period; let go of it."),
    "hold": Door("hold", "Legal holds: list them, set one, lift one."),
    "merge": Door("merge", "Merge a duplicate record into the one that stays."),
    "withdraw": Door("withdraw", "Withdraw a record from today on."),
    "sample": Door("sample", "Show a sample organisation in an empty house, or take it away again."),
}
