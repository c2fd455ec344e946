"""The small corpus that the tests of the page ask, with its index and a history full of payloads."""

import json
from dataclasses import asdict
from pathlib import Path

from index.build import renew
from index.local_store import LocalStore
from qa import Answer, Assistant, Citation, Hit
from support.page_payloads import LOADS, SCRIPTS, article_id, payload_answer
from support.pdf_files import pdf
from support.vectors import Remembering
from ui.corpus.last_build_report import write_last_build
from ui.history.records import Asked
from ui.history.store import FILE, History

MOVLAIEV = "Казахстан погодив екстрадицію чеченського опозиціонера Мансура Мовлаєва."
ARTICLES = {
    "movlaiev.md": f"---\ntitle: Справа Мовлаєва\npublished: 2026-02-06\nlanguage: uk\nsource: https://news.example/m\n"
    f"tags: суд, притулок\n---\n\nПравозахисники б’ють на сполох.\n\n"
    f"{MOVLAIEV} Він просив про притулок у відкритому листі.\n",
    "letter.md": "---\ntitle: Лист Мовлаєва\npublished: 2026-02-08\nlanguage: uk\nsource: https://other.example/m\n---\n\n"
    "Мансур Мовлаєв жив в Алмати. Його листа надрукували правозахисники.\n",
    "bees.md": "---\ntitle: How bees dance\npublished: 2025-06-01\nlanguage: en\nsource: Field notes\n"
    "tags: bees\n---\n\n"
    "The waggle dance tells other bees where the nectar is. Karl von Frisch decoded the waggle dance in 1946.\n",
    "dnipro.md": "---\ntitle: Дніпро\npublished: 2024-03-21\nlanguage: uk\nsource: Атлас\n---\n\n"
    "Дніпро бере початок на Валдайській височині. Довжина Дніпра становить 2201 кілометр.\n",
    "undated.txt": "Чорнозем\n\nЧорнозем утворився під степовими травами. Гумусу в ньому до дев’яти відсотків.\n",
}
SKIPPED = {
    "<img src=x onerror=top.PWNED=1>.exe": "такий формат не підтримується",
    "'\"><svg onload=top.PWNED=1>.bin": "такий формат не підтримується",
    "empty.txt": "порожній",
    "broken.pdf": "це не PDF, який можна прочитати",
}
PAGES = ("Contents of the tide tables.", "The highest tide rises in the Bay of Fundy by sixteen metres.", "An index.")
QUESTION = "Чию екстрадицію погодив Казахстан?"
NONSENSE = "Скільки коштує квиток на потяг до Парижа?"


def cited_whole(hit: Hit, number: int) -> Citation:
    place = {"answer_start": hit.start, "answer_end": hit.end, "span_start": hit.start, "span_end": hit.end}
    return Citation(**asdict(hit), **place, spans=((hit.start, hit.end),), confidence=0.9, number=number)


def answer_of(*hits: Hit) -> Answer:
    """An answer that cites these hits whole."""
    cited = tuple(cited_whole(hit, number) for number, hit in enumerate(hits, 1))
    return Answer("Мовлаєв?", "Мовлаєв?", "answered", 0.9, citations=cited, near_misses=(), hint="", generation=1)


def make_page_folder(place: Path, remembering: Remembering) -> Path:
    """The folder with a corpus, its index, and a stored conversation that is full of payloads."""
    corpus = place / "corpus"
    corpus.mkdir()
    for name, text in ARTICLES.items():
        (corpus / name).write_text(text, "utf-8")
    rows = [
        {
            "id": article_id(number, payload),
            "title": payload,
            "source": payload,
            "language": "uk",
            "text": f"Рядок {number}. {payload}",
            "rubric": payload,
        }
        for number, payload in enumerate((*SCRIPTS, *LOADS))
    ]
    (corpus / "payloads.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (corpus / "tides.pdf").write_bytes(pdf([[line] for line in PAGES]))
    for name in SKIPPED:
        (corpus / name).write_text("" if name == "empty.txt" else "x")
    write_last_build(place / "index", renew(corpus, place / "index", remembering), corpus)
    history = History(place / "index" / FILE)
    for payload in (*SCRIPTS, *LOADS):
        history.add("payloads", Asked(payload), payload_answer(payload))
    with Assistant(LocalStore(place / "index"), remembering) as assistant:
        found = {hit.article_id: hit for hit in assistant.retrieve("Мансур Мовлаєв", 20)}
    history.add("two", Asked("Мовлаєв?"), answer_of(found["movlaiev.md"], found["letter.md"]))
    history.close()
    return place
