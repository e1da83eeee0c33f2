import os
import subprocess
import sys

import pytest
from msgspec.structs import replace
from store_diary import MORNING, Diary

from backtui.store.errors import SessionTaken
from backtui.store.lease import Owner, alive, born, this_process
from backtui.store.queries import events
from backtui.store.store import Store

HERE = this_process()


@pytest.fixture
def elsewhere() -> Owner:
    """A process on another machine."""
    return replace(HERE, host="elsewhere", pid=4)


def test_who_runs_the_session_is_known_until_it_lets_go(store: Store, diary: Diary) -> None:
    assert store.holder() is None
    token = store.take(diary.id, HERE, MORNING)
    held = store.holder()
    assert held is not None
    assert (held.session, held.owner, held.since) == (diary.id, HERE, MORNING)
    store.append([diary.started()], token=token)
    store.release(token)
    assert store.holder() is None


def test_a_second_program_is_told_where_the_first_runs(store: Store, diary: Diary, elsewhere: Owner) -> None:
    store.take(diary.id, elsewhere, MORNING)
    with pytest.raises(SessionTaken, match="process 4 on elsewhere, since 07:00") as caught:
        store.take(diary.id, HERE, MORNING)
    assert str(caught.value).endswith(".")


def test_who_was_taken_over_writes_no_more(store: Store, diary: Diary, elsewhere: Owner) -> None:
    first = store.take(diary.id, elsewhere, MORNING)
    store.append([diary.started()], token=first)
    second = store.take_over(diary.id, HERE, MORNING)
    with pytest.raises(SessionTaken):
        store.append([diary.planned(0, "bridge")], token=first)
    store.release(first)
    store.append([diary.planned(0, "bridge")], token=second)
    assert events.count(store) == 2
    store.release(second)
    with pytest.raises(SessionTaken, match="ended"):
        store.append([diary.rep(0, 1)], token=second)
    store.append([diary.rep(0, 1)])


def test_a_process_whose_name_is_no_text_is_known_too(elsewhere: Owner) -> None:
    named = "open('/proc/self/comm', 'wb').write(b'\\xff\\xe9'); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", named], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert alive(replace(HERE, pid=process.pid, born=born(process.pid)))
        assert not alive(replace(HERE, pid=process.pid))
        process.kill()


def test_a_process_that_is_gone_holds_nothing(store: Store, diary: Diary) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    store.take(diary.id, replace(HERE, pid=gone.pid), MORNING)
    assert store.holder() is None
    store.take(diary.id, HERE, MORNING)


@pytest.mark.skipif(not HERE.born, reason="only /proc tells one that has ended from one that runs")
def test_a_process_that_nobody_asks_for_its_code_holds_nothing(store: Store, diary: Diary) -> None:
    ended = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    store.take(diary.id, replace(HERE, pid=ended.pid, born=born(ended.pid)), MORNING)
    assert store.holder() is not None
    ended.kill()
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    assert store.holder() is None
    ended.communicate()


def test_a_number_that_is_used_again_is_another_process() -> None:
    assert alive(HERE)
    assert HERE.pid == os.getpid()
    if HERE.born:
        assert not alive(replace(HERE, born="another boot 1"))
