"""The text output of `dzherelo verify` and `dzherelo mentions`."""

import sys
from collections.abc import Iterable

from rich.markup import escape
from rich.text import Text

from qa.mentions import Mention, Mentions, Tally
from qa.verification import Difference, DraftCheck, Place, QuoteCheck
from ui.texts.mentions_table import mentions_csv
from ui.texts.pages import page_words
from ui.texts.verdicts import compared_in_words

from .language import terminal_texts
from .terminal import console

_COLOURS = {"exact": "green", "altered": "yellow", "misattributed": "yellow", "not_found": "red"}


def print_draft_check(checked: DraftCheck) -> None:
    """Print every quotation with its verdict, place and differences, then the totals, then names in quotation marks."""
    out, texts = console(), terminal_texts()
    names = [check for check in checked.checks if check.verdict == "name"]
    checks = [check for check in checked.checks if check.verdict != "name"]
    for number, check in enumerate(checks, 1):
        out.print(f"[bold]{number}. {_verdict(check.verdict)}[/]  {_quoted(check.quotation.text)}", soft_wrap=True)
        for line in _details(check):
            out.print(f"   {line}", soft_wrap=True)
    if checks:
        verdicts = {check.verdict: _verdict(check.verdict) for check in checks}
        sums = ", ".join(
            texts("verify_sum", None, number=checked.count(verdict), verdict=words)
            for verdict, words in verdicts.items()
        )
        out.print("\n" + texts("verify_sums", None, total=len(checks), sums=sums))
    else:
        out.print(texts("verify_none"))
    if names:
        shown = ", ".join(_quoted(check.quotation.text) for check in names)
        out.print(texts("verify_names", None, names=shown), soft_wrap=True)


def _verdict(verdict: str) -> str:
    return f"[{_COLOURS[verdict]}]{terminal_texts()(f'verdict_{verdict}')}[/]"


def _details(check: QuoteCheck) -> list[str]:
    texts = terminal_texts()
    lines = [_difference(each) for each in check.differences]
    if compared := compared_in_words(check, texts):
        lines.append(escape(compared))
    if check.place:
        lines.append(f"[dim]{escape(_place(check.place))}[/]")
    return lines + [f"[dim]{texts('cli_also')} {escape(_place(place))}[/]" for place in check.also]


def _difference(difference: Difference) -> str:
    draft, archive = _shown(difference.draft_text), _shown(difference.archive_text)
    return terminal_texts()(f"difference_{difference.change}", None, draft=draft, archive=archive)


def _place(place: Place) -> str:
    texts = terminal_texts()
    day = str(place.published or texts("no_date"))
    page = f" · {words}" if (words := page_words(place, texts)) else ""
    return f"{place.title} · {place.article_id}:{place.start}–{place.end} · {day}{page}"


def _quoted(text: str) -> str:
    return terminal_texts()("quoted", None, text=_shown(text))


def _shown(text: str) -> str:
    return escape(" ".join(text.split()))


def print_mentions(found: Mentions) -> None:
    """Print the totals, then every article, newest first, with the passages that contain the term."""
    out, texts = console(), terminal_texts()
    counted = {
        "mentions": texts("mentions", found.count),
        "passages": texts("mention_passages", found.passages),
        "articles": texts("mention_articles", len(found.articles)),
    }
    out.print(f"[bold]{escape(found.term)}[/]: {texts('mention_sums', None, **counted)}")
    for heading, tallies in (("mentions_by_year", found.by_year), ("mentions_by_source", found.by_source)):
        if tallies:
            out.print(f"{texts(heading)} {_tallies(tallies)}", soft_wrap=True)
    for article in found.articles:
        day = str(article.published or texts("no_date"))
        out.print(f"\n[bold]{day}  {escape(article.title)}[/] ({article.count})", soft_wrap=True)
        out.print(f"    [dim]{escape(article.article_id)} · {article.language}[/]", soft_wrap=True)
        for line in (line for passage in article.passages for line in _marked(passage)):
            out.print(line, soft_wrap=True)


def print_csv(found: Mentions) -> None:
    """Print one line for each passage, newest first, under the names of the columns."""
    sys.stdout.write(mentions_csv(found))


def _marked(passage: Mention) -> Iterable[Text]:
    """The paragraphs of the passage that have the term, indented, with the term underlined."""
    text = Text(passage.text)
    for start, end in passage.spans:
        text.stylize("underline", start - passage.start, end - passage.start)
    recognised = f" ({terminal_texts()('recognised')})" if passage.recognised else ""
    for line in text.split("\n"):
        if line.spans:
            yield Text("    ") + line + Text(recognised, style="dim")


def _tallies(tallies: Iterable[Tally]) -> str:
    no_date = terminal_texts()("no_date")
    return ", ".join(f"{escape(tally.name) or no_date} {tally.count}" for tally in tallies)
