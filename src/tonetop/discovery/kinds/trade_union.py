"""Membership of a trade union."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.demographic.trade_union",
    title="Trade-union membership",
    dpv="TradeUnionMembership",
    names=(
        r"\b(trade|labou?r) ?union\b|\bunion ?(member(ship)?|dues|name|code|id)\b"
        r"|\bgewerkschaft(s?(mitglied(schaft)?|zugehorigkeit|beitrag))?\b|\bsyndicat\w*\b"
        r"|\bsindicato\b|\bafiliacion sindical\b|\bsindacato\b|\bvakbond(slidmaatschap|slid)?\b"
    ),
    named=0.82,
    special=True,
    types=("text", "integer", "boolean"),
    found=("trade_union", "Gewerkschaftsmitglied", "vakbond"),
    absent=("union_all", "european_union"),
)
