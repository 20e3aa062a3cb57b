"""Biometric data."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.biometric",
    title="Biometric data",
    dpv="Biometric",
    names=(
        r"\bbiometri\w*\b|\bfinger ?print( ?(template|image|data|scan))?\b|\b(face|facial|iris|retina"
        r"|voice|palm) ?(template|print|scan|embedding|vector|encoding|recognition|image)\b"
        r"|\bfingerabdruck\b|\bempreinte digitale\b|\bhuella (dactilar|digital)\b"
        r"|\bimpronta digitale\b|\bvingerafdruk\b|\bgesichts ?(bild|erkennung)\b"
    ),
    never=r"\b(browser|device|key|cert|certificate|ssh|gpg|sha|tls|file|enabled)\b",
    named=0.8,
    special=True,
    types=("text", "binary", "nested", "integer", "number"),
    found=("fingerprint_template", "faceEmbedding", "biometric_hash"),
    absent=("browser_fingerprint", "face_value"),
)
