"""WrongUseError: what was asked wrongly, as one sentence."""


class WrongUseError(Exception):
    """What a person asked for cannot be; its text is one sentence saying what is wrong and what to do."""
