"""R4, R5, R6: nothing damaged is ever served, a full disk costs nothing, and what cannot be read says what to do."""

import errno
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.build import renew
from index.catalogue.database import Catalogue
from index.doctor import examine, repair
from index.errors import CorpusError, DamageError, DiskError, DzhereloError, MismatchError, NoIndexError
from index.generation.dense import write_dense
from index.generation.lexical import write_lexical
from index.index_folder import IndexFolder
from index.local_store import LocalStore
from qa import Assistant
from support.reasons import SMALL_DISK

TEXTS = {
    "a.txt": "Абрикос жовтий і солодкий.\n",
    "b.txt": "Барвінок синій, він стелиться землею.\n",
    "c.txt": "Верба схилилася над водою.\n",
}
QUESTIONS = ("Який абрикос?", "Що стелиться землею?", "Де верба?")


def write(corpus: Path, files: dict[str, str]) -> None:
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir()
    for name, text in files.items():
        (corpus / name).write_text(text)


def answers(assistant: Assistant) -> list[list[tuple[str, int, int, str, float]]]:
    """Everything that a damaged file could change in what is found."""
    return [
        [(hit.article_id, hit.start, hit.end, hit.text, round(hit.score, 6)) for hit in assistant.retrieve(question)]
        for question in QUESTIONS
    ]


@pytest.fixture
def index(quick_path, remembering) -> Path:
    """An index with an older one beside it, whose parts an older copy can be taken from."""
    corpus = quick_path / "corpus"
    write(corpus, {**TEXTS, "a.txt": "Абрикос ще зелений.\n"})
    renew(corpus, quick_path / "index", remembering)
    shutil.copytree(quick_path / "index", quick_path / "older")
    write(corpus, TEXTS)
    renew(corpus, quick_path / "index", remembering)
    return quick_path / "index"


def open_with(index: Path, encoder) -> Assistant:
    return Assistant(LocalStore(index), encoder)


def parts(index: Path) -> list[Path]:
    """Every file of the index that holds something."""
    return sorted(path for path in index.rglob("*") if path.is_file() and path.stat().st_size and path.name != "lock")


def older_copy(part: Path, index: Path, chance: random.Random) -> bytes:
    """What the same part held in the older index; blocks and segments have other names there, so the kind counts."""
    if "generations" not in part.parts:
        return (index.parent / "older" / part.name).read_bytes()
    [generation] = (index.parent / "older" / "generations").iterdir()
    below = Path(*part.relative_to(index / "generations").parts[1:])
    if (generation / below).exists():
        return (generation / below).read_bytes()
    kind = part.name.partition(".")[2]
    return min(generation.rglob(f"{below.parent}/*.{kind}")).read_bytes()


def damage(part: Path, index: Path, kind: str, chance: random.Random) -> None:
    held = bytearray(part.read_bytes())
    if kind == "flip":
        held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
    elif kind == "truncate":
        del held[chance.randrange(len(held)) :]
    elif kind == "zero":
        begin = chance.randrange(len(held))
        held[begin : begin + 512] = bytes(len(held[begin : begin + 512]))
    elif kind == "older":
        held = bytearray(older_copy(part, index, chance))
    if kind == "delete":
        part.unlink()
    else:
        part.write_bytes(held)


KINDS = ("flip", "truncate", "zero", "delete", "older")


def each_part_in_each_way(index: Path) -> list[tuple[Path, str]]:
    """Every part with every kind of damage; the manifest, most of which is proven by the files, with more flips."""
    [manifest] = (index / "generations").rglob("manifest.json")
    damages = [(part, kind) for part in parts(index) for kind in KINDS] + [(manifest, "flip")] * 30
    return [(part.relative_to(index), kind) for part, kind in damages]


def random_damages(times: int, index: Path, chance: random.Random) -> list[tuple[Path, str]]:
    """So many damages of parts drawn by chance, every third of the catalogue."""
    drawn = [chance.choice(parts(index)) if number % 3 else index / "catalogue.sqlite3" for number in range(times)]
    return [(part.relative_to(index), KINDS[number % len(KINDS)]) for number, part in enumerate(drawn)]


