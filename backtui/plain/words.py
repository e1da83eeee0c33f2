"""The words that stand for keys; a line on stdin is one of them."""

from enum import StrEnum

from backtui.domain.session import Press


class Question(StrEnum):
    """What a person can ask without changing anything."""

    HELP = "help"
    WHERE = "where"


WORDS: dict[str, Press | Question] = {
    "": Press.PAUSE,
    "space": Press.PAUSE,
    "pause": Press.PAUSE,
    "p": Press.PAUSE,
    "n": Press.SKIP,
    "next": Press.SKIP,
    "skip": Press.SKIP,
    "b": Press.BACK,
    "back": Press.BACK,
    "r": Press.RESTART,
    "restart": Press.RESTART,
    "u": Press.UNDO,
    "undo": Press.UNDO,
    "e": Press.EASE,
    "ease": Press.EASE,
    "+": Press.LONGER,
    "longer": Press.LONGER,
    "x": Press.PAIN,
    "pain": Press.PAIN,
    "d": Press.DIZZY,
    "dizzy": Press.DIZZY,
    "1": Press.EASY,
    "easy": Press.EASY,
    "2": Press.COMFORTABLE,
    "comfortable": Press.COMFORTABLE,
    "3": Press.HARD,
    "hard": Press.HARD,
    "q": Press.STOP,
    "stop": Press.STOP,
    "quit": Press.STOP,
    "?": Question.HELP,
    "help": Question.HELP,
    "keys": Question.HELP,
    "w": Question.WHERE,
    "where": Question.WHERE,
}


def meant(word: str) -> Press | Question | None:
    """What a line on stdin means; None for a word that means nothing."""
    return WORDS.get(word.strip().casefold())
