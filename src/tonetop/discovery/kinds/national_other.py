"""National numbers of other countries, which a column's name tells."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.national_identification_number",
    title="National identification number",
    dpv="OfficialID",
    digits=(5, 20),
    letters=(0, 6),
    marks=(0, 3),
    names=(
        r"\b(national|citizen|personal) ?(id(entity|entification)?|identity card|insurance) ?(number"
        r"|no|nr|code|card)?\b|\bpersonal ?ausweis\w*\b|\bausweis ?(nummer|nr)\b"
        r"|\bcarte d ?identite\b|\bcarta d ?identita\b|\bid ?card ?(number|no|nr)\b"
        r"|\bidentity ?(number|no|card)\b|\bnid\b|\btax ?(payer)? ?id( number)?\b|\btin\b|\bitin\b"
        r"|\bsteuer ?(nummer|nr)\b|\bnumero fiscal\b|\bgovernment ?id\b"
        r"|\bsozial ?versicherungs ?(nummer|nr)\b"
    ),
    never=r"\b(type|company|business|vendor|vat|status)\b",
    least=0.6,
    found=("L01X00T471", "123456789", "12/345/67890"),
    absent=("yes", "Germany", "12"),
)
