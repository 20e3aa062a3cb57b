"""Identifiers of devices."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.device.device_id",
    title="Device identifier",
    dpv="Identifier",
    names=(
        r"\bimei\b|\bimsi\b|\bmeid\b|\biccid\b|\b(device|advertising|mobile|android|vendor|handset"
        r"|hardware) ?(id|uuid|identifier|serial|udid)\b|\bidfa\b|\bidfv\b|\bgaid\b|\baaid\b|\budid\b"
        r"|\bgeraete? ?(id|nummer)\b|\bdevice\b"
    ),
    never=r"\b(type|name|model|os|count|category|iot)\b",
    named=0.72,
    types=("text", "integer"),
    found=("imei", "deviceId", "idfa"),
    absent=("device_type", "revised"),
)
