"""Assets: systems and services with their owner, vendor and the personal data they hold."""

from __future__ import annotations

from tonetop.records.cadences import Every
from tonetop.records.fields import Day, Prose, Reference, Text, Texts, Word, YesNo
from tonetop.records.models import Record


class Asset(Record):
    """Assets: systems and services with their owner, vendor and the personal data they hold."""

    requirement = "A.4.2"
    prefix = "AS"
    group = "Prove"
    own_dates = ("discovered_on", "registered_on")
    columns = ("ref", "name", "hosting", "vendor", "owner", "holds_personal_data", "ai_features")
    title_field = "name"
    doer = "released_by"
    review = Every(months=12)

    name = Text("Name")
    hosting = Word("saas", "cloud", "on-prem", label="Hosting")
    vendor = Text("Vendor")
    owner = Reference("Person", label="Owner")
    holds_personal_data = YesNo("Holds personal data")
    ai_features = YesNo("AI features", "Whether it contains AI, declared or found.")
    discovered_on = Day("Discovered on")
    discovery_source = Text("Discovery source")
    registered_on = Day("Registered on")
    ai_system = Reference("AISystem", label="AI system")
    data_categories = Texts("Data categories")
    country = Text("Country", "Where its data lies.")
    released_by = Reference(
        "Person",
        label="Let go by",
        help="Who says that a supplier or AI system named here before is gone: not its owner, nor who took it off.",
    )
    released_on = Day("Let go on")
    release_reason = Prose("Why it is gone", personal=False)
