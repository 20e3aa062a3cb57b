"""Children and dependants of people."""

from tonetop.discovery.kind import Kind

KIND = Kind(
    key="user.childrens",
    title="Children and dependants",
    dpv="Offspring",
    names=(
        r"\b(num(ber)?|no|count|cnt) ?(of)? ?(child(ren)?|kids|dependents|dependants|fam members)\b"
        r"|\bchild(ren)?( ?(count|names?|ages?))?\b|\bdependents?\b|\bdependants?\b|\bkinder(zahl"
        r"|freibetrag|freibetrage)?\b|\bnombre d ?enfants\b|\benfants\b|\bhijos\b|\bfigli\b"
        r"|\bkinderen\b|\bcnt children\b"
    ),
    never=r"\b(id|node|process|parent|item|category)\b",
    named=0.6,
    types=("text", "integer", "number"),
    found=("number_of_children", "Kinderfreibetrag"),
    absent=("child_id", "parent_child_process"),
)
