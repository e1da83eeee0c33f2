"""What was done of an exercise, set by set."""

from collections import Counter

from backtui.domain.record import EntryRecord


def done_in_sets(entry: EntryRecord) -> tuple[int, ...]:
    """The planned repetitions that were done in each set, on all its sides."""
    dose = entry.prescribed
    done = {(rep.side, rep.rep) for rep in entry.reps if rep.rep <= dose.total}
    sets = Counter(dose.set_of(rep)[0] for _, rep in done)
    return tuple(sets[number] for number in range(1, len(dose.sets) + 1))


def asked_in_sets(entry: EntryRecord) -> tuple[int, ...]:
    """The repetitions that were planned in each set, on all its sides."""
    return tuple(reps * len(entry.done_on) for reps in entry.prescribed.sets)
