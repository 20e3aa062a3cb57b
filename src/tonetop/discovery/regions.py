"""In which country a cloud's region lies."""

from __future__ import annotations

import re

REGIONS = {
    "us": "US", "ca": "CA", "sa": "BR", "cn": "CN", "il": "IL", "mx": "MX", "us-gov": "US", "eu-west-2": "GB",
    "eu-central-2": "CH", "eu-west": "IE", "eu-central": "DE", "eu-north": "SE", "eu-south": "IT",
    "ap-south": "IN", "ap-northeast-1": "JP", "ap-northeast-2": "KR", "ap-northeast-3": "JP", "ap-southeast-1": "SG",
    "ap-southeast-2": "AU", "ap-southeast-3": "ID", "ap-southeast-4": "AU", "ap-southeast-5": "MY", "ap-east-1": "HK",
    "af-south": "ZA", "me-south": "BH", "me-central": "AE", "eu-south-2": "ES", "ap-southeast-7": "TH",
}  # fmt: skip
"""The country of a cloud's region, by the beginning of its name; the longest beginning holds."""
REGION = re.compile(r"[a-z]{2}(?:-gov)?-[a-z]+-\d")


def is_region(name: str) -> bool:
    """Whether a name has the form of a cloud's region."""
    return REGION.fullmatch(name.lower()) is not None


def country_of(region: str) -> str | None:
    """The ISO 3166 code of the country in which a region lies; None where that is not known."""
    starts = [start for start in REGIONS if region.lower().startswith(start)]
    return REGIONS[max(starts, key=len)] if starts else None
