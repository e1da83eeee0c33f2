"""What the day asks of the log is found by an index: none of it goes through every event."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from days_lived import Lived, answers, asked
from store_diary import MORNING

from backtui.store.reader import LogReader

DAY = timedelta(days=1)


def test_no_answer_goes_through_every_event(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    ask = LogReader.ask

    def explained(log: LogReader, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        if sql.lstrip().startswith(("select", "with")):
            said.append(sql)
            steps = [step[3] for step in ask(log, f"explain query plan {sql}", parameters)]
            aliases = "|".join(["event", *re.findall(r"(?:from|join) event (\w+)", sql)])
            assert not [step for step in steps if re.match(rf"SCAN ({aliases})\b", step)], (sql, steps)
        return ask(log, sql, parameters)

    lived = [Lived(MORNING + day * DAY) for day in range(0, 20, 2)]
    with asked(lived, MORNING + 21 * DAY) as (coach, _):
        monkeypatch.setattr(LogReader, "ask", explained)
        answers(coach)
    assert len(said) > 20