def damage_many(
    damages: list[tuple[Path, str]], index: Path, encoder, chance: random.Random
) -> tuple[Counter[str], float]:
    """Do each damage to a fresh copy; returns counts of outcomes and the longest repair in seconds."""
    corpus = index.parent / "corpus"
    with open_with(index, encoder) as assistant:
        right = answers(assistant)
    outcomes: Counter[str] = Counter()
    longest = 0.0
    for number, (name, kind) in enumerate(damages):
        copy = index.parent / f"copy-{number}"
        shutil.copytree(index, copy)
        part = copy / name
        before = part.read_bytes()
        running = open_with(copy, encoder) if number % 2 else None  # half of them in use
        if running:
            assert answers(running) == right
        damage(part, copy, kind, chance)
        changed = not part.exists() or part.read_bytes() != before
        begun = time.monotonic()
        outcome = ask_and_heal(copy, corpus, encoder, right, running)
        longest = max(longest, time.monotonic() - begun)
        place = "catalogue" if part.name == "catalogue.sqlite3" else "mark" if part.parent == copy else "generation"
        if place == "generation" and changed:
            assert outcome == "healed by asking", (part, kind)
            assert any((copy / "quarantine").iterdir())
        if outcome == "healed by the doctor" and kind != "delete":
            assert any((copy / "quarantine").iterdir()), (part, kind)
        outcomes[f"{place}: {outcome if changed else 'the same bytes as before'}"] += 1
        shutil.rmtree(copy, ignore_errors=True)
    return outcomes, longest


def ask_and_heal(index: Path, corpus: Path, encoder, right: list, running: Assistant | None) -> str:
    """The right answers, or an error and the right answers after the repair that it names; nothing else is allowed."""
    number = IndexFolder(index).last_number()
    try:
        with running or open_with(index, encoder) as assistant:
            assert answers(assistant) == right
            if assistant.generation().number > number:
                return "healed by asking"
    except (DamageError, MismatchError, NoIndexError):
        repair(index, corpus, lambda *_: None, encoder)
        with open_with(index, encoder) as assistant:
            assert answers(assistant) == right
        assert all(finding.sound for finding in examine(index, encoder)), examine(index, encoder)
        return "healed by the doctor"
    if not all(finding.sound for finding in examine(index, encoder)):
        repair(index, corpus, lambda *_: None, encoder)
        assert all(finding.sound for finding in examine(index, encoder)), examine(index, encoder)
        with open_with(index, encoder) as assistant:
            assert answers(assistant) == right
        return "no answer uses it; found and healed by the doctor"
    return "no answer uses it, and nothing is lost"


@pytest.mark.no_cover  # tracing would slow the loop
def test_damage_of_any_part_is_detected_before_use_and_repaired(index, remembering):
    outcomes, longest = damage_many(each_part_in_each_way(index), index, remembering, random.Random(1))
    assert longest < 10
    healed = sum(count for outcome, count in outcomes.items() if "healed" in outcome)
    assert healed > 0.6 * outcomes.total() > 30, outcomes


@pytest.mark.soak
def test_a_thousand_damages_are_detected_and_repaired(index, remembering, figure):
    chance = random.Random(2)
    outcomes, longest = damage_many(random_damages(1000, index, chance), index, remembering, chance)
    figure("R5", f"1,000 damages, 0 wrong answers, longest healing {longest:.1f} s, of which:")
    for outcome, count in sorted(outcomes.items()):
        figure("R5", f"{count:5} {outcome}")


def test_a_flipped_byte_in_any_stored_text_passage_list_or_vector_is_noticed_by_the_catalogue(index, encoder):
    path = index / "catalogue.sqlite3"
    for table, column in (("article", "text"), ("article", "record"), ("article", "passages"), ("article", "vectors"),
                          ("vector", "value"), ("generation", "model"), ("generation", "manifest"), ("file", "hash"),
                          ("file", "articles"), ("file", "skipped")):  # fmt: skip
        with closing(sqlite3.connect(path)) as connection, connection:
            key = "number" if table == "generation" else "name" if table == "file" else "hash"
            row, held = connection.execute(f"SELECT {key}, {column} FROM {table} ORDER BY {key} LIMIT 1").fetchone()
            binary = bytearray(held if isinstance(held, bytes) else held.encode())
            binary[len(binary) // 2] ^= 1
            wrong = bytes(binary) if isinstance(held, bytes) else binary.decode(errors="replace")
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (wrong, row))
        finding = next(finding for finding in examine(index, encoder) if finding.part == "catalogue")
        assert not finding.sound, (table, column)
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (held, row))
        assert all(finding.sound for finding in examine(index, encoder))


def test_an_older_catalogue_in_place_of_the_real_one_is_not_served(index, remembering):
    shutil.copy(index.parent / "older" / "catalogue.sqlite3", index)
    with pytest.raises(DamageError, match="holds generation 1, but generation 2 was published last"):
        open_with(index, remembering)


def test_a_repaired_catalogue_encodes_nothing_that_the_last_generation_knows(index, remembering, quick_path):
    (index / "catalogue.sqlite3").unlink()
    report = renew(quick_path / "corpus", index, remembering)
    assert (report.passages_encoded, report.generation) == (0, 3)


