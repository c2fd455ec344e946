import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from index.build import renew
from index.generation.reader import LocalGeneration
from index.model import Encoder, open_encoder
from index.model.cached_folder import default_cache
from index.model.convert import ensure_model
from index.model.model_files import PIECES
from index.model.tokens import Tokenizer
from qa import Answer, Citation, Hit, confidence
from qa.judging import Judged
from qa.reader import Reader, Reading
from support.indexes import generation_of
from support.reasons import PUBLIC_SETS
from support.vectors import Remembering

pytest_plugins = ["support.runs", "support.page_fixtures"]
os.environ["LC_ALL"] = "C.UTF-8"  # the command line is in English in tests, in any locale
settings.register_profile("patient", settings(), deadline=None)  # a busy machine is no bug
settings.load_profile("patient")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data beside the project; without it a test is skipped."""
    folder = Path(__file__).parents[2] / "shared"
    if not (folder / "data").is_dir():
        pytest.skip(f"{PUBLIC_SETS}{folder}")
    return folder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The packaged encoder, loaded once for all tests."""
    return open_encoder()


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory, remembering: Remembering) -> Path:
    """An index of the articles that ship with the project, built once."""
    folder = tmp_path_factory.mktemp("shipped") / "index"
    renew(Path(__file__).parents[1] / "corpus", folder, remembering)  # type: ignore[arg-type]
    return folder


