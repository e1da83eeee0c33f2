"""Which decimal mark this person's numbers have."""

import locale
from collections.abc import Mapping

NAMED_BY = ("LC_ALL", "LC_NUMERIC", "LANG")  # the first that says anything counts
# Where the locale is named and not installed: the languages with a comma, and their countries without one.
# fmt: off
WITH_COMMA = frozenset((
    "af", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fo", "fr",
    "gl", "hr", "hu", "hy", "id", "is", "it", "ka", "kk", "kl", "ky", "lt", "lv", "mk", "mn", "nb",
    "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tg", "tr", "uk", "uz",
    "vi",
))
WITH_POINT = frozenset((
    "de_CH", "de_LI", "it_CH", "es_DO", "es_GT", "es_HN", "es_MX", "es_NI", "es_PA", "es_PE", "es_PR",
    "es_SV", "es_US",
))
# fmt: on


def decimal_mark(environ: Mapping[str, str]) -> str:
    """A comma or a full stop, as the locale of this process has it."""
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        locale.setlocale(locale.LC_NUMERIC, "")
        return "," if locale.localeconv()["decimal_point"] == "," else "."
    except locale.Error:
        name = next((environ[each] for each in NAMED_BY if environ.get(each)), "")
        language, country = name[:2], name.partition(".")[0].partition("@")[0]
        return "," if language in WITH_COMMA and country not in WITH_POINT else "."
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)
