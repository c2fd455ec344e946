"""Joins words divided at line ends: decides whether a hyphen divides the word or belongs to it.

The document's own words decide first. If the word is unknown, the hyphen is removed unless the parts look like a
compound: "ВІЛ-інфекція", "Івано-Франківськ", "науково-дослідний", "будь-який".
"""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*(?:-[^\W\d_]+(?:['’ʼ][^\W\d_]+)*)*")
_HEAD = re.compile(r"([^\W\d_]+(?:['’ʼ][^\W\d_]+)*)-$")
_TAIL = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
# Beginnings of the first parts of compounds; the rest of the part is an ending in -о.
_COMBINING = re.compile(
    r"(?:науков|навчальн|військов|суспільн|соціальн|економічн|політичн|північн|південн|східн|західн|історик|історичн|"
    r"культурн|народн|фізик|хімік|медик|техні[кч]н?|лікувальн|профілактичн|виховн|організаційн|матеріальн|державн|"
    r"адміністративн|територіальн|інформаційн|екологічн|громадськ|правов|нормативн|фінансов|виробнич|господарськ|"
    r"морськ|річков|сільськогосподарськ|художнь|літературн|музичн|церковн|духовн|релігійн|українськ|російськ|польськ|"
    r"німецьк|англійськ|французьк|радянськ|робітнич|селянськ|творч|методичн|довідков|пошуков|рятувальн|слідч|"
    r"науч|научн|учебн|общественн|социальн|экономическ|военн|север|юг|историк|культурн|народн|физик|химик|"
    r"жовт|син|червон|чорн|біл|зелен|сір|темн|світл|яскрав)[оье]?о?",
    re.IGNORECASE,
)
_PARTS = frozenset("будь хтозна казна бозна немов так отак все прес віце екс міні максі топ веб онлайн дизель".split())  # noqa: SIM905
_SUFFIXES = frozenset("небудь будь таки то от но бо ка либо нибудь".split())  # noqa: SIM905


class DocumentWords:
    """The words of a document; they show whether a hyphen at a line end belongs to its word."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._whole: set[str] = set()
        self._compound: set[str] = set()
        cut = False
        for line in lines:
            words = _WORD.findall(line.rstrip("-").lower())[cut:]
            cut = line.endswith("-")
            for word in words[:-1] if cut else words:  # the parts of a divided word are not words
                (self._compound if "-" in word else self._whole).add(word)

    def is_divided(self, line: str, below: str) -> bool | None:
        """Whether the hyphen at the line end only divides a word that continues below; None if no word continues."""
        head, tail = _HEAD.search(line[-60:]), _TAIL.match(below)
        if not head or not tail:
            return None
        return self._joins(head[1], tail[0])

    def _joins(self, head: str, tail: str) -> bool:
        whole, compound = (head + tail).lower(), f"{head}-{tail}".lower()
        if compound in self._compound:
            return False
        if whole in self._whole:
            return True
        if tail[0].isupper() or len(head) == 1:  # no language leaves a letter alone: "к-сть" has a hyphen of its own
            return False
        if head.isupper() and len(head) > 1 and not tail.isupper():
            return False
        if head.lower() in _PARTS or tail.lower() in _SUFFIXES or _COMBINING.fullmatch(head):
            return False
        return not self._are_words(head.lower(), tail.lower())

    def _are_words(self, head: str, tail: str) -> bool:
        """Whether both parts are words of the document themselves, as in "лікар-терапевт"."""
        return len(head) > 3 and len(tail) > 3 and head in self._whole and tail in self._whole
