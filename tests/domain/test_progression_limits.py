"""The rules where they meet a limit of the body or of life: misses, hard days, flares, pain again, breaks."""

import pytest
from test_progression import cases, test_rule

# Each row is as in test_progression.py.
LIMITS = """
hard: the third running lowers            | 0 3x3 hard hard hard | 6 down hard 2x3
hard: with a comfortable one between not  | 0 3x3 hard ok hard hard | 8 same hard 3x3
hard: before the change is forgotten      | 0 3x3 hard hard, 4 2x3 hard | 6 same hard 2x3
hard: at the start dose nothing is lower  | 0 2x2 hard hard hard hard | 8 same hard 2x2
miss: two months apart lower nothing      | 0 3x3 miss ok ok ok~ miss | 10 same miss 3x3
miss: two of the newest four              | 0 3x3 miss ok~ ok~ miss | 8 down miss 2x3
miss: a limit left once wants one more    | 0 3x3 miss miss, 4 2x3 ok ok | 8 same same 2x3
miss: and then it is tried again          | 0 3x3 miss miss, 4 2x3 ok ok ok | 10 up up 3x3
miss: left twice it wants two more        | \
    0 3x3 miss miss, 4 2x3 ok ok ok, 10 3x3 miss miss, 14 2x3 ok ok ok | 20 same same 2x3
miss: and then it is tried once more      | \
    0 3x3 miss miss, 4 2x3 ok ok ok, 10 3x3 miss miss, 14 2x3 ok ok ok ok | 22 up up 3x3
miss: forgotten once it was gone beyond   | \
    0 3x3 miss miss, 4 2x3 ok ok ok, 10 3x3 ok ok, 14 3x4 pain, 16 3x3 pain, \
    16.5 resumed, 17 2x3 ok ok ok | 23 up up 3x3
miss: forgotten once it was done well     | \
    0 5x5 miss miss, 4 4x5 ok ok ok, 10 5x5 ok ok, 14 5x5 miss miss, 18 4x5 ok ok ok | 24 up up 5x5
miss: another dose wants no more          | 0 3x3 miss miss, 4 2x2 ok ok | 8 up up 2x3
flare: two after it are a step            | 0 2x2 ok, 1 flare, 2 2x2 ok ok | 6 up up 2x3
flare: two within three sessions lower    | 0 3x3 ok, 0 flare, 2 3x3 ok ok, 4 flare | 6 down flare 2x3
flare: two further apart do not           | 0 3x3 ok, 0 flare, 2 3x3 ok hard ok, 6 flare | 8 same flare 3x3
flare: two at the start dose do not       | 0 2x2 ok ok, 0 flare, 2 flare | 4 same flare 2x2
flare: only what was done in both         | 0 3x3 ok ok, 0 flare, 3 flare | 4 same flare 3x3
flare: the step is made once              | 0 3x3 ok ok, 0 flare, 2 flare, 4 2x3 ok | 6 same same 2x3
flare at the target: no offer for a time  | 0 5x5 ok ok ok ok ok ok, 4 flare | 12 at-target at-target 5x5
dizzy: successes start again from 0       | 0 2x2 ok dizzy ok | 6 same same 2x2
dizzy: two after it are a step            | 0 2x2 ok dizzy ok ok | 8 up up 2x3
resting after pain in three of six        | 0 5x5 pain ok pain ok ok pain | 12 resting resting 5x5
resting: not after three of seven         | 0 5x5 pain ok ok pain ok ok pain | 14 down pain 4x5
resting: three of six, brought back       | \
    0 5x5 pain ok pain ok pain, 9 resumed, 10 5x5 ok | 12 at-target at-target 5x5
resting: no dose that is set brings back  | 0 3x3 pain, 2 2x3 pain, 3 override 4x4 | 4 resting resting 2x3
climbing back to before an earlier break  | 0 5x5 ok, 14 4x5 ok, 28 4x4 ok, 30 4x5 ok | 32 up up 5x5
climbing back is not for more than a step | 0 5x5 ok, 20 4x4 ok | 22 up up 4x5
climbing back after eight weeks           | 0 5x5 ok, 56 3x3 ok | 58 up up 3x4
climbing back: a longer break wants N     | 0 5x5 ok, 57 3x3 ok | 59 same same 3x3
climbing back: and a short one after it   | 0 5x5 ok, 60 3x3 ok, 75 2x3 ok, 77 3x3 ok | 79 same same 3x3
climbing back: not to before a pain       | 0 5x5 pain, 2 4x5 ok, 20 4x4 ok, 22 4x5 ok | 24 same same 4x5
climbing back: reached once, then over    | \
    0 4x4 ok, 14 3x4 ok, 16 4x4 hard hard hard, 22 3x4 ok | 24 same same 3x4
return: two steps with a raise are one    | 0 4x4 ok ok | 30 return return 3x4
every fortnight holds the dose            | 0 5x5 ok, 14 4x5 ok | 28 return return 4x5
every fortnight: the third time it grows  | 0 2x2 ok, 14 2x2 ok, 28 2x2 ok | 42 up up 2x3
every fortnight: not after a miss         | 0 2x3 ok, 14 2x3 ok, 28 2x3 miss | 42 return return 2x2
every fortnight: not for four weeks       | 0 2x3 ok, 14 2x3 ok, 28 2x3 ok | 56 return return 2x2
override half a year ago is eased         | 0 override 5x5 | 197 return return 2x2
override: a break since the last time     | 0 3x3 ok, 1 override 5x5 | 16 return return 4x5
override: a break counts from it          | 0 3x3 ok, 13 override 5x5 | 26 up override 5x5
"""


@pytest.mark.parametrize(("story", "day", "answer"), cases(LIMITS))
def test_limit(story: str, day: str, answer: str) -> None:
    test_rule(story, day, answer)
