import subprocess
import sys

from backtui.machine.memory import let_go

WITHOUT = """
import sys
from backtui.machine.memory import without_network
without_network()
import asyncio
async def main():
    await asyncio.sleep(0)
    return "_ssl" in sys.modules
print(asyncio.run(main()))
"""


def test_asyncio_runs_without_what_encrypts() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_what_is_free_may_be_given_back_at_any_time() -> None:
    kept = [bytes(100_000) for _ in range(50)]
    del kept
    let_go()
    let_go()
