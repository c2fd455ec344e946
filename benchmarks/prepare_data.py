"""Prepare a public question set in SQuAD's JSON format, so that `dzherelo eval` reads its articles and questions.

    python benchmarks/prepare_data.py dev-v2.0.json ../shared/data/squad2_en --language en --prefix sq
    python benchmarks/prepare_data.py xquad.ru.json ../shared/data/xquad_ru --language ru --prefix xq

Download the files from their publishers: SQuAD 2.0 (rajpurkar.github.io/SQuAD-explorer) and XQuAD
(github.com/google-deepmind/xquad), both CC BY-SA 4.0. Each paragraph becomes an article. Parallel files of XQuAD give
the same ids, so that the questions of one language can be asked of the articles of another.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def main() -> None:
    """Write both files into the folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("source", type=Path, help="a file in SQuAD's JSON format")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", required=True, help="an ISO 639-1 code, such as uk")
    parser.add_argument("--prefix", required=True, help="what the ids of the articles begin with")
    given = parser.parse_args()
    documents = json.loads(given.source.read_bytes())["data"]
    given.folder.mkdir(parents=True, exist_ok=True)
    _write(given.folder / "articles.jsonl", articles(documents, given.language, given.prefix))
    _write(given.folder / "questions.jsonl", questions(documents, given.prefix))


def articles(documents: list[Record], language: str, prefix: str) -> Iterator[Record]:
    """An article for each paragraph."""
    for id, title, paragraph in _paragraphs(documents, prefix):
        yield {"id": id, "title": title, "language": language, "text": paragraph["context"]}


def questions(documents: list[Record], prefix: str) -> Iterator[Record]:
    """Every question, with its distinct answers; an unanswerable one names the paragraph that it was written for."""
    for id, _, paragraph in _paragraphs(documents, prefix):
        for asked in paragraph["qas"]:
            answers = list(dict.fromkeys(answer["text"] for answer in asked["answers"]))
            yield {
                "id": asked["id"],
                "question": asked["question"].strip(),
                "answerable": bool(answers),
                "articles": [id] if answers else [],
                "answers": answers,
                "paragraph": id,
            }


def _paragraphs(documents: list[Record], prefix: str) -> Iterator[tuple[str, str, Record]]:
    """The id, title and paragraph of each; ids number documents and paragraphs, so that parallel files agree."""
    for number, document in enumerate(documents):
        for place, paragraph in enumerate(document["paragraphs"]):
            yield f"{prefix}-{number:02}-{place:02}", document["title"], paragraph


def _write(path: Path, records: Iterator[Record]) -> None:
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    path.write_text("".join(lines), encoding="utf-8")
    print(f"{path}: {len(lines)} lines")


if __name__ == "__main__":
    main()
