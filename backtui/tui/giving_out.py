"""What leaves the log from inside the full screen: files for others, a copy for oneself."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from backtui.coach.client import CoachClient
from backtui.tui.base import answer_or_tell

NAMES = {"html": "backtui-report", "json": "backtui-log", "csv": "backtui-tables", "ics": "backtui-calendar"}
SAID = {
    "html": "The report for your provider",
    "json": "Everything in your log",
    "csv": "The tables of your log",
    "ics": "The calendar of the next 8 weeks",
}


def put(folder: Path, name: str, texts: Mapping[str, str]) -> Path:
    """Write one text as a file, or several into a folder, under a name that is free; where that is."""
    from backtui.machine.files import make_folder, write_private

    if "" in texts:
        target = free(folder, name, f".{name.rpartition('.')[2]}")
        write_private(target, texts[""].encode("utf-8", "replace"))
        return target
    target = free(folder, name, "")
    make_folder(target)
    for each, text in texts.items():
        write_private(target / each, text.encode("utf-8", "replace"))
    return target


def free(folder: Path, name: str, ending: str) -> Path:
    """The name in a folder, or the same with the first number that nothing there has."""
    stem, number, path = name.removesuffix(ending), 1, folder / name
    while path.exists() or path.is_symlink():
        number += 1
        path = folder / f"{stem}-{number}{ending}"
    return path


class GivingOut:
    """The errands of giving out; each tells in one sentence where it went."""

    desk: CoachClient
    _say: Callable[[str], None]
    _push: Callable[[Any], Awaitable[Any]]

    async def _report(self, _: str) -> str | None:
        return await self._give("html")

    async def _export(self, _: str) -> str | None:
        return await self._give("json")

    async def _tables(self, _: str) -> str | None:
        return await self._give("csv")

    async def _calendar(self, _: str) -> str | None:
        return await self._give("ics")

    async def _give(self, form: str) -> str | None:
        """Write a form of the log where a person finds it, never over anything."""
        from backtui.coach.giving_out import texts
        from backtui.machine.paths import handing_folder, with_tilde

        amiss: list[str] = []

        def question(coach: Any, _: object) -> tuple[dict[str, str], Any]:
            amiss.clear()
            return texts(coach, form, amiss.append), coach.day()

        made, today = await answer_or_tell(self.desk.ask(question), self._say)
        invented = f"-{self.desk.mark.lower()}" if self.desk.mark else ""
        name = f"{NAMES[form]}{invented}-{today:%Y-%m-%d}{'' if form == 'csv' else f'.{form}'}"
        try:
            target = await asyncio.to_thread(lambda: put(handing_folder(), name, made))
        except OSError as error:
            where = f" {error.filename}" if error.filename else ""
            self._say(f"{SAID[form]} cannot be saved{where}: {error.strerror}.")
            return None
        for each in amiss:
            self._say(each)
        return f"{SAID[form]}: {with_tilde(target)}"

    async def _backup(self, _: str) -> str | None:
        return await answer_or_tell(self.desk.copies.now(), self._say)

    async def _restore(self, _: str) -> None:
        """Ask twice; the copy takes the log's place once backtui has closed it."""
        from backtui.tui.dialogs import Choice

        copy, lines = await answer_or_tell(self.desk.copies.newest(), self._say)
        once = [("no", "No, keep the log as it is"), ("yes", "Yes, put the copy in its place")]
        sure = [("no", "No, keep the log as it is"), ("yes", "Yes, close backtui and do it")]
        last = ["backtui closes for it and says what it did.", "What is there now is kept beside it."]
        if (
            await self._push(Choice("Put the newest copy in the log's place?", lines, once, "no")) == "yes"
            and await self._push(Choice("Are you sure?", last, sure, "no")) == "yes"
        ):
            self.desk.put_back = copy
