"""Ages."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.demographic.age",
    title="Age",
    dpv="Age",
    pattern=(
        r"^\d{1,3}$|^\d{1,3}(?:\.\d+)?$|^\d{1,2} ?(?:-|–|to|bis|à) ?\d{1,3}$|^(?:<|>|>=|<=|under|over"
        r"|unter|über) ?\d{1,3}$|^\d{1,3} ?(?:\+|years?|yrs?|(?:years )?and (?:older|over|above)"
        r"|(?:und|et|y|e|en) (?:älter|mehr|plus|más|più|ouder))$"
    ),
    digits=(1, 6),
    letters=(0, 13),
    names=(
        r"\bage( ?(group|range|band|bracket|years?|yrs?|at \w+))?\b|\b(alter|edad|eta|leeftijd|idade"
        r"|alder|ika|wiek|vek|ages)\b|\balters ?gruppe\b|\btranche d ?age\b|\bage[ds]\b"
    ),
    never=(
        r"\b(mile|pack|us|average file|storage|page|account|policy|vehicle|building|house|cache"
        r"|percent|max|min|record|days|hours|stamp)\b"
    ),
    types=("integer", "number", "text"),
    found=("42", "18-25", "65+", "> 60"),
    absent=("hello", "1999-01-01", "12345"),
)
