"""The page of results: tables in Markdown, from figures that are measured already. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from benchmarks.scoreboard.judging import Share
from benchmarks.scoreboard.measuring import Figures

OURS = "dzherelo"
NAMES = {OURS: "Dzherelo", "langchain": "LangChain", "txtai": "txtai", "haystack": "Haystack", "haiku": "haiku.rag"}
_NOT_MEASURED = "–"
COMPARABLE = 0.05
"""Peers whose mean nDCG@10 is less than this below the best peer's count as comparable."""


@dataclass(frozen=True, slots=True)
class Run:
    """When, on what and with how much the figures were measured."""

    day: date
    commit: str
    processor: str
    every: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table of times: its takes for a peer, how they are written, whether less is better.

    `goal` is how many times better than the best peer ours is meant to be; 0 for none.
    """

    label: str
    takes: Callable[[Figures], Sequence[float]]
    digits: int
    less: bool = True
    goal: float = 0


MEASURES = (
    Measure("passages encoded a second", lambda each: each.passages_a_second, 0, less=False, goal=6),
    Measure("build, s", lambda each: [each.build_seconds], 1, goal=3),
    Measure("rebuild after one changed article, s", lambda each: each.change_seconds, 2),
    Measure("question to passages, p50, ms", lambda each: each.retrieve_p50_ms, 0, goal=8),
    Measure("question to passages, p95, ms", lambda each: each.retrieve_p95_ms, 0),
    Measure("question to a read answer, p50, ms", lambda each: each.ask_p50_ms, 0),
    Measure("question to a read answer, p95, ms", lambda each: each.ask_p95_ms, 0),
    Measure("start of a process to its first passages, s", lambda each: each.start_seconds, 2),
    Measure("memory while asking, MB", lambda each: each.serve_mb, 0),
    Measure("memory while building, MB", lambda each: [each.build_mb], 0),
    Measure("index on disk, MB", lambda each: [each.disk_mb], 1),
)


def page(run: Run, measured: Mapping[str, Figures], stopped: Mapping[str, str]) -> str:
    """The whole page; a peer in `stopped` has no figures, only what stopped it."""
    parts = [
        "# Results beside other programs",
        f"Written by `make bench` on {run.day:%Y-%m-%d}, in {run.minutes:.0f} minutes, at commit `{run.commit}`.\n"
        f"Processor: {run.processor}. All programs ran here, one after the other, with the same model folder.",
        "![The figures as a chart](results.svg)",
        _SAME,
        "## Quality\n" + quality_table(measured),
        "## Answers\n" + answers_table(measured[OURS].answers) + "\n\n" + _ANSWERS,
        "## Speed and size\n" + _speed_note(run) + "\n\n" + times_table(measured),
        "### Ratios\n" + "\n".join(f"- {line}" for line in ratios(measured)),
        "## What could not be run\n" + "\n".join(f"- {line}" for line in (*_stopped(stopped), *_NOT_RUN)),
        "## Versions\n" + versions_table(measured),
        _PUBLISHED,
    ]
    return "\n\n".join(parts) + "\n"


def quality_table(measured: Mapping[str, Figures]) -> str:
    """nDCG@10 and right first, by set and peer, with half of the 95 % interval; the best of a row is bold."""
    rows = []
    for name in measured[OURS].quality:
        for key, label in (("ndcg", "nDCG@10"), ("first", "right first")):
            shares = [figures.quality[name][key] for figures in measured.values()]
            best = max(share.value for share in shares)
            cells = [_bold(_share(share), share.value == best) for share in shares]
            rows.append([f"{name} ({shares[0].questions})", label, *cells])
    return _table(["set (questions)", "", *(NAMES[peer] for peer in measured)], rows)


def answers_table(measured: Mapping[str, Mapping[str, Share]]) -> str:
    """What our own answers are worth, by set."""
    columns = {
        "right": "answered, the right sentence or page first",
        "refused": "refused though answerable",
        "wrongly answered": "answered though unanswerable",
    }
    rows = [
        [name, *(_share(shares[key]) if key in shares else _NOT_MEASURED for key in columns)]
        for name, shares in measured.items()
    ]
    return _table(["set", *columns.values()], rows)


def times_table(measured: Mapping[str, Figures]) -> str:
    """The median of the takes of each measure, and the lowest and the highest where there are several.

    Measures that nobody has are left out.
    """
    rows = []
    for measure in MEASURES:
        takes = [measure.takes(figures) for figures in measured.values()]
        medians = [median(own) for own in takes if own]
        if not medians:
            continue
        best = min(medians) if measure.less else max(medians)
        cells = [
            _bold(_spread(own, measure.digits), len(medians) > 1 and median(own) == best) if own else _NOT_MEASURED
            for own in takes
        ]
        rows.append([measure.label, *cells])
    return _table(["", *(NAMES[peer] for peer in measured)], rows)


def ratios(measured: Mapping[str, Figures]) -> list[str]:
    """Ours against the best peer, measure by measure; retrieval only against peers of comparable quality."""
    ours = measured[OURS]
    peers = {name: figures for name, figures in measured.items() if name != OURS}
    if not peers:
        return []
    means = {name: mean_ndcg(figures) for name, figures in peers.items()}
    best = max(means.values())
    comparable = {name: peers[name] for name, mean in means.items() if mean > best - COMPARABLE}
    lines = [f"Mean nDCG@10: ours {mean_ndcg(ours):.3f}; " + _list(f"{NAMES[n]} {m:.3f}" for n, m in means.items())]
    kept = {"question to passages, p50, ms": comparable, "question to passages, p95, ms": comparable}
    for measure in MEASURES:
        against = {
            name: median(measure.takes(figures))
            for name, figures in kept.get(measure.label, peers).items()
            if measure.takes(figures)
        }
        if against and measure.takes(ours):
            lines.append(_ratio(measure, median(measure.takes(ours)), against))
    return lines


def mean_ndcg(figures: Figures) -> float:
    """The mean over the sets, pages and documents of one set counting as two."""
    values = [shares["ndcg"].value for shares in figures.quality.values()]
    return sum(values) / len(values)


def versions_table(measured: Mapping[str, Figures]) -> str:
    """The packages that matter, by peer."""
    rows = [
        [NAMES[name], ", ".join(f"{package} {version}" for package, version in figures.versions.items())]
        for name, figures in measured.items()
    ]
    return _table(["", "packages"], rows)


def _ratio(measure: Measure, own: float, against: Mapping[str, float]) -> str:
    name = min(against, key=against.__getitem__) if measure.less else max(against, key=against.__getitem__)
    times = against[name] / own if measure.less else own / against[name]
    label = measure.label.rpartition(", ")[0] if measure.label.endswith((" s", " ms", " MB")) else measure.label
    better = f"{times:.1f} × better" if times >= 1 else f"{1 / times:.1f} × worse"
    goal = f" (goal {measure.goal:g} ×)" if measure.goal else ""
    return f"{label}: ours {better} than the best, {NAMES[name]}{goal}"


def _share(share: Share) -> str:
    return f"{share.value:.3f} ± {(share.high - share.low) / 2:.3f}"


def _spread(takes: Sequence[float], digits: int) -> str:
    middle = f"{median(takes):,.{digits}f}"
    return middle if len(takes) == 1 else f"{middle} ({min(takes):,.{digits}f}–{max(takes):,.{digits}f})"


def _bold(cell: str, best: bool) -> str:
    return f"**{cell}**" if best else cell


def _list(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---", *("---:" for _ in headings[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _stopped(stopped: Mapping[str, str]) -> list[str]:
    return [f"{NAMES[name]}: stopped in this run by `{why}`" for name, why in stopped.items()]


def _speed_note(run: Run) -> str:
    return f"Every {run.every}th article of `uk_articles` is built. {_SPEED}"


_SAME = """**The same for all.** All programs use the packaged multilingual-e5-small, as a sentence-transformers
folder, and the same passages: our own splits (at most 550 characters, within a page), each with the title of its
article and the prompt that the model needs before it. The other programs do none of this themselves. Each searches
and fuses as its documentation shows: LangChain FAISS and BM25 in an EnsembleRetriever, txtai `hybrid`, Haystack
embeddings and BM25 with reciprocal rank fusion, haiku.rag its hybrid search.

