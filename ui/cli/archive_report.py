"""What `dzherelo verify` and `dzherelo mentions` print for people."""

import csv
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from qa.mentions import Mention, Mentions, Tally
from qa.verification import Difference, DraftCheck, Place, QuoteCheck

_VERDICTS = {
    "exact": "[green]exact[/]",
    "altered": "[yellow]altered[/]",
    "misattributed": "[yellow]from another source[/]",
    "not_found": "[red]not found[/]",
}
_CHANGES = {
    "changed": "“{draft}” stands for “{archive}”",
    "added": "“{draft}” is added",
    "left_out": "“{archive}” is left out",
    "cut": "“{archive}” is cut, and marked as cut",
    "inserted": "“{draft}” is inserted, and marked as inserted",
    "narration": "“{archive}”, the author's words, is left out",
}


def console() -> Console:
    """The console that reports are printed on: lines are wrapped for a terminal alone."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def print_draft_check(checked: DraftCheck) -> None:
    """Print every quotation with its verdict, its place and its differences, and the sums below."""
    out = console()
    for number, check in enumerate(checked.checks, 1):
        out.print(f"[bold]{number}. {_VERDICTS[check.verdict]}[/]  “{_shown(check.quotation.text)}”", soft_wrap=True)
        for line in _details(check):
            out.print(f"   {line}", soft_wrap=True)
    if not checked.checks:
        out.print("The draft holds no quotation.")
        return
    verdicts = {check.verdict: _VERDICTS[check.verdict] for check in checked.checks}
    sums = ", ".join(f"{checked.count(verdict)} {words}" for verdict, words in verdicts.items())
    out.print(f"\nQuotations: {len(checked.checks)}, of them {sums}.")


def _details(check: QuoteCheck) -> list[str]:
    lines = [_difference(each) for each in check.differences]
    if check.named:
        lines.append(f"the draft names {escape(', '.join(check.named))}")
    if check.place:
        lines.append(f"[dim]{escape(_place(check.place))}[/]")
    return lines + [f"[dim]also: {escape(_place(place))}[/]" for place in check.also]


def _difference(difference: Difference) -> str:
    shown = {"draft": _shown(difference.draft_text), "archive": _shown(difference.archive_text)}
    return _CHANGES[difference.change].format(**shown)


def _place(place: Place) -> str:
    day = str(place.published or "no date")
    page = f" · page {place.page}" if place.page else ""
    return f"{place.title} · {place.article_id}:{place.start}–{place.end} · {day}{page}"


def _shown(text: str) -> str:
    return escape(" ".join(text.split()))


_COLUMNS = ("published", "article_id", "title", "source", "language", "page", "start", "end", "mentions", "text")


def print_mentions(found: Mentions) -> None:
    """Print the sums, then every article, newest first, with the passages that have the term."""
    out = console()
    out.print(
        f"[bold]{escape(found.term)}[/]: {_number(found.count, 'mention')} in {_number(found.passages, 'passage')} "
        f"of {_number(len(found.articles), 'article')}"
    )
    for heading, tallies in (("by year", found.by_year), ("by source", found.by_source)):
        if tallies:
            out.print(f"{heading}: {_tallies(tallies)}", soft_wrap=True)
    for article in found.articles:
        day = str(article.published or "no date")
        out.print(f"\n[bold]{day}  {escape(article.title)}[/] ({article.count})", soft_wrap=True)
        out.print(f"    [dim]{escape(article.article_id)} · {article.language}[/]", soft_wrap=True)
        for passage in article.passages:
            out.print(_marked(passage), soft_wrap=True)


def print_csv(found: Mentions) -> None:
    """Print one line for each passage, newest first, under the names of the columns."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(_COLUMNS)
    for article in found.articles:
        about = [article.published or "", article.article_id, article.title, article.source, article.language]
        for each in article.passages:
            row = [*about, each.page or "", each.start, each.end, len(each.spans), each.text]
            table.writerow([_harmless(value) for value in row])


def _harmless(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _marked(passage: Mention) -> Text:
    text = Text(passage.text)
    for start, end in passage.spans:
        text.stylize("underline", start - passage.start, end - passage.start)
    return Text("    ") + text


def _tallies(tallies: Iterable[Tally]) -> str:
    return ", ".join(f"{escape(tally.name) or 'no date'} {tally.count}" for tally in tallies)


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
