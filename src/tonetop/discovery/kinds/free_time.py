"""What people look at, buy and search."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.behavior",
    title="Behaviour",
    dpv="Behavioural",
    names=(
        r"\b(browsing|search|purchase|viewing|watch|click|listening) ?(history|terms?|quer(y|ies))\b"
        r"|\bsuchverlauf\b|\bhistorique (de )?(recherche|navigation|achats?)\b|\bkaufverhalten\b"
        r"|\bzoekgeschiedenis\b"
    ),
    named=0.65,
    types=("text", "nested"),
    found=("search_history", "browsing_history"),
    absent=("research", "history"),
)
