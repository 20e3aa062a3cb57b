"""Numbers of patients in the British health service."""

from tonetop.discovery.checksum import rule, weighted
from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.health_and_medical.insurance_beneficiary_id.gb",
    title="NHS number",
    dpv="HealthRecord",
    country="GB_NHS",
    pattern=r"^\d{3}[ -]?\d{3}[ -]?\d{4}$",
    digits=(10, 10),
    letters=(0, 0),
    check=rule({10: weighted((10, 9, 8, 7, 6, 5, 4, 3, 2, 1), 11)}),
    names=r"\bnhs( ?(number|no|nr))?\b",
    found=("943 476 5919", "9434765919"),
    absent=("943 476 5918", "1234567890"),
)
