"""LD-2: the steps of the AIMS stand as gates in the business processes, and AI systems really pass them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from tonetop.core.assess import Case, Node, Of, every, some
from tonetop.core.facts import Facts, Row
from tonetop.core.moment import Moment, has
from tonetop.standard.checks.rule import called, check, share_said
from tonetop.standard.terms.meetings import about
from tonetop.standard.terms.passages import last_let, owed_gates, stuck_systems, way
from tonetop.standard.terms.people import valid_person
from tonetop.standard.terms.systems import assessments, gates_in_force, in_order, new_systems, overrides

KINDS = ("risk-assessment", "impact-assessment", "policy-check")
WORKFLOWS = ("procurement", "product-development", "operations")
BOUGHT_OR_BUILT = ("procurement", "product-development")


@check("LD-2.1", act="Put a risk, an impact and a policy gate into force in every process that touches AI")
def gated(now: Moment, of: Of) -> Case:
    processes = now.rows("BusinessProcess")
    touching = [row for row in processes if row.touches_ai is True]
    gates = gates_in_force(now)
    kinds = defaultdict(set)
    for gate in gates:
        kinds[gate.process].add(gate.kind)
    bare = [row for row in touching if row.id not in kinds]
    lacking = [row for row in touching if not kinds[row.id].issuperset(KINDS)]
    absent = [kind for kind in WORKFLOWS if all(row.kind != kind for row in processes)]
    served = [row for row in gates if row.process in {process.id for process in touching}]
    without = f"{len(bare)} of {len(touching)} processes that touch AI have no gate in force"
    whole = share_said(
        len(touching) - len(lacking), len(touching), "processes that touch AI have all three gates"
    )
    return Case(
        fail=some(
            Node(
                bool(bare), without, bare, act=f"Put a gate into force in {called(bare[0])}" if bare else None
            ),
            Node(
                bool(absent),
                f"Processes of these kinds are missing: {', '.join(absent) or 'none'}",
                processes,
                act=f"Record a business process of kind {absent[0]}, and its gates" if absent else None,
            ),
            Node(not touching, f"Business processes that touch AI: {len(touching)}", touching or processes),
        ),
        passes=Node(not lacking, whole, [*(lacking or touching), *served], act=_wanting(lacking, kinds)),
    )


def _wanting(lacking: list[Row], kinds: dict[str, set[str]]) -> str | None:
    if not lacking:
        return None
    wanted = [kind for kind in KINDS if kind not in kinds[lacking[0].id]]
    return f"Put into force in {called(lacking[0])} gates of these kinds: {', '.join(wanted)}"


@check("LD-2.2", act="Take every new AI system through the gates of its process", of=new_systems)
def passed(now: Moment, of: Of) -> Case:
    whole, stuck = len(of), stuck_systems(now)
    through = whole - len(stuck)
    share = through / whole
    said = share_said(through, whole, "new AI systems went through all their gates")
    act = _way_through(now, stuck[0]) if stuck else None

    def records() -> Iterable[Row]:
        return chain(
            stuck or of,
            (passage for row in of for passage in way(now.facts, row).passages),
            (gate for row in stuck or of for gate in owed_gates(now.facts, row)),
        )

    return Case(
        fail=Node(share < now.parameter("gate_coverage_partial"), said, records, act=act),
        passes=Node(share >= now.parameter("gate_coverage_pass"), said, records, act=act),
    )


def _way_through(now: Moment, system: Row) -> str:
    """The act that takes a system through its gates."""
    found = way(now.facts, system)
    ended = [passage.gate for passage in found.passages if now.passed(passage.waiver_expires_on)]
    closed = [gate.id for gate in found.missing] + ended
    if not closed:
        return f"Take {called(system)} through gates, which its process lacked"
    return f"Take {called(system)} through {', '.join(closed)}"


def unguarded(facts: Facts, system: Row) -> bool:
    """Whether a system of high impact went live neither in order nor under an override; a predicate."""
    return system.high_impact is True and not in_order(facts, system) and not overrides(facts, system)


def out_of_order(facts: Facts, system: Row) -> bool:
    """Whether risk or impact was not assessed by the day a system went live; a predicate."""
    return not in_order(facts, system)


@check("LD-2.3", act="Assess risk and impact of each AI system before it goes live", of=new_systems)
def assessed(now: Moment, of: Of) -> Case:
    late, open_ones = new_systems(now).where(out_of_order), new_systems(now).where(unguarded)
    whole = new_systems(now).many
    said = share_said(
        whole - late.many, whole, "new AI systems had risk and impact assessed by the day they went live"
    )
    bare = f"{open_ones.many} of {whole} new AI systems went live with high impact, not assessed by then"
    act, decide = None, None
    if late.first is not None:
        act = f"Assess {called(late.first)} now, and the next system before it goes live"
    if open_ones.first is not None:
        decide = f"Assess {called(open_ones.first)} and let top management decide whether it stays live"
    return Case(
        fail=Node(
            bool(open_ones),
            f"{bare}, without an override by top management",
            lambda: chain(open_ones, _papers(now, open_ones), _considered(now, open_ones)),
            act=decide,
        ),
        passes=Node(
            not late, said, lambda: chain(late or of, _papers(now, late or of), _covering(now, late)), act=act
        ),
    )


def _papers(now: Moment, systems: Iterable[Row]) -> Iterator[Row]:
    return (paper for row in systems for paper in assessments(now.facts, row))


def _considered(now: Moment, systems: Iterable[Row]) -> Iterator[Row]:
    """Override decisions about the systems which were looked at, whether or not they cover."""
    return (row for system in systems for row in about(now.facts, system.id) if row.kind == "override")


def _covering(now: Moment, systems: Iterable[Row]) -> Iterator[Row]:
    """The override decisions that cover those of the systems that are of high impact."""
    grave = (row for row in systems if row.high_impact is True)
    return (decision for row in grave for decision in overrides(now.facts, row))


def of_business(now: Moment, gate: Row) -> bool:
    """Whether a gate is owned by a valid person of a unit known to be neither IT nor data."""
    owner = now.get("Person", gate.owner)
    return owner is not None and owner.unit_kind not in (None, "it", "data") and valid_person(now, owner)


@check(
    "LD-2.5",
    act="Hand the gates to owners outside IT and data, those of buying and developing first",
    of=gates_in_force,
)
def owned(now: Moment, of: Of) -> Case:
    owned = [row for row in of if of_business(now, row)]
    held = {row.id for row in owned}
    processes = now.facts.index("BusinessProcess")
    core = [row for row in of if row.process and processes[row.process].kind in BOUGHT_OR_BUILT]
    loose = [row for row in core if row.id not in held]
    others = [row for row in of if row.id not in held]
    owners = [person for row in of if (person := now.get("Person", row.owner)) is not None]
    share = len(owned) / len(of)
    said = share_said(len(owned), len(of), "gates in force are owned by the business")
    act = f"Hand the gate {(loose or others)[0].id} to an owner outside IT and data" if others else None
    return Case(
        fail=Node(share < 0.25, said, [*others, *owners], act=act),
        passes=every(
            Node(share >= 0.5, said, [*(others or of), *owners], act=act),
            Node(
                not loose,
                share_said(
                    len(core) - len(loose),
                    len(core),
                    "gates of procurement and product development are so owned",
                ),
                lambda: [*(loose or core), *(processes[row.process] for row in loose or core)],
                act=act,
            ),
        ),
    )


def _served(now: Moment, assets: Of, passages: list[Row]) -> list[Row]:
    """Assets with the passages that serve them and the AI systems to which they belong."""
    systems = (now.get("AISystem", row.ai_system) for row in assets)
    return [*assets, *passages, *(row for row in systems if row is not None)]


def _discovered(now: Moment) -> Of:
    return now.window("Asset", field="discovered_on", until=61).where(has("ai_features", True))


@check(
    "LD-2.6",
    act="Register each discovered asset with AI features as an AI system and take it through a gate",
    of=_discovered,
)
def outside(now: Moment, of: Of) -> Case:
    lacking, serving = [], []
    for asset in of:
        found = (last_let(now.facts, ident) for ident in (asset.id, asset.ai_system))
        let = [row for row in found if row is not None and now.within(row.occurred_on, 365)]
        serving.extend(let)
        if not asset.ai_system or not let:
            lacking.append(asset)
    grave = [row for row in lacking if row.holds_personal_data is True]
    lonely = [row for row in lacking if not row.owner]
    said = f"{len(lacking)} of {len(of)} discovered AI assets have no AI system or no gate passage"
    bare = f"Discovered AI assets without AI system or gate passage: {len(lacking)}"
    act = (
        f"Register {called((grave or lonely or lacking)[0])} and take it through a gate, or stop it"
        if lacking
        else None
    )
    return Case(
        fail=some(
            Node(len(lacking) > 3, said, lacking, act=act),
            Node(bool(grave), f"{bare}, with personal data: {len(grave)}", grave, act=act),
            Node(bool(lonely), f"{bare}, with no owner: {len(lonely)}", lonely, act=act),
        ),
        passes=Node(not lacking, said, lambda: lacking or _served(now, of, serving), act=act),
    )
