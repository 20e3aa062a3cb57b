"""Height and weight of people."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.demographic.body",
    title="Height or weight of a person",
    dpv="PhysicalTrait",
    names=(
        r"\b(body|patient|person) ?(height|weight|mass)\b|\b(height|weight) ?(cm|kg|lbs?|in|inches)\b"
        r"|\bkorpergrosse\b|\bkorpergewicht\b|\bgroesse cm\b|\bhair colou?r\b|\beye colou?r\b"
        r"|\bskin (tone|colou?r)\b|\bhaarfarbe\b|\baugenfarbe\b"
    ),
    never=r"\b(image|screen|product|item|package|truck|vehicle|row|curb|gross|tare|parcel|shipping)\b",
    named=0.65,
    types=("text", "integer", "number"),
    found=("height_cm", "Körpergröße"),
    absent=("image_height_cm", "tare_weight_kg"),
)