def test_a_running_assistant_restores_a_generation_that_is_deleted(index, remembering):
    with open_with(index, remembering) as assistant:
        right = answers(assistant)
        shutil.rmtree(assistant.generation().folder)
        assert answers(assistant) == right
        assert assistant.generation().number == 3


# R4: the disk is full, or fails


def limited(bytes: int, corpus: Path, index: Path, encoder) -> str:
    """What a build in a process says that may not write files larger than that."""
    reading, writing = os.pipe()
    if not (pid := os.fork()):
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (bytes, bytes))
            try:
                renew(corpus, index, encoder)
                os.write(writing, b"done")
            except DiskError as error:
                os.write(writing, str(error).encode())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as said:
        text = said.read()
    assert os.waitpid(pid, 0)[1] == 0, text
    return text


def test_a_build_that_may_not_write_so_much_says_so_and_the_old_generation_serves_on(index, remembering, quick_path):
    corpus = quick_path / "corpus"
    with open_with(index, remembering) as assistant:
        right = answers(assistant)
    (corpus / "d.txt").write_text("Глечик повний води.\n" * 40)
    renew(corpus, quick_path / "known", remembering)
    said = {}
    for bytes in (0, 100, 700, 1500, 3000, 6000, 12_000, 30_000, 60_000):
        said[bytes] = limited(bytes, corpus, index, remembering)
        if said[bytes] != "done":
            assert any(word in said[bytes] for word in ("too large", "I/O error", "disk is full")), said
            assert "space" in said[bytes]
            with open_with(index, remembering) as assistant:
                assert answers(assistant) == right
    assert list(said.values()).count("done") < len(said) - 2, said
    report = renew(corpus, index, remembering)
    assert len(report.unchanged) + len(report.added) == 4
    assert [path.name for path in (index / "generations").iterdir()] == [f"{report.generation:06d}"]


@pytest.fixture
def small_disk(quick_path):
    """A file system of 600 KB."""
    folder = quick_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "none", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip(SMALL_DISK)
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_on_a_full_disk_the_old_generation_serves_on_and_a_retry_works(small_disk, remembering, quick_path):
    corpus, index = quick_path / "corpus", small_disk / "index"
    write(corpus, TEXTS)
    renew(corpus, index, remembering)
    with open_with(index, remembering) as assistant:
        right = answers(assistant)
        write(corpus, {**TEXTS, "d.txt": "Глечик повний води.\n"})
        renew(corpus, quick_path / "known", remembering)
        fixes: set[str] = set()
        failures = 0
        for spare in range(0, 500_000, 20_000):
            fill(small_disk / "filler", small_disk, spare)
            try:
                renew(corpus, index, remembering)
            except DiskError as error:
                failures += 1
                fixes.add(error.fix)
                assert answers(assistant) == right
                with open_with(index, remembering) as fresh:
                    assert answers(fresh) == right
            else:
                break
            finally:
                (small_disk / "filler").unlink(missing_ok=True)
        assert failures > 3
        assert all("pace on its disk" in fix for fix in fixes)
        report = renew(corpus, index, remembering)
        assert len(report.unchanged) == 4
        assert assistant.generation().number == report.generation


def fill(path: Path, disk: Path, spare: int) -> None:
    """Fill the disk except for that many bytes."""
    free = shutil.disk_usage(disk).free
    with path.open("wb") as file:
        file.write(b"x" * max(0, free - spare))


@pytest.mark.parametrize(
    ("write", "cause"),
    [
        (lambda folder: write_dense(folder / "block", np.eye(1, 8, dtype=np.float32)), "No such file or directory"),
        (lambda folder: write_lexical(folder, iter([])), "Directory does not exist"),
    ],
)
def test_another_error_of_the_search_engines_is_not_called_a_full_disk(tmp_path, write, cause):
    with pytest.raises(DiskError, match=cause) as caught:
        write(tmp_path / "missing")
    assert "space" not in caught.value.fix


FAULTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "sqlite3.connect", "os.listdir")


def failing_at(call: int, corpus: Path, index: Path, encoder) -> tuple[bool, str]:
    """Whether the fault fired in a build whose `call`-th audited touch of the index fails, and what the build said."""
    reading, writing = os.pipe()
    if not (pid := os.fork()):
        seen = 0

        def hook(event, values):
            nonlocal seen
            if event in FAULTS and any(str(value).startswith(str(index)) for value in values):
                seen += 1
                if seen == call:
                    raise OSError(errno.EIO, "Input/output error")

        try:
            sys.addaudithook(hook)
            try:
                renew(corpus, index, encoder)
                said = "done"
            except DzhereloError as error:
                said = str(error)
            os.write(writing, json.dumps([seen >= call, said]).encode())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as lines:
        text = lines.read()
    assert os.waitpid(pid, 0)[1] == 0, f"fault {call} was not turned into an error with a fix"
    fired, said = json.loads(text)
    return fired, said


