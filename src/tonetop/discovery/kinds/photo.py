"""Pictures of people."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.content.self_image",
    title="Picture of a person",
    dpv="Picture",
    names=(
        r"\b(photo|picture|portrait|selfie|avatar|head ?shot|profile ?(pic\w*|image|photo)|lichtbild"
        r"|passbild|foto|photo d ?identite|retrato|mugshot)( ?(url|path|file|data))?\b"
    ),
    never=r"\b(product|album|count|size|id|width|film|category)\b",
    named=0.62,
    types=("text", "binary"),
    found=("profile_picture", "Passbild"),
    absent=("product_photo", "photo_count"),
)
