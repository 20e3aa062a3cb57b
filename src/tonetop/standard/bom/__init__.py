"""The bill of materials of an AI system (AI-BOM) as CycloneDX 1.6 writes it: read from outside, written for others."""

from tonetop.standard.bom.document import Bom, Part, System, is_one, read
from tonetop.standard.bom.writing import written

__all__ = ["Bom", "Part", "System", "is_one", "read", "written"]