@pytest.fixture(scope="session")
def remembering(encoder: Encoder, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Remembering:
    """The packaged encoder with a memory, which lies in pytest's cache: `pytest --cache-clear` empties it."""
    cache = getattr(pytestconfig, "cache", None)  # a run may be told to have none
    return Remembering(encoder, cache.mkdir("vectors") if cache else tmp_path_factory.mktemp("vectors"))


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader that ships, loaded once for all tests."""
    return Reader()


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """The packaged model's tokenizer."""
    return Tokenizer(ensure_model(default_cache()) / PIECES)


@pytest.fixture(scope="session")
def index_of(tmp_path_factory: pytest.TempPathFactory, remembering: Remembering) -> Callable[..., Path]:
    """A function that indexes texts by their file names and gives the folder of the index."""

    def make(texts: dict[str, str]) -> Path:
        folder = tmp_path_factory.mktemp("indexed")
        (folder / "corpus").mkdir()
        for name, text in texts.items():
            (folder / "corpus" / name).write_text(text, encoding="utf-8")
        renew(folder / "corpus", folder / "index", remembering)  # type: ignore[arg-type]
        return folder / "index"

    return make


@pytest.fixture(scope="session")
def indexed(index_of: Callable[..., Path]) -> Callable[..., LocalGeneration]:
    """A function that indexes texts by their file names and gives the generation."""
    return lambda texts: generation_of(index_of(texts))


class WrittenReader:
    """Readings written by hand, by a piece of the passage's text; all that it was asked to read is kept."""

    def __init__(self, readings: dict[str, Reading], other: Reading) -> None:
        self._readings = readings
        self._other = other
        self.asked: list[tuple[str, str, list[str]]] = []

    def read(self, question: str, context: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        self.asked.append((question, context, [text for _, text in passages]))
        return [
            next((reading for piece, reading in self._readings.items() if piece in text), self._other)
            for _, text in passages
        ]


@pytest.fixture
def written_reader() -> Callable[..., WrittenReader]:
    """A function that makes a reader of written readings; what has none is read as nothing at all."""
    nothing = Reading(answers=-6.0, margin=-12.0, spans=((0, 1),), sentence=(0, 1), share=1.0)
    return lambda readings=None, other=nothing: WrittenReader(readings or {}, other)


@pytest.fixture
def plain_confidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Coefficients by which confidence is the logistic function of the reader's figure, or of the cosine alone."""
    names = confidence.Evidence.__slots__
    read, unread = ({name: float(name == one) for name in names} for one in ("answers", "cosine"))
    fitted = {
        "read": {"order": read, "confidence": read, "intercept": 0, "threshold": 0.4},
        "unread": {"order": unread, "confidence": unread, "intercept": 0, "threshold": 0.58},
    }
    (tmp_path / "plain.json").write_text(json.dumps(fitted), encoding="utf-8")
    monkeypatch.setattr(confidence, "_COEFFICIENTS", tmp_path / "plain.json")
    confidence._fitted.cache_clear()
    yield
    confidence._fitted.cache_clear()


@pytest.fixture
def judged() -> Callable[..., Judged]:
    """A function that makes a judged passage of one sentence, in an article of its own."""

    def make(id: str, text: str, confidence: float, **changed: object) -> Judged:
        ends = len(text)
        hit = Hit(id, "Назва", None, "uk", "", None, 100, 100 + ends, text, 0.8, 1, 1, 0.8, 0.5)
        reading = Reading(answers=0.0, margin=0.0, spans=((0, ends),), sentence=(0, ends), share=1.0)
        values = {"hit": hit, "evidence": None, "confidence": confidence, "sentence": (0, ends), "spans": ((0, ends),)}
        return Judged(**{**values, "reading": reading, **changed})  # type: ignore[arg-type]

    return make


ARCHIVE = [
    {
        "id": "radio-1",
        "title": "Міст через Ікву",
        "published": "2026-02-03",
        "source": "https://www.radio.example/news/mist?id=7",
        "text": "Новий міст через Ікву відкрили у вівторок. «Ми не обіцяли збудувати його за рік, — сказав голова "
        "громади Петро Коваль, — бо грошей вистачило лише на опори». Міст завдовжки 84 метри, а коштував він "
        "12 мільйонів "
        "гривень.\n\n«Торік тут ходив пором, і люди стояли в черзі по дві години», — розповіла вчителька Олена Гнатюк.",
    },
    {
        "id": "gazeta-1",
        "title": "Пором на Ікві",
        "published": "2025-06-11",
        "source": "Районна газета",
        "text": "Пором на Ікві знову не ходить. Перевізник Іван Мельник пояснив: «Трос зносився, а нового ніхто не "
        "купує». Голова громади Петро Коваль обіцяв гроші восени.",
    },
    {
        "id": "radio-2",
        "title": "Карантин у Вишневому",
        "published": "2026-02-10",
        "source": "https://radio.example/news/school",
        "text": "Школу у Вишневому закрили на карантин. Діти вчитимуться вдома два тижні, повідомила директорка Олена "
        "Гнатюк. Дороги в громаді ремонтуватимуть навесні.",
    },
    {
        "id": "paper-1",
        "title": "A bridge at last",
        "source": "https://paper.example/bridge",
        "language": "en",
        "text": "The new bridge over the Ikva opened at last. “We waited for it for thirty years,” said Petro Koval, "
        "the mayor of the village.",
    },
]


@pytest.fixture(scope="session")
def archive(index_of: Callable[..., Path]) -> Path:
    """An index of four short articles of three outlets."""
    return index_of({"articles.jsonl": "\n".join(json.dumps(article, ensure_ascii=False) for article in ARCHIVE)})


@pytest.fixture
def quick_path() -> Iterator[Path]:
    """A folder of its own in memory where there is such a place: syncing to a real disk takes most of a small build."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(
        dir=memory if os.access(memory, os.W_OK) else None, prefix="dzherelo-", ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


CHROMIUM_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
CHROMIUM_FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser():
    """Chromium; without it a test is skipped."""
    if (path := shutil.which("chromium")) is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def citation() -> Callable[..., Citation]:
    """A function that makes a citation of three sentences, the second of which answers, with fields changed."""
    text = "Перше. Казахстан погодив екстрадицію. Третє."

    def make(**changed: object) -> Citation:
        fields: dict[str, object] = {
            "article_id": "a/b.md",
            "title": "Справа {1}",
            "published": date(2026, 2, 6),
            "language": "uk",
            "source": "https://www.news.example/x_1",
            "page": None,
            "start": 10,
            "end": 10 + len(text),
            "text": text,
            "score": 0.9,
            "dense_rank": 1,
            "lexical_rank": None,
            "dense_score": 0.8,
            "lexical_score": 0.0,
            "number": 1,
            "answer_start": 17,
            "answer_end": 47,
            "span_start": 17,
            "span_end": 47,
            "spans": ((17, 47),),
            "confidence": 0.9,
        }
        return Citation(**{**fields, **changed})  # type: ignore[arg-type]

    return make


@pytest.fixture
def answer() -> Callable[..., Answer]:
    """A function that makes an answer with these citations, or a refusal."""

    def make(*citations: Citation, status: str = "answered", **changed: object) -> Answer:
        values = {"question": "Кого *видали*?", "searched": "Кого *видали*?", "status": status, "confidence": 0.9}
        fixed = {"citations": citations, "near_misses": (), "hint": "", "generation": 1}
        return Answer(**{**values, **fixed, **changed})  # type: ignore[arg-type]

    return make


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract is not found, whether it is installed or not."""
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, str], None]:
    """A function that puts a gate's name and what it measured into the table at the end of the run."""
    return lambda gate, measured: record_property("figure", [gate, measured])
