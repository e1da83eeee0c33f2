"""What the store's tests share: a way to open logs."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from store_diary import DEVICE, MORNING, Diary

from backtui.store.store import Store


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Opens the log log/backtui.db in the test's folder; whatever is given goes to Store."""
    stores: list[Store] = []

    def open_one(**options: Any) -> Store:
        given = {"device": DEVICE, "now": MORNING, "create": True, **options}
        stores.append(Store(given.pop("path", tmp_path / "log" / "backtui.db"), **given))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[..., Store]) -> Store:
    """A new log."""
    return opened()


@pytest.fixture
def diary() -> Diary:
    """A session on the first morning."""
    return Diary()


@pytest.fixture
def nobody() -> Iterator[None]:
    """Runs the test as somebody whom file permissions bind, also where root runs the tests."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
