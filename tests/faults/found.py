"""What a series of one fault found, as the one line that each command here ends with."""

from dataclasses import dataclass, field, fields


@dataclass
class Found:
    """Counts of one fault; anything but tries is a fault of the program."""

    fault: str
    tries: int = 0
    lost: int = 0  # acknowledged and not in the log
    doubled: int = 0  # twice in the log
    said_wrongly: int = 0  # a sentence about data that is not so
    crashes: int = 0  # a traceback, "has a fault", or a terminal that was not restored
    left_alive: int = 0  # processes that stayed
    notes: list[str] = field(default_factory=list)  # what to look at, a line each

    @property
    def anything(self) -> bool:
        """Whether the series failed."""
        return any(getattr(self, each.name) for each in fields(self)[2:7])

    def __str__(self) -> str:
        counts = " · ".join(
            f"{each.name.replace('_', ' ')} {getattr(self, each.name)}" for each in fields(self)[1:7]
        )
        return f"{self.fault}: {counts}"

    def told(self) -> int:
        """Print it; the exit code, 1 where anything was found or nothing was tried."""
        print(*self.notes, self, sep="\n", flush=True)
        return 1 if self.anything or not self.tries else 0
