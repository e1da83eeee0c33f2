"""How many examples a property is tried on."""

from typing import Any

from hypothesis import settings

LEAST, QUICK_SHARE = 10, 10


def often(examples: int, **how: Any) -> settings:
    """So many examples where all is tried, and a tenth of them, ten at the least, in the quick run."""
    if settings.get_current_profile_name() == "quick":
        examples = min(examples, max(LEAST, examples // QUICK_SHARE))
    return settings(max_examples=examples, deadline=None, **how)
