"""Names of people, in full."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.name",
    title="Person's name",
    dpv="Name",
    pattern=r"^(?:\p{L}{1,4}\.? )?\p{Lu}[\p{L}'’.-]*(?:,? (?:\p{L}{1,3}\.? )*\p{Lu}[\p{L}'’.-]*){1,4}$",
    digits=(0, 0),
    letters=(4, 31),
    names=(
        r"\b(full|display|legal|person|patient|customer|client|employee|contact|student|staff|member"
        r"|passenger|guest|applicant|beneficiary|(card|account|policy)? ?holder|author|owner|manager"
        r"|director|advisor|agent|doctor|physician|teacher|driver|tenant|donor|voter|player|athlete"
        r"|artist|user|real|billing|shipping|ship|recipient|sender|signatory|emergency contact"
        r"|next of kin|maiden|mothers?|fathers?|spouse|child|parent|guardian|dispatcher|technician"
        r"|nurse|actor|coach|resident|subscriber|debtor|cardholder|witness|plaintiff|defendant|kontakt"
        r"|kunden?|mitarbeiter|ansprechpartner) ?(s )?names?\b|\bnames?\b|\bfullname\b|\bnom (complet"
        r"|et prenom)\b|\bnombre completo\b|\bnome (completo|e cognome)\b|\bnominativo\b"
        r"|\bvollstandiger name\b|\bvolledige naam\b|\bnaam\b|\bansprechpartner(in)?\b"
        r"|\bcontactpersoon\b|\bceo\b|\bcustomer\b|\bpatient\b|\bemployee\b|\bmanager\b|\bdirector\b"
        r"|\bathlete\b|\bplayer\b|\bauthor\b|\bperson\b|\bcontact\b|\bmitarbeiter(in)?\b"
        r"|\bsachbearbeiter(in)?\b|\bbearbeiter(in)?\b|\binterlocuteur\b|\bname and surname\b"
        r"|\bimie i nazwisko\b|\bnavn\b|\bnamn\b|\bnimi\b"
    ),
    never=(
        r"\b(file|product|company|user ?name|table|column|domain|app|brand|event|country|city"
        r"|street|state|category|school|bank|branch|hotel|pet|firm|organi[sz]ation|business|server"
        r"|database|schema|class|function|variable|field|model|project|team|club|item|genre|track"
        r"|album|playlist|film|movie|song|media|department|language|group|role|job|course|plan|service"
        r"|store|shop|region|district|county|territory|supplier|shipper|agency|bureau|office|topic"
        r"|nick|screen|login|email|phone|id|ids|count|type|code|titles?)\b"
    ),
    types=("text",),
    found=("Ada Lovelace", "GARCÍA, María", "Dr. Jan de Vries", "Hans-Peter Müller"),
    absent=("Acme Ltd 24", "hello", "X-200", "order 17"),
)
