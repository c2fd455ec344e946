"""The public sets as the program reads them, from a file in SQuAD's format made by hand."""

import json
import subprocess
import sys
from pathlib import Path

from index.parsing import corpus_files, parse_file
from qa.evaluation.question_file import read_questions

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "prepare_data.py"
SQUAD = {
    "data": [
        {
            "title": "Bees",
            "paragraphs": [
                {"context": "Bees collect nectar.", "qas": [
                    {"id": "1", "question": " What do bees collect? ", "answers": [
                        {"text": "nectar", "answer_start": 13}, {"text": "nectar", "answer_start": 13}]},
                    {"id": "2", "question": "Who keeps bees?", "answers": [], "is_impossible": True}]},
                {"context": "They live in hives.", "qas": []},
            ],
        },
        {"title": "Moon", "paragraphs": [{"context": "The Moon has no air.", "qas": []}]},
    ]
}  # fmt: skip


def test_a_set_in_the_format_of_squad_becomes_articles_and_questions_that_the_program_reads(tmp_path):
    (tmp_path / "squad.json").write_text(json.dumps(SQUAD))
    options = [tmp_path / "squad.json", tmp_path / "set", "--language", "en", "--prefix", "sq"]
    subprocess.run([sys.executable, SCRIPT, *options], check=True, capture_output=True)
    (tmp_path / "set" / "corpus").mkdir()
    (tmp_path / "set" / "articles.jsonl").rename(tmp_path / "set" / "corpus" / "articles.jsonl")
    [file] = corpus_files(tmp_path / "set" / "corpus")
    parsed = parse_file(file).articles
    assert [(article.id, article.title, article.language, article.text) for article in parsed] == [
        ("sq-00-00", "Bees", "en", "Bees collect nectar."),
        ("sq-00-01", "Bees", "en", "They live in hives."),
        ("sq-01-00", "Moon", "en", "The Moon has no air."),
    ]
    found, missing = read_questions(tmp_path / "set" / "questions.jsonl")
    assert (found.question, found.articles, found.answers) == ("What do bees collect?", ("sq-00-00",), ("nectar",))
    assert (missing.answerable, missing.articles) == (False, ())
