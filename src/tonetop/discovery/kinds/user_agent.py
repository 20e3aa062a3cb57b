"""Browsers as they name themselves."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.device.user_agent",
    title="Browser (user agent)",
    dpv="UserAgent",
    pattern=(
        r"^(?:Mozilla/\d|Opera/\d|curl/\d|okhttp/\d|Dalvik/\d|python-requests/\d|PostmanRuntime/\d"
        r"|Wget/\d|Java/\d|Go-http-client/\d|Googlebot)"
    ),
    digits=(1, 31),
    letters=(3, 31),
    marks=(1, 3),
    colon=None,
    at=None,
    names=r"\buser ?agent\b|\bbrowser ?(string|agent)\b|\bua\b|\bhttp user agent\b",
    alone=0.93,
    types=("text",),
    found=("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "curl/8.5.0"),
    absent=("Mozilla", "hello/world"),
)
