"""Addresses of crypto-currency wallets."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.financial.crypto_wallet",
    title="Crypto-currency address",
    dpv="FinancialAccountNumber",
    pattern=r"^(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,71}|0x[0-9a-fA-F]{40})$",
    digits=(1, 31),
    letters=(5, 31),
    names=r"\b(wallet|crypto|btc|bitcoin|eth|ethereum)( ?(addr(ess)?|id|key))?\b",
    alone=0.85,
    types=("text",),
    found=(
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    ),
    absent=("0x1234", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "hello"),
)
