"""The report of a run: a table for people, JSON for programs."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.figures import percentile
from tests.torture.campaign import Outcome, faults_for
from tests.torture.events import Answered, Shown
from tests.torture.fleet import REGULAR
from tests.torture.history import read

SHARES = (0.5, 0.9, 0.99, 0.999)
# Of each kind of violation that many are told; the history has them all.
SHOWN = 10
COUNTED = (
    "frames",
    "cuts",
    "resumes",
    "resets",
    "repairs",
    "leaves",
    "hops",
    "marks",
    "erasures",
    "restorings",
    "edits",
    "reactions",
    "replies",
    "threads read",
    "repeats",
    "polls",
    "votes",
    "keepsakes",
    "keepsakes without an answer",
    "plans",
    "plans changed",
    "plans cancelled",
    "looks",
    "signals",
)
STAGES = {
    "sqlite": "one process on SQLite",
    "cluster": "two processes over PostgreSQL and Valkey",
}


def summary(outcome: Outcome) -> dict[str, Any]:
    """Figures alone."""
    all_of_it, by_fault, by_client = latencies(outcome)
    acked = outcome.tally["sends acked"]
    return {
        "stage": STAGES[outcome.kind],
        "seed": outcome.seed,
        "seconds": round(outcome.seconds),
        "sends": {name: outcome.tally[f"sends {name}"] for name in ("acked", "refused", "unknown")},
        "attempts": outcome.tally["attempts"],
        "acked_per_s": round(acked / max(outcome.seconds, 1)),
        "messages": {name: outcome.tally[f"messages {name}"] for name in ("kept", "erased")},
        "processes_started": outcome.tally["starts"],
        "slowest_start_s": round(outcome.slowest_start, 2),
        **{name: outcome.tally[name] for name in COUNTED},
        "delivered_after_the_answer_ms": percentiles(all_of_it),
        "delivered_by_the_client_ms": percentiles(by_client),
        "everybody_back_after_ms": percentiles(sorted(outcome.back_after)),
        "session_outlived_by_its_sockets_ms": percentiles(sorted(outcome.shut_after)),
        "faults": {
            fault.name: {
                "what": fault.what,
                "injected": outcome.injected[fault.name],
                "delivered_after_the_answer_ms": percentiles(by_fault[fault.name]),
            }
            for fault in faults_for(outcome.kind)
        },
        "violations": len(outcome.violations),
        # No failure in N independent trials bounds their rate by 3/N, at 95 %.
        "rate_of_loss_below": None if outcome.violations or not acked else round(3 / acked, 7),
    }


def latencies(outcome: Outcome) -> tuple[list[float], dict[str, list[float]], list[float]]:
    """From a message's first answer until a device was sent it, even if it was away: in all, and during each fault.

    The project's own client reconnects after a pause that doubles up to half a minute, so it is counted apart.
    """
    answered: dict[tuple[str, int], float] = {}
    for event in read(outcome.history):
        if isinstance(event, Answered):
            answered.setdefault((event.room, event.seq), event.at)
    windows = sorted(outcome.windows, key=lambda window: window[1])
    starts = [began for _, began, _ in windows]
    found: list[float] = []
    by_client: list[float] = []
    by_fault: dict[str, list[float]] = defaultdict(list)
    for event in read(outcome.history):
        if isinstance(event, Shown) and event.how == "next" and (event.room, event.seq) in answered:
            at = answered[(event.room, event.seq)]
            took = max(0.0, event.at - at)
            if event.device.startswith(REGULAR):
                by_client.append(took)
                continue
            found.append(took)
            # Two hands: of the last few that had begun, those that were not over.
            began = bisect_right(starts, at)
            for name, _, ended in windows[max(0, began - 8) : began]:
                if at <= ended:
                    by_fault[name].append(took)
    in_order = defaultdict(list, {name: sorted(times) for name, times in by_fault.items()})
    return sorted(found), in_order, sorted(by_client)


def percentiles(ordered: list[float]) -> dict[str, float]:
    """In milliseconds."""
    return {f"p{share * 100:g}": round(percentile(ordered, share) * 1000, 1) for share in SHARES}


def one_line(figures: dict[str, float]) -> str:
    return ", ".join(f"{name} {took:,.0f}" for name, took in figures.items()) + " ms"


def table(figures: dict[str, Any], outcome: Outcome, log: Path) -> Iterator[str]:
    sends, messages, delivered = figures["sends"], figures["messages"], figures["delivered_after_the_answer_ms"]
    yield f"\n{figures['stage']}, {figures['seconds']} s, SEED={figures['seed']}"
    yield f"\n  {'fault':34}{'injected':>10}{'delivered p50':>15}{'p99':>10}  ms after the answer"
    for name, fault in figures["faults"].items():
        took = fault["delivered_after_the_answer_ms"]
        yield f"  {name:5}{fault['what']:29}{fault['injected']:10,}{took['p50']:15,.0f}{took['p99']:10,.0f}"
    yield f"\n  sends      {sends['acked']:,} acked ({figures['acked_per_s']}/s), {sends['refused']:,} refused,"
    yield f"             {sends['unknown']:,} given up without an answer, {figures['attempts']:,} attempts"
    yield f"  processes  {figures['processes_started']:,} started, the slowest in {figures['slowest_start_s']} s"
    yield f"  sockets    {figures['cuts']:,} cut, {figures['resumes']:,} resumed, {figures['resets']:,} resets,"
    yield f"             {figures['frames']:,} frames, {figures['repairs']:,} holes repaired by asking"
    yield f"  rooms      {figures['leaves']:,} times left and joined again, {figures['hops']:,} times by two processes,"
    yield f"             {figures['marks']:,} times marked as read"
    yield f"  messages   {messages['kept']:,} kept, {messages['erased']:,} erased by {figures['erasures']:,} answers,"
    yield f"             {figures['restorings']:,} times restored, {figures['repeats']:,} times sent again when erased"
    yield f"  threads    {figures['replies']:,} replies answered, {figures['threads read']:,} times read"
    changed, cancelled = figures["plans changed"], figures["plans cancelled"]
    yield f"  scheduled  {figures['plans']:,} messages, {changed:,} of them changed, {cancelled:,} cancelled"
    unanswered = figures["keepsakes without an answer"]
    yield f"  own        {figures['keepsakes']:,} drafts, mutes and the like answered, {unanswered:,} not"
    yield f"  polls      {figures['polls']:,}, {figures['votes']:,} votes answered"
    yield f"  presence   {figures['looks']:,} times looked at, {figures['signals']:,} signals"
    yield f"  delivered  {one_line(delivered)} after the answer"
    yield f"  client     {one_line(figures['delivered_by_the_client_ms'])}, with the pauses of `parley.client`"
    yield f"  back       {one_line(figures['everybody_back_after_ms'])}, after everybody was cut off at once"
    yield f"  sessions   {one_line(figures['session_outlived_by_its_sockets_ms'])} until sockets were shut"
    yield f"  details    {', '.join(f'{what} {n:,}' for what, n in sorted(outcome.tally.items()) if ': ' in what)}"
    yield f"  violations {figures['violations']:,}"
    kinds: dict[str, list[str]] = defaultdict(list)
    for violation in outcome.violations:
        kinds[violation.kind].append(violation.sentence)
    for kind, sentences in kinds.items():
        yield f"    {kind}: {len(sentences):,}, such as"
        yield from (f"      {sentence}" for sentence in sentences[:SHOWN])
    if outcome.violations:
        yield f"  The history and the servers' logs are in {log}"
    elif figures["rate_of_loss_below"]:
        bound = f"the rate is below {figures['rate_of_loss_below']:.1e}, at 95 %"
        yield f"  None of {sends['acked']:,} answered messages was lost: {bound}"
