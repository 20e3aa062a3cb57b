"""Registration plates of vehicles, which a column's name tells."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.government_id.vehicle_registration",
    title="Vehicle registration plate",
    dpv="VehicalLicenseRegistration",
    digits=(1, 7),
    letters=(1, 7),
    marks=(0, 2),
    names=(
        r"\b(licen[cs]e|number|registration|vehicle) ?plates?\b|\bplate( ?(number|no|nr))?\b"
        r"|\bkennzeichen\b|\bimmatriculation\b|\bmatricula\b|\btarga\b|\bkenteken\b"
        r"|\bkfz( ?(kz|nr|nummer))?$|\bvehicle registration\b|\bvrn\b|\brego\b|\bnummerplade\b|\bregistreringsnummer\b"
    ),
    never=r"\b(tectonic|type|size|home)\b",
    least=0.6,
    found=("AB-123-C", "B MW 1234", "7ABC123", "LB07 ABC"),
    absent=("hello world", "123", "yes"),
)
