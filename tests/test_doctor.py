"""R7: the doctor reports "healthy" only if a real question works, and repairs what can be repaired."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import renew
from index.catalogue.database import Catalogue
from index.doctor import examine, repair
from index.errors import CorpusError, DamageError, DiskError, NoIndexError
from index.index_folder import IndexFolder
from support.indexes import part_of
from ui.cli.health_check import _closed_network, check_up


@pytest.fixture
def corpus(quick_path):
    (quick_path / "corpus").mkdir()
    (quick_path / "corpus" / "willow.txt").write_text("Верба росте над самою водою, біля млина.\n")
    (quick_path / "corpus" / "tower.txt").write_text("Вежу збудував майстер Остап.\n")
    return quick_path / "corpus"


@pytest.fixture
def index(corpus, quick_path, remembering):
    renew(corpus, quick_path / "index", remembering)
    return quick_path / "index"


def wrong(index) -> list[str]:
    return [finding.part for finding in examine(index) if not finding.sound]


def test_a_healthy_index_is_reported_part_by_part(index):
    checkup = check_up(index)
    assert checkup.healthy
    assert {finding.part: finding.message for finding in checkup.findings if finding.part in ("catalogue", "mark")} == {
        "catalogue": "all articles (2) and vectors (2) are intact",
        "mark": "it names generation 1, like the catalogue",
    }
    assert checkup.findings[-1].message.startswith("both searches find a passage of ")


@pytest.mark.parametrize(("missing", "unsound"), [(0, []), (1, ["disk space"])])
def test_a_build_needs_twice_the_space_of_the_generations(index, monkeypatch, missing, unsound):
    bytes_taken = sum(path.stat().st_size for path in (index / "generations").rglob("*") if path.is_file())
    real = shutil.disk_usage(index)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: real._replace(free=2 * bytes_taken - missing))
    assert wrong(index) == unsound


@pytest.mark.parametrize(("length", "unsound"), [(1.005, ["passages"]), (1.02, ["catalogue", "passages"])])
def test_vectors_are_of_unit_length_to_a_hundredth_and_those_of_the_catalogue(index, length, unsound):
    with Catalogue(IndexFolder(index).catalogue) as catalogue:
        hashes = sorted(catalogue.vector_hashes())
        catalogue.store_vectors(hashes, catalogue.vectors(hashes) * length)
    assert wrong(index) == unsound


def test_no_index_is_an_error_and_no_finding(quick_path):
    with pytest.raises(NoIndexError):
        examine(quick_path / "index")


def test_every_damaged_part_is_named_with_its_remedy_and_repaired(index, corpus, encoder):
    texts = part_of(index / "generations", "texts.utf8")
    texts.write_bytes(texts.read_bytes()[:-1] + b"?")
    assert wrong(index) == ["generation", "passages"]
    findings = {finding.part: finding for finding in check_up(index).findings}
    assert "question" not in findings  # no question is asked of what is damaged
    assert (
        findings["generation"].message
        == f"generation 000001 is damaged: blocks/{texts.name} differs from what was written"
    )
    assert findings["generation"].remedy == f"Repair it: dzherelo doctor --repair --index {index}"
    repair(index, corpus, lambda *_: None, encoder)
    assert check_up(index).healthy
    assert (index / "quarantine" / "000001-1" / "blocks" / texts.name).is_file()


def test_a_lost_mark_is_named_and_written_again(index, corpus, encoder):
    (index / "published").unlink()
    assert wrong(index) == ["mark"]
    repair(index, corpus, lambda *_: None, encoder)
    assert check_up(index).healthy


def test_a_damaged_catalogue_is_made_again_from_the_corpus_and_kept_aside(index, corpus, encoder):
    path = index / "catalogue.sqlite3"
    path.write_bytes(b"not a database" * 1000)
    assert wrong(index) == ["catalogue", "mark", "generation", "passages", "leftovers", "model"]
    repair(index, corpus, lambda *_: None, encoder)
    assert check_up(index).healthy
    assert (index / "quarantine" / "catalogue.sqlite3-1").read_bytes() == b"not a database" * 1000


def test_a_catalogue_is_not_moved_when_there_is_no_corpus_to_make_it_from(index, quick_path, encoder):
    (index / "catalogue.sqlite3").write_bytes(b"not a database" * 1000)
    with pytest.raises(CorpusError):
        repair(index, quick_path / "nowhere", lambda *_: None, encoder)
    assert (index / "catalogue.sqlite3").exists()
    assert not (index / "quarantine").exists()


def test_a_catalogue_that_may_not_be_read_is_not_moved(index, corpus, encoder, monkeypatch):
    catalogue, access = index / "catalogue.sqlite3", os.access
    monkeypatch.setattr("os.access", lambda path, mode: Path(path) != catalogue and access(path, mode))
    with pytest.raises(DiskError, match=r"catalogue\.sqlite3 cannot be read and written") as caught:
        repair(index, corpus, lambda *_: None, encoder)
    assert caught.value.fix == f"Give yourself read and write permission: chmod -R u+rwX {index}"
    assert catalogue.exists()
    assert not (index / "quarantine").exists()


def test_a_generation_that_is_whole_but_says_other_things_than_the_catalogue_is_found(
    index, corpus, quick_path, encoder
):
    (corpus / "tower.txt").write_text("Вежу збудувала майстриня Олена.\n")
    renew(corpus, quick_path / "other", encoder)
    folder, other = IndexFolder(index), IndexFolder(quick_path / "other")
    shutil.rmtree(folder.generation(1))
    shutil.copytree(other.generation(1), folder.generation(1))
    assert "generation" in wrong(index)


def test_what_is_left_of_a_stopped_build_is_no_fault(index):
    (index / "generations" / "000009.draft").mkdir()
    findings = {finding.part: finding for finding in examine(index)}
    assert findings["leftovers"].sound
    assert findings["leftovers"].message == "folders of running or stopped builds: 1; the next build deletes them"


def test_the_closed_network_notices_and_refuses_every_way_out():
    with _closed_network() as attempts, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        for way in (
            lambda: socket.create_connection(("127.0.0.1", 9)),
            lambda: socket.getaddrinfo("example.org", 80),
            lambda: datagrams.sendto(b"x", ("127.0.0.1", 9)),
        ):
            with pytest.raises(PermissionError):
                way()
    assert len(attempts) == 3
    with socket.socket() as free:  # the hook stays, but lets everything pass again
        assert free.connect_ex(("127.0.0.1", 9)) != 0


def test_the_exit_status_is_1_for_a_damaged_index_and_0_after_the_repair(index, corpus):
    program = [sys.executable, "-c", "from ui.cli import main; main()", "doctor", str(corpus), "--index", str(index)]
    part_of(index / "generations", "vectors.faiss").unlink()
    sick = subprocess.run([*program, "--json"], capture_output=True, text=True)
    assert sick.returncode == 1
    found = json.loads(sick.stdout)
    assert not found["healthy"]
    assert (
        "vectors.faiss is missing"
        in {finding["part"]: finding for finding in found["findings"]}["generation"]["message"]
    )
    mended = subprocess.run([*program, "--repair", "--offline"], capture_output=True, text=True)
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert "no connection was tried" in mended.stdout
    assert mended.stdout.endswith("The index is healthy.\n")


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as bound:
        here = os.getcwd()
        os.chdir(path.parent)  # the name of a socket has at most 107 bytes
        bound.bind(path.name)
        os.chdir(here)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, make_socket, lambda path: path.symlink_to("/dev/zero")])
@pytest.mark.parametrize("name", ["catalogue.sqlite3", "catalogue.sqlite3-wal", "published"])
def test_what_is_no_file_in_place_of_one_is_named_and_repaired(index, corpus, remembering, name, make):
    (index / name).unlink(missing_ok=True)
    make(index / name)
    assert ("mark" if name == "published" else "catalogue") in wrong(index)
    repair(index, corpus, lambda *_: None, remembering)
    assert wrong(index) == []


@pytest.mark.parametrize("name", ["fields.json", "server.json"])
def test_a_pipe_in_place_of_what_builds_remember_is_an_error(index, corpus, remembering, name):
    os.mkfifo(index / name)
    with pytest.raises(DamageError, match=name):
        renew(corpus, index, remembering)
