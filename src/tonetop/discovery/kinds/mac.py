"""Hardware addresses of network devices."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.device.mac_address",
    title="MAC address",
    dpv="MACAddress",
    pattern=(
        r"^(?:[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}"
        r"|[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2})$"
    ),
    digits=(1, 12),
    letters=(0, 12),
    marks=(0, 3),
    colon=None,
    within=r"(?:^|[^\w:-])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?:$|[^\w:-])",
    names=r"\bmac( ?addr(ess)?)?\b|\bhardware addr(ess)?\b|\bbssid\b",
    alone=0.9,
    found=("00:1B:44:11:3A:B7", "00-1b-44-11-3a-b7", "001b.4411.3ab7"),
    absent=("12:30:59", "00:1B:44:11:3A", "2001:db8::1"),
)
