"""How long calls took, counted in fixed buckets: sums of many rows still give their percentiles."""

from collections.abc import Iterable, Sequence

BOUNDS_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000)
"""A call that took less than a bound is in its bucket or in one before it."""
BOUNDS_US = tuple(bound * 1000 for bound in BOUNDS_MS)
BUCKETS = len(BOUNDS_MS) + 1


def bucket_of(took_us: int) -> int:
    """Number of the bucket, from 0."""
    return sum(took_us >= bound for bound in BOUNDS_US)


def added(many: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """The sum of histograms, bucket by bucket."""
    sums = [0] * BUCKETS
    for one in many:
        for at, count in enumerate(one):
            sums[at] += count
    return tuple(sums)


def percentile_ms(buckets: Sequence[int], share: float) -> float | None:
    """Milliseconds within which this share of the calls ended; None without a call.

    Exact to the bucket; within it calls are taken as evenly spread.
    """
    total = sum(buckets)
    if not total:
        return None
    wanted, before = share * total, 0
    for at, count in enumerate(buckets):
        if count and before + count >= wanted:
            return _within(at, (wanted - before) / count)
        before += count
    return float(BOUNDS_MS[-1])


def _within(bucket: int, share: float) -> float:
    low = BOUNDS_MS[bucket - 1] if bucket else 0
    high = BOUNDS_MS[bucket] if bucket < len(BOUNDS_MS) else BOUNDS_MS[-1]
    return round(low + (high - low) * max(0.0, min(1.0, share)), 1)