Pages and documents are those of the 50 best passages, each counted once. *Right first* means that the first passage is
on the gold page or in the gold document; in sets without pages, that it is in the gold article and contains the answer.
Samples are drawn with a seed; ± is half of a bootstrap 95 % interval. The best figure of a row is bold. Our
coefficients were fitted on samples of these sets, those of the others were not: keep that in mind for small
differences."""
_SPEED = """The model is loaded beforehand. Our figures include parsing and splitting; the
others get ready passages. Of three runs the median is given, with the lowest and the highest. Questions are timed
within their process, each asked once, because results may be remembered."""
_ANSWERS = """Only Dzherelo: without a language model, or a model trained to answer, the other programs only list
passages and never refuse. Questions of a conversation are left out."""
_NOT_RUN = (
    "**Haystack's extractive reader**: it needs a model trained to mark answers. None comes in a package, and the "
    "encoder that all share has no such part.",
    "**haiku.rag as it is now** needs Python 3.12 and this run has 3.11: 0.6.0 is the last release that installs. Its "
    "embedders ask a server, so an embedder over the same model replaces them; its splitter downloads a vocabulary, so "
    "it gets ready passages; its question answering needs a language model.",
    "**kotaemon, private-gpt**: neither is published as a package, so there is no version to pin and install.",
    "**The 461 questions over 1,121 pages** of the public Ukrainian PDF task, with the answer options in the query and "
    "its page score: they are not in the data beside the project. That holds 184 questions over 17 documents, without "
    "options: `uk_pdf` above.",
)
_PUBLISHED = """## Published figures, under other conditions
For those 461 questions, options in the query, with larger models on a GPU: Qwen3-0.6B embedder and reranker right page
first .766, among five .933, document .972–.989, page score .867–.9405; BGE-M3 with its reranker page score .811; a
fine-tuned pair of 8B right page first .794 held out. Fewer documents and no options make the figures above another
task."""
