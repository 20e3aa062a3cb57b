"""E-mail addresses."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.contact.email",
    title="E-mail address",
    dpv="EmailAddress",
    pattern=r"^(?:mailto:)?[A-Za-z0-9_][\w.%+'-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}$",
    at=True,
    colon=None,
    within=r"[A-Za-z0-9_][\w.%+'-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}",
    names=r"\be ?mails?\b|\bmail( address)?\b|\bcourriel\b|\bcorreo\b|\bposta elettronica\b",
    alone=0.97,
    found=("ada@example.org", "j.o'neil+news@mail.example.co.uk"),
    absent=("@handle", "ada at example.org", "user@host", "1.2.3", "ssh://git@host"),
)
