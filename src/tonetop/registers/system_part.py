"""Parts of AI systems: the models, data sets, libraries and services that they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tonetop.records.fields import Day, Prose, Reference, References, Text, Texts, Word
from tonetop.records.models import Record
from tonetop.standard.bom.parts import APPROACHES, KINDS, STATES, is_hash


class SystemPart(Record):
    """Parts of AI systems: the models, data sets, libraries and services that they are made of."""

    requirement = "A.4.2"
    prefix = "PT"
    group = "Govern"
    columns = ("ref", "name", "kind", "version", "supplier", "systems", "state")
    title_field = "name"
    doer = "decided_by"
    also = ("released_by",)

    name = Text("Name")
    kind = Word(*KINDS, label="Kind")
    systems = References("AISystem", label="AI systems")
    state = Word(
        *STATES, label="State", help="A candidate was told by a file or found in code; a person decides."
    )
    version = Text("Version")
    supplier = Text("Supplier", "As the register of vendors names it.")
    owner = Reference("Person", label="Owner")
    description = Prose("What it is", personal=False)
    licences = Texts("Licences", help="As SPDX writes them, such as Apache-2.0.")
    purl = Text("Package URL", "Such as pkg:huggingface/acme/reader@1.0.")
    hashes = Texts("Hashes", help="Such as SHA-256:9f86….")
    addresses = Texts("Addresses", help="Where a service is reached.")
    data_categories = Texts("Data categories", help="What a data set holds, or a service gets.")
    classification = Text("Classification")
    task = Text("Task", "What a model does, such as text classification.")
    approach = Word(*APPROACHES, label="How it learned")
    architecture = Text("Architecture")
    training_data = References("SystemPart", label="Trained on")
    measures = Texts("Measures", help="Such as: accuracy 0.93 (members over 60).")
    uses = Texts("Meant for")
    users = Texts("Meant for whom")
    limitations = Texts("Limitations")
    places = Texts("Places in code", help="Path and line.")
    told_by = Text("Told by", "The file or scan that it came from.")
    decided_by = Reference("Person", label="Decided by")
    decided_on = Day("Decided on")
    released_by = Reference(
        "Person",
        label="Let go by",
        help="Who says that a supplier or AI system named here before is gone: not its owner, nor who took it off.",
    )
    released_on = Day("Let go on")
    release_reason = Prose("Why it is gone", personal=False)

    @classmethod
    def clean_values(cls, values: Mapping[str, Any]) -> Iterable[str]:
        """A hash that no program can check proves nothing."""
        for told in values.get("hashes") or ():
            if not is_hash(told):
                yield f"the hash {told[:80]!r} is not written as in SHA-256:9f86…, with its algorithm"