@pytest.mark.no_cover  # tracing would slow the loop
@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.soak)], ids=["every third", "every one"])
def test_an_error_of_the_disk_at_any_call_leaves_a_served_index_and_a_retry_works(index, remembering, quick_path, step):
    corpus = quick_path / "corpus"
    write(corpus, {**TEXTS, "d.txt": "Глечик повний води.\n"})
    renew(corpus, quick_path / "known", remembering)
    reported = 0
    for call in range(1, 1000, step):
        copy = quick_path / f"copy-{call}"
        shutil.copytree(index, copy)
        fired, said = failing_at(call, corpus, copy, remembering)
        reported += said != "done"
        with open_with(copy, remembering) as assistant:
            assert len(assistant.retrieve("Глечик?")) in (3, 4)
        report = renew(corpus, copy, remembering)
        assert len(report.added) + len(report.unchanged) == 4
        shutil.rmtree(copy)
        if not fired:
            break
    assert reported > 10 / step


# R6: what cannot be read says what to do


def test_another_schema_is_one_clear_error_and_a_full_build_replaces_it(index, remembering, quick_path):
    with closing(sqlite3.connect(index / "catalogue.sqlite3")) as connection, connection:
        connection.execute("PRAGMA user_version = 1")
    with pytest.raises(MismatchError) as caught:
        open_with(index, remembering)
    assert caught.value.message.endswith("has schema version 1, this program needs 4")
    assert caught.value.fix == f"Build it again: dzherelo build --full --index {index}"
    report = renew(quick_path / "corpus", index, remembering, full=True)
    assert (len(report.added), report.generation) == (3, 3)
    assert (index / "quarantine" / "catalogue.sqlite3-1").is_file()


def test_the_doctor_repairs_an_index_of_another_schema_without_encoding(index, remembering, quick_path):
    with open_with(index, remembering) as assistant:
        right = answers(assistant)
    with closing(sqlite3.connect(index / "catalogue.sqlite3")) as connection, connection:
        connection.execute("PRAGMA user_version = 1")
    encoded = []
    repair(index, quick_path / "corpus", lambda step, done, total: encoded.append((step, total)), remembering)
    assert max(total for step, total in encoded if step == "encoding") == 0
    with open_with(index, remembering) as assistant:
        assert answers(assistant) == right


@pytest.mark.parametrize("damage", [b"not a database" * 1000, None])
def test_a_full_build_without_its_corpus_leaves_the_catalogue_where_it_is(index, remembering, quick_path, damage):
    if damage:
        (index / "catalogue.sqlite3").write_bytes(damage)
    before = (index / "catalogue.sqlite3").read_bytes()
    with pytest.raises(CorpusError):
        renew(quick_path / "nowhere", index, remembering, full=True)
    assert (index / "catalogue.sqlite3").read_bytes() == before
    assert not (index / "quarantine").exists()


def test_a_folder_in_the_place_of_the_mark_is_set_aside(index, remembering, quick_path):
    (index / "published").unlink()
    (index / "published").mkdir()
    repair(index, quick_path / "corpus", lambda *_: None, remembering)
    assert all(finding.sound for finding in examine(index, remembering))


def test_no_index_is_an_error_that_says_how_to_build_one(quick_path):
    with pytest.raises(NoIndexError) as caught:
        LocalStore(quick_path / "nothing")
    assert caught.value.message == f"there is no index in {quick_path / 'nothing'}"
    assert caught.value.fix == f"Build one: dzherelo build CORPUS --index {quick_path / 'nothing'}"


def test_a_folder_that_takes_no_writes_is_asked_all_the_same_and_says_why_it_cannot_be_built(
    small_disk, remembering, quick_path
):
    corpus, index = quick_path / "corpus", small_disk / "index"
    write(corpus, TEXTS)
    renew(corpus, index, remembering)
    with open_with(index, remembering) as assistant:
        right = answers(assistant)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with open_with(index, remembering) as assistant:
        assert answers(assistant) == right
    with pytest.raises(DiskError, match="cannot be used: Read-only file system"):
        renew(corpus, index, remembering)


def test_settings_of_another_version_read_everything_again_without_encoding(index, remembering, quick_path):
    with Catalogue(index / "catalogue.sqlite3") as catalogue:
        published, files = catalogue.published(), list(catalogue.files().values())
        from dataclasses import replace

        catalogue.publish(published, [replace(file, settings="reader 0") for file in files])
    report = renew(quick_path / "corpus", index, remembering)
    assert (report.passages_encoded, len(report.unchanged)) == (0, 3)
