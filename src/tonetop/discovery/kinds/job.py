"""Jobs and employers of people."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.job_title",
    title="Job or position",
    dpv="Job",
    names=(
        r"\bjob( ?(title|position|role|function))?\b|\boccupation( type)?\b|\bprofession\b"
        r"|\b(employee|contact|person|staff|manager) ?titles?\b"
        r"|\bjob ?(desc\w*|code)\b|\bberuf\b|\bstellenbezeichnung\b|\bpuesto\b"
        r"|\bcargo\b|\bposte\b|\bmestiere\b|\bprofessione\b|\bberoep\b|\bfunctie\b|\bprofissao\b"
        r"|\bberufsbezeichnung\b|\bmetier\b"
    ),
    never=r"\b(id|status|queue|count|run|schedule|type|weight|ship|log)\b",
    named=0.7,
    types=("text",),
    found=("job_title", "Beruf", "occupation"),
    absent=("job_id", "job_status"),
)
