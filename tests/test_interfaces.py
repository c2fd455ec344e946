"""The interfaces for programs, called over a real server by the clients that people use."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import fields
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings

from index.build import renew
from index.local_store import LocalStore
from qa import Answer, Assistant, Citation, Hit
from support.loops import in_new_loop
from ui.api.extras import MissingExtraError, require
from ui.api.interfaces import mount_interfaces
from ui.api.openai import Message, asking_of
from ui.api.paths import HEALTH
from ui.api.plain_text import paragraphs, texts_for
from ui.api.refusals import REFUSALS
from ui.api.responses import AnswerRecord, CitationRecord, HitRecord
from ui.api.service import Service
from ui.asgi.guard import Guard
from ui.asgi.policy import Policy
from ui.asgi.root_path import RootPath
from ui.chat.question_log import log_line
from ui.chat.queue import QuestionQueue, QuestionRecord, QueueFull

TOKEN = "programs-own-key"
DNIPRO = "Довжина Дніпра становить 2201 кілометр."
TEXT = f"Дніпро бере початок на Валдайській височині. {DNIPRO}"
ARTICLES = {
    "rivers/dnipro.md": "---\ntitle: Дніпро\npublished: 2024-03-21\nlanguage: uk\nsource: https://atlas.example/d\n---\n\n"
    f"{TEXT}\n",
    "bees.md": "---\ntitle: Танець бджіл\nauthor: Ада Бортник\npublished: 2025-06-01\nlanguage: uk\n"
    "source: Нотатки\n---\n\n"
    "Виляльний танець розповідає бджолам, де нектар. Карл фон Фріш розшифрував його 1946 року.\n",
}
FILLERS = {
    "bison.md": ("2023-05-01", "uk", "Зубр", "Дорослий зубр важить до тонни."),
    "soil.md": ("2023-04-01", "uk", "Чорнозем", "Чорнозем утворився під травами степу."),
    "heart.md": ("2023-03-01", "uk", "Серце", "Серце дорослої людини важить триста грамів."),
    "moon.md": ("2023-02-01", "uk", "Місяць", "Місяць двічі на добу піднімає припливи."),
    "press.md": ("2023-01-01", "uk", "Друк", "Гутенберг надрукував свою Біблію в Майнці."),
}
for _name, (_day, _code, _title, _text) in FILLERS.items():
    ARTICLES[_name] = f"---\ntitle: {_title}\npublished: {_day}\nlanguage: {_code}\n---\n\n{_text}\n"
NEWEST_FIRST = ["bees.md", "rivers/dnipro.md", "bison.md", "soil.md", "heart.md", "moon.md", "press.md"]
get, post = partial(httpx.get, timeout=60), partial(httpx.post, timeout=60)
QUESTION = "Яка довжина Дніпра?"
NONSENSE = "Скільки коштує квиток на потяг до Парижа?"


@pytest.fixture(scope="module")
def index(tmp_path_factory, remembering):
    place = tmp_path_factory.mktemp("interfaces")
    for name, text in ARTICLES.items():
        (place / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "corpus" / name).write_text(text, "utf-8")
    renew(place / "corpus", place / "index", remembering)
    return place / "index"


@pytest.fixture(scope="module")
def service(index, remembering):
    queue = QuestionQueue(waiting=4)
    with Assistant(LocalStore(index), remembering) as assistant:
        yield Service(assistant, queue)
    queue.close()


def app_of(service, policy, root=""):
    app = FastAPI(openapi_url=None)
    mount_interfaces(app, service, root=root)
    return RootPath(Guard(app, policy, programs=REFUSALS, open_paths=(HEALTH,)), root)


def with_mcp(service, policy):
    """The same with MCP beside it, as `dzherelo mcp --http` serves it."""

    @contextlib.asynccontextmanager
    async def lifespan(_app):
        async with running:
            yield

    app = FastAPI(openapi_url=None, lifespan=lifespan)
    running = mount_interfaces(app, service, mcp=True)
    return Guard(app, policy, programs=REFUSALS)


@contextlib.contextmanager
def serving(app):
    """The address of the app, served by a thread."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


@pytest.fixture(scope="module")
def url(service):
    with serving(app_of(service, Policy("127.0.0.1", token=TOKEN))) as url:
        yield url


@pytest.fixture
def rest(url):
    with httpx.Client(base_url=f"{url}/api/v1", headers={"authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
        yield client


def test_an_answer_is_quoted_with_its_places(rest):
    answer = rest.post("/ask", json={"question": QUESTION}).json()
    assert answer["status"] == "answered"
    first = answer["citations"][0]
    assert (first["number"], first["article_id"], first["published"]) == (1, "rivers/dnipro.md", "2024-03-21")
    assert (first["answer_text"], first["answer_start"], first["answer_end"]) == (DNIPRO, 45, 84)
    text = rest.get("/articles/rivers/dnipro.md").json()["text"]
    assert text[first["answer_start"] : first["answer_end"]] == DNIPRO
    assert text[first["start"] : first["end"]] == first["text"] == TEXT


def test_a_refusal_is_an_answer_and_no_error(rest):
    response = rest.post("/ask", json={"question": NONSENSE})
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["citations"]) == ("no_answer", [])


def test_a_search_takes_the_filter_and_the_number(rest):
    hits = rest.post("/search", json={"question": "танець", "k": 1}).json()["hits"]
    assert len(hits) == 1
    hits = rest.post("/search", json={"question": QUESTION, "since": "2024-06-01"}).json()["hits"]
    assert [hit["article_id"] for hit in hits] == ["bees.md"]
    assert rest.post("/search", json={"question": QUESTION, "language": "pl"}).json() == {"hits": []}


def test_a_search_is_limited_to_the_time_of_its_words_unless_it_is_asked_without(rest):
    asked = {"question": f"Що писали у березні 2024 року? {QUESTION}"}
    within = rest.post("/search", json=asked).json()["hits"]
    anywhere = rest.post("/search", json={**asked, "without_time": True}).json()["hits"]
    assert {hit["published"][:7] for hit in within} == {"2024-03"}
    assert {hit["published"] for hit in anywhere} > {hit["published"] for hit in within}


def test_a_question_may_want_an_author_and_a_hit_names_it(rest):
    [hit] = rest.post("/search", json={"question": QUESTION, "where": {"author": "ада бортник"}}).json()["hits"]
    assert (hit["article_id"], hit["fields"]) == ("bees.md", {"author": "Ада Бортник"})
    asked = rest.post("/ask", json={"question": QUESTION, "where": {"author": ["Ада Бортник", "Інша"]}}).json()
    assert (asked["status"], asked["hint"]) == ("no_answer", "filter")
    wrong = rest.post("/ask", json={"question": QUESTION, "where": {"autor": "Ада"}})
    assert (wrong.status_code, wrong.json()["fix"]) == (422, "Use one of these: author")


def test_the_articles_are_listed_newest_first_and_by_their_words(rest):
    listed = rest.get("/articles").json()
    assert [entry["id"] for entry in listed["articles"]] == NEWEST_FIRST
    assert listed["total"] == 7
    entry = {"id": "rivers/dnipro.md", "title": "Дніпро", "published": "2024-03-21", "language": "uk"}
    found = rest.get("/articles", params={"search": "дніпр", "since": "2024-01-01"}).json()
    assert found == {"total": 1, "articles": [entry | {"source": "https://atlas.example/d", "fields": {}}]}
    assert rest.get("/articles", params={"offset": 1, "limit": 1}).json()["articles"][0]["id"] == "rivers/dnipro.md"


def test_the_articles_are_listed_by_their_fields(rest):
    def listed(*where):
        return [entry["id"] for entry in rest.get("/articles", params={"where": where}).json()["articles"]]

    assert listed("author=ада бортник") == ["bees.md"]
    assert listed("author=Інша", "author=Ада Бортник") == ["bees.md"]
    assert listed("author=Інша") == []
    unknown = rest.get("/articles", params={"where": "autor=Ада"})
    assert (unknown.status_code, unknown.json()["fix"]) == (422, "Use one of these: author")
    nameless = rest.get("/articles", params={"where": "Ада"})
    assert (nameless.status_code, nameless.json()["fix"]) == (422, "Give it as FIELD=VALUE, such as author=NAME")


def test_the_quotations_of_a_draft_are_checked(rest):
    draft = "Атлас пише: «Дніпро бере початок на Карпатській височині»."
    [check] = rest.post("/verify", json={"text": draft}).json()["checks"]
    assert (check["verdict"], check["place"]["article_id"]) == ("altered", "rivers/dnipro.md")


def test_a_draft_and_a_conversation_may_be_as_long_as_the_description_says(rest, openai):
    longest = "а" * 500_000
    draft = json.dumps({"text": longest})  # six bytes for a letter
    checked = rest.post("/verify", content=draft, headers={"content-type": "application/json"})
    assert (checked.status_code, checked.json()["checks"]) == (200, [])
    assert rest.post("/verify", json={"text": f"{longest}а"}).status_code == 422
    assert chat(openai, QUESTION, longest, QUESTION).choices[0].message.content.startswith(ANSWERED[:-3])


def test_the_mentions_of_a_term_are_counted(rest):
    found = rest.post("/mentions", json={"term": "Дніпро", "since": "2024-01-01"}).json()
    assert (found["term"], found["articles"][0]["article_id"]) == ("Дніпро", "rivers/dnipro.md")
    assert found["by_year"][0]["name"] == "2024"
    by_author = {"term": "танець", "where": {"author": "ада бортник"}}
    assert [each["article_id"] for each in rest.post("/mentions", json=by_author).json()["articles"]] == ["bees.md"]
    assert rest.post("/mentions", json={**by_author, "term": "Дніпро"}).json()["articles"] == []


def test_the_status_tells_what_is_indexed(rest):
    status = rest.get("/status").json()
    assert (status["generation"], status["articles"], status["languages"]) == (1, 7, {"uk": 7})


BY_DESCRIPTION = "Correct what errors names; the description is at /api/v1/openapi.json"
BY_PATHS = "All paths are in /api/v1/openapi.json, and all articles at /api/v1/articles"
PROBLEMS = [
    ("POST", "/ask", {"question": "??"}, 422, "Ask in words, for example: Хто написав Кобзар?"),
    ("POST", "/ask", {"question": "х" * 2001}, 422, BY_DESCRIPTION),
    ("POST", "/ask", {"question": "Хто?", "since": "2026-02-02", "until": "2026-02-01"}, 422, "Swap the two dates"),
    ("POST", "/ask", {"question": "Хто?", "langauge": "uk"}, 422, BY_DESCRIPTION),
    ("POST", "/search", {"question": "Хто?", "k": 101}, 422, BY_DESCRIPTION),
    ("POST", "/mentions", {"term": "!"}, 422, None),
    ("GET", "/articles?language=xx9", None, 422, "Give a code such as uk, en or pl"),
    ("GET", "/articles?sinse=2026-01-01", None, 422, BY_DESCRIPTION),
    ("GET", "/articles/none.md", None, 404, BY_PATHS),
    ("GET", "/nowhere", None, 404, BY_PATHS),
    ("GET", "/status/", None, 404, BY_PATHS),
    ("DELETE", "/status", None, 405, BY_PATHS),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "fix"), PROBLEMS)
def test_errors_are_problem_documents(rest, method, path, body, status, fix):
    response = rest.request(method, path, json=body)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    problem = response.json()
    assert (problem["status"], bool(problem["detail"])) == (status, True)
    assert fix is None or problem["fix"] == fix


@pytest.mark.parametrize("day", [86400, "86400", "2024", "2024-01-01T00:00", "", True])
def test_a_date_is_a_day_and_no_number_of_seconds(rest, day):
    wanted = "Give it as YYYY-MM-DD, for example 2026-02-01"
    response = rest.post("/ask", json={"question": "Хто?", "since": day})
    assert (response.status_code, response.json()["errors"]) == (422, [f"body.since: {wanted}"])
    response = rest.get("/articles", params={"until": day})
    assert (response.status_code, response.json()["errors"]) == (422, [f"query.until: {wanted}"])


def test_a_body_that_is_not_sent_as_json_is_named_by_its_media_type(rest, openai):
    body = {
        "content": json.dumps({"question": "Хто?"}),
        "headers": {"content-type": "application/x-www-form-urlencoded"},
    }
    response = rest.post("/ask", **body)
    assert (response.status_code, response.json()["fix"]) == (415, "Send the header Content-Type: application/json")
    assert response.json()["detail"] == "The body is application/x-www-form-urlencoded, not JSON."
    chat = rest.post(f"{openai.base_url}chat/completions", **body)
    assert (chat.status_code, chat.json()["error"]["message"].partition(".")[0]) == (
        415,
        "The body is application/x-www-form-urlencoded, not JSON",
    )
    other = rest.post(
        "/ask", content='{"question": "Хто?"}'.encode("cp1251"), headers={"content-type": "application/json"}
    )
    assert (other.status_code, other.json()["fix"]) == (400, "Send JSON in UTF-8")
    broken = rest.post("/ask", content=b'{"question": Who?}', headers={"content-type": "application/json"})
    assert broken.json()["errors"] == ["body: not JSON at character 13: Expecting value"]


def test_a_failure_of_the_program_has_the_form_of_its_interface(service):
    queue = QuestionQueue()
    queue.close()  # so that every question fails
    with serving(app_of(Service(service.assistant, queue), Policy("127.0.0.1"))) as url:
        response = post(f"{url}/api/v1/ask", json={"question": QUESTION})
        chat = post(f"{url}/v1/chat/completions", json={"messages": [{"role": "user", "content": QUESTION}]})
    assert (response.status_code, response.headers["content-type"]) == (500, "application/problem+json")
    assert (chat.status_code, chat.json()["error"]["type"]) == (500, "server_error")
    assert response.json()["detail"] == chat.json()["error"]["message"] == "The program failed. Its log says why."


def test_the_description_names_its_address_behind_a_proxy_and_what_programs_send(service):
    with serving(app_of(service, Policy("127.0.0.1", token=TOKEN), "/archive")) as url:
        described = get(f"{url}/archive/api/v1/openapi.json", headers={"authorization": f"Bearer {TOKEN}"}).json()
        [server] = described["servers"]
        assert get(f"{url}{server['url']}/healthz").json() == {"status": "ok"}
    assert server["url"] == "/archive/api/v1"
    assert described["security"] == [{}, {"token": []}, {"password": []}]
    schemes = described["components"]["securitySchemes"]
    assert {name: each["scheme"] for name, each in schemes.items()} == {"token": "bearer", "password": "basic"}
    assert described["paths"]["/healthz"]["get"]["security"] == []


def test_a_wrong_field_is_named_and_what_was_sent_is_not_repeated(rest):
    response = rest.post("/ask", json={"question": "Хто?", "since": "ТАЄМНИЦЯ"})
    assert response.json()["errors"][0].startswith("body.since: ")
    assert "ТАЄМНИЦЯ" not in response.text


@pytest.mark.parametrize("path", ["/api/v1/status", "/mcp", "/metrics", "/api/v1/openapi.json"])
def test_a_program_without_the_token_is_refused_with_a_problem(url, path):
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic YW55b25lOng="}):
        response = get(url + path, headers=headers)
        assert (response.status_code, response.headers["content-type"]) == (401, "application/problem+json")
        assert response.headers["www-authenticate"].startswith("Bearer")
        assert response.json()["fix"] == "Send the token as Authorization: Bearer TOKEN"


@pytest.mark.parametrize(
    ("secrets", "schemes"),
    [
        ({"token": "t"}, ["Bearer"]),
        ({"password": "x"}, ["Basic"]),
        ({"token": "t", "password": "x"}, ["Bearer", "Basic"]),
    ],
)
def test_a_program_is_told_which_credentials_are_accepted(service, secrets, schemes):
    with serving(app_of(service, Policy("127.0.0.1", **secrets))) as url:
        challenge = get(f"{url}/api/v1/status").headers["www-authenticate"]
    assert [part.split()[0] for part in challenge.split(", ") if " " in part] == schemes


def test_a_token_may_have_any_letters(service):
    with serving(app_of(service, Policy("127.0.0.1", token="ключ"))) as url:
        assert get(f"{url}/api/v1/status", headers={"authorization": "Bearer ключ".encode()}).status_code == 200
        assert get(f"{url}/api/v1/status", headers={"authorization": "Bearer клюк".encode()}).status_code == 401


def test_health_needs_no_token_and_other_sites_are_refused(url):
    assert get(f"{url}/api/v1/healthz").json() == {"status": "ok"}
    misdirected = get(f"{url}/api/v1/healthz", headers={"host": "evil.example"})
    assert (misdirected.status_code, misdirected.json()["fix"]) == (421, "Allow it: dzherelo serve --name HOST")
    assert get(f"{url}/api/v1/healthz", headers={"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.parametrize(
    ("authorization", "accepted"),
    [("Bearer t", True), ("Basic YW55b25lOng=", True), ("Bearer x", False), ("Basic YW55b25lOnQ=", False), ("", False)],
)
def test_programs_come_in_with_the_token_or_the_password(authorization, accepted):
    policy = Policy("127.0.0.1", password="x", token="t")
    assert policy.accepts_program(authorization) is accepted
    assert policy.accepts("Bearer t") is False
    assert Policy("127.0.0.1").accepts_program(authorization)


def test_requests_are_rejected_immediately_when_the_queue_is_full(service):
    queue = QuestionQueue(waiting=-2)  # no place at all
    with serving(app_of(Service(service.assistant, queue), Policy("127.0.0.1"))) as url:
        response = post(f"{url}/api/v1/ask", json={"question": QUESTION})
        chat = post(f"{url}/v1/chat/completions", json={"messages": [{"role": "user", "content": QUESTION}]})
    queue.close()
    assert (response.status_code, response.headers["retry-after"]) == (503, "3")
    assert response.json()["fix"] == "Ask again in a few seconds."
    assert (chat.status_code, chat.json()["error"]["type"]) == (503, "server_error")


def test_the_records_have_the_fields_of_the_answers():
    extra = {"answer_text", "span_text"}
    for record, of in ((HitRecord, Hit), (CitationRecord, Citation), (AnswerRecord, Answer)):
        assert set(record.model_fields) - extra == {field.name for field in fields(of)}


@pytest.fixture
def openai(url):
    with pytest.importorskip("openai").OpenAI(base_url=f"{url}/v1", api_key=TOKEN, max_retries=0) as client:
        yield client


def chat(openai, *texts, **more):
    messages = [{"role": "system", "content": "Be brief."}]
    messages += [{"role": ("user", "assistant")[place % 2], "content": text} for place, text in enumerate(texts)]
    return openai.chat.completions.create(model="dzherelo", messages=messages, **more)


ANSWERED = f"«{DNIPRO}» [1]\n\n[1] Дніпро, https://atlas.example/d, 21 березня 2024\u202fр."
REFUSED = "Певної відповіді у статтях не знайдено."


def test_the_openai_client_gets_quotes_with_numbered_sources(openai):
    assert [model.id for model in openai.models.list()] == ["dzherelo"]
    completion = chat(openai, QUESTION)
    message = completion.choices[0].message
    assert message.content.startswith(ANSWERED[:-3])
    assert (message.refusal, completion.choices[0].finish_reason) == (None, "stop")
    assert completion.model_extra["answer"]["citations"][0]["answer_text"] == DNIPRO


def test_the_openai_client_gets_a_refusal_as_one(openai):
    message = chat(openai, NONSENSE).choices[0].message
    assert message.content == message.refusal
    assert message.refusal.startswith(REFUSED)


@pytest.mark.parametrize("conditions", [{"where": {"author": "Ада Бортник"}}, {"since": "2025-01-01"}])
def test_the_openai_client_filters_as_rest_does(openai, rest, conditions):
    completion = chat(openai, QUESTION, extra_body=conditions)
    asked = rest.post("/ask", json={"question": QUESTION, **conditions}).json()
    assert (asked["status"], asked["hint"]) == ("no_answer", "filter")
    assert completion.model_extra["answer"] == asked


def test_the_openai_client_gets_the_error_of_a_filter(openai):
    errors = pytest.importorskip("openai")
    with pytest.raises(errors.BadRequestError, match="Use one of these: author"):
        chat(openai, QUESTION, extra_body={"where": {"autor": "Ада"}})
    with pytest.raises(errors.BadRequestError, match=r"body\.where"):
        chat(openai, QUESTION, extra_body={"where": "author=Ада"})


@pytest.mark.parametrize("question", [QUESTION, NONSENSE])
def test_a_streamed_completion_says_what_the_whole_one_says(openai, question):
    whole = chat(openai, question)
    chunks = list(chat(openai, question, stream=True))
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert said == whole.choices[0].message.content
    assert [chunk.choices[0].finish_reason for chunk in chunks] == [None] * (len(chunks) - 1) + ["stop"]
    assert chunks[-1].model_extra["answer"] == whole.model_extra["answer"]


def test_the_openai_client_gets_numbers_of_used_tokens(openai):
    assert chat(openai, QUESTION).usage.total_tokens == 0
    plain = list(chat(openai, QUESTION, stream=True))
    *chunks, last = chat(openai, QUESTION, stream=True, stream_options={"include_usage": True})
    assert [chunk.usage for chunk in (*plain, *chunks)] == [None] * (len(plain) + len(chunks))
    assert [chunk.choices for chunk in chunks] == [chunk.choices for chunk in plain]
    assert (last.choices, last.usage.prompt_tokens, last.usage.completion_tokens) == ([], 0, 0)


def test_the_openai_client_gets_the_error_message(openai):
    errors = pytest.importorskip("openai")
    with pytest.raises(errors.NotFoundError, match="There is no model 'gpt-9'"):
        openai.chat.completions.create(model="gpt-9", messages=[{"role": "user", "content": "Хто?"}])
    with pytest.raises(errors.NotFoundError, match=r"/v1/models and /v1/chat/completions") as missing:
        openai.embeddings.create(model="dzherelo", input="Хто?")
    assert missing.value.code is None
    with pytest.raises(errors.BadRequestError, match="the last message has 2,001 characters"):
        chat(openai, "х" * 2001)
    with pytest.raises(errors.BadRequestError, match=r"'\?\?' contains no word to search for"):
        chat(openai, "??")
    with pytest.raises(errors.BadRequestError, match="there is no message with the role user"):
        openai.chat.completions.create(model="dzherelo", messages=[{"role": "system", "content": "x"}])
    with pytest.raises(errors.AuthenticationError, match="Send the token as Authorization: Bearer TOKEN") as stranger:
        openai.with_options(api_key="wrong").models.list()
    assert stranger.value.code == "invalid_api_key"


def test_the_messages_of_the_user_become_the_question_and_its_history():
    said = ["Один?", "…", "х" * 2001, "Два?", "Три?", "Чотири?", "П’ять?", "Шість?", "Сім?"]
    messages = [Message(role="user", content=text) for text in said]
    messages[2:2] = [Message(role="assistant", content="Ні."), Message(role="tool", content=None)]
    messages.append(Message(role="user", content=[{"type": "text", "text": "А"}, {"type": "image_url"}]))
    asking = asking_of(messages, {"language": "uk"})
    assert (asking.question, asking.language) == ("А", "uk")
    assert asking.history == ["Три?", "Чотири?", "П’ять?", "Шість?", "Сім?"]


def test_a_chat_answers_latin_words_in_english_and_cyrillic_ones_in_ukrainian():
    assert [texts_for(words)("refusal") for words in ("hello", "Dnipro", "привіт")] == [
        "No sure answer found in the articles.",
        "No sure answer found in the articles.",
        REFUSED,
    ]


def test_a_chat_says_where_each_quote_is_from(answer, citation):
    first = citation(page=3)
    second = citation(number=2, title="", source="", published=None)
    written = list(paragraphs(answer(first, second), texts_for("Who was it?")))
    quote = "Казахстан погодив екстрадицію."
    sources = "[1] Справа {1}, https://www.news.example/x_1, 6 February 2026, p. 3\n[2] a/b.md"
    assert written == [f"“{quote}” [1]", f"“{quote}” [2]", sources]
    hidden = answer(status="no_answer", hint="filter")
    assert list(paragraphs(hidden, texts_for("Хто це був?"))) == [REFUSED, "Відповідь є, але її приховує фільтр."]


@contextlib.asynccontextmanager
async def over_http(service, _index):
    mcp, http = pytest.importorskip("mcp"), pytest.importorskip("httpx2")
    from mcp.client.streamable_http import streamable_http_client

    headers = {"authorization": f"Bearer {TOKEN}"}
    with serving(with_mcp(service, Policy("127.0.0.1", token=TOKEN))) as url:
        async with (
            http.AsyncClient(headers=headers) as client,
            mcp.Client(streamable_http_client(f"{url}/mcp", http_client=client)) as connected,
        ):
            yield connected


@contextlib.asynccontextmanager
async def over_stdio(_service, index):
    mcp = pytest.importorskip("mcp")
    program = ["-c", "from ui.cli import main; main()", "mcp", "--no-reader", "--index", str(index)]
    server = mcp.StdioServerParameters(command=sys.executable, args=program, env=dict(os.environ))
    async with mcp.Client(server) as connected:
        yield connected


@pytest.mark.parametrize("transport", [over_http, over_stdio])
def test_a_model_asks_searches_and_reads_over_mcp(service, index, transport):
    async def call():
        async with transport(service, index) as client:
            assert client.server_info.version == version("dzherelo")
            tools = (await client.list_tools()).tools
            assert {tool.name for tool in tools} == {"ask", "search", "read_article", "list_articles", "verify_quotes"}
            assert all(tool.annotations.read_only_hint and tool.description and tool.output_schema for tool in tools)
            for tool in tools:
                assert tool.input_schema["additionalProperties"] is False
                assert all("description" in each for each in tool.input_schema["properties"].values())

            answer = (await client.call_tool("ask", {"question": QUESTION})).structured_content
            assert (answer["status"], answer["citations"][0]["answer_text"]) == ("answered", DNIPRO)
            refusal = (await client.call_tool("ask", {"question": NONSENSE})).structured_content
            assert refusal["status"] == "no_answer"

            found = (await client.call_tool("search", {"question": "танець бджіл", "k": 1})).structured_content
            assert [hit["article_id"] for hit in found["hits"]] == ["bees.md"]
            by_author = {"question": QUESTION, "where": {"author": "Ада Бортник"}}
            found = (await client.call_tool("search", by_author)).structured_content
            assert {hit["article_id"] for hit in found["hits"]} == {"bees.md"}
            answer = (await client.call_tool("ask", by_author)).structured_content
            assert (answer["status"], answer["hint"]) == ("no_answer", "filter")
            listed = (await client.call_tool("list_articles", {"search": "дніпр", "language": "uk"})).structured_content
            assert [entry["id"] for entry in listed["articles"]] == ["rivers/dnipro.md"]
            of_author = {"where": {"author": "Ада Бортник"}}
            listed = (await client.call_tool("list_articles", of_author)).structured_content
            assert [entry["id"] for entry in listed["articles"]] == ["bees.md"]
            part = {"article_id": "rivers/dnipro.md", "start": 45, "chars": 7}
            read = (await client.call_tool("read_article", part)).structured_content
            assert (read["text"], read["start"], read["end"], read["total_chars"]) == ("Довжина", 45, 52, 84)

            wrong = await client.call_tool("ask", {"question": "??"})
            assert wrong.is_error
            assert "Ask in words" in wrong.content[0].text
            misspelt = await client.call_tool("ask", {"question": QUESTION, "sinse": "2026-01-01"})
            assert misspelt.is_error
            assert misspelt.content[0].text.startswith("ask has no argument 'sinse'. Its arguments are question, ")
            many = await client.call_tool("search", {"question": QUESTION, "k": 100})
            assert many.content[0].text == "k: Input should be less than or equal to 20"
            missing = await client.call_tool("read_article", {"article_id": "none.md"})
            assert "There is no article 'none.md'" in missing.content[0].text

            draft = {"text": f"«{DNIPRO[:-1]}», — пише атлас."}
            checked = (await client.call_tool("verify_quotes", draft)).structured_content
            assert [check["verdict"] for check in checked["checks"]] == ["exact"]

            resources = (await client.list_resources()).resources
            assert [str(each.uri) for each in resources] == [f"article:///{name}" for name in NEWEST_FIRST]
            contents = (await client.read_resource("article:///rivers/dnipro.md")).contents
            assert contents[0].text == TEXT

    in_new_loop(call())


def test_mcp_is_there_only_where_it_is_wanted_and_only_for_programs_with_the_token(service, url):
    pytest.importorskip("mcp")
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    with serving(with_mcp(service, Policy("127.0.0.1", token=TOKEN))) as with_it:
        assert post(f"{with_it}/mcp", json=body).status_code == 401
    headers = {"authorization": f"Bearer {TOKEN}"}
    refused = post(f"{url}/mcp", json=body, headers=headers)
    assert (refused.status_code, refused.json()["fix"]) == (404, "Serve it: dzherelo mcp --http")


def test_the_command_serves_models_below_a_path_and_logs_what_they_ask(index):
    pytest.importorskip("mcp")
    options = ["--http", "--port", "0", "--no-reader", "--root-path", "/archive", "--log", "--index", str(index)]
    program = [sys.executable, "-c", "from ui.cli import main; main()", "mcp", *options]
    asking = {"name": "ask", "arguments": {"question": NONSENSE}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": asking}
    environment = {**os.environ, "LC_ALL": "uk_UA.UTF-8"}
    pipe = subprocess.PIPE
    with subprocess.Popen(program, stdout=pipe, stderr=pipe, text=True, env=environment) as server:
        try:
            said, _, url = server.stdout.readline().rpartition(" ")
            accepted = {"accept": "application/json, text/event-stream"}
            answer = post(f"{url.strip()}/archive/mcp", json=body, headers=accepted).json()["result"]
        finally:
            server.send_signal(signal.SIGINT)
        logged = [json.loads(line) for line in server.stderr if line.startswith("{")]
    assert said == "Джерело працює за адресою"
    assert answer["structuredContent"]["status"] == "no_answer"
    assert [(line["event"], line["outcome"], "question" in line) for line in logged] == [
        ("question", "no_answer", False)
    ]


def test_prometheus_reads_what_became_of_the_questions(index, remembering):
    pytest.importorskip("prometheus_client")
    own = Service(Assistant(LocalStore(index), remembering), QuestionQueue(waiting=-1))
    with own.assistant, serving(app_of(own, Policy("127.0.0.1"))) as url:
        before = get(f"{url}/metrics").text
        for question in (QUESTION, NONSENSE, NONSENSE):
            post(f"{url}/api/v1/ask", json={"question": question})
        lines = get(f"{url}/metrics").text.splitlines()
    own.queue.close()
    assert "dzherelo_generation 1.0" in before
    assert "dzherelo_articles 7.0" in lines
    assert 'dzherelo_questions_total{outcome="answered"} 1.0' in lines
    assert 'dzherelo_questions_total{outcome="no_answer"} 2.0' in lines
    assert 'dzherelo_question_seconds_count{stage="working"} 3.0' in lines
    for stage in ("search", "read", "quote"):  # the second time the answer is remembered
        assert f'dzherelo_stage_seconds_count{{stage="{stage}"}} 2.0' in lines
    assert not any("потяг" in line for line in lines)


def test_the_queue_reports_the_outcome_and_the_times_of_each_question():
    records = []
    queue = QuestionQueue(waiting=-1)  # one place in all
    queue.observe(records.append)

    def fail():
        raise ValueError

    async def ask():
        await queue.run(lambda: time.sleep(0.05))
        with pytest.raises(ValueError):  # noqa: PT011
            await queue.run(fail)
        full = QuestionQueue(waiting=-2)
        full.observe(records.append)
        with pytest.raises(QueueFull):
            await full.run(fail)

    in_new_loop(ask())
    queue.close()
    assert [record.outcome for record in records] == ["searched", "failed", "rejected"]
    assert records[0].working_seconds >= 0.05


def test_a_line_of_the_log_tells_the_outcome_and_the_times_and_only_on_request_the_question():
    record = QuestionRecord("no_answer", 0.25, 1.5, {"search": 0.5, "read": 0.875}, "Хто?")
    now = datetime(2026, 2, 6, 12, 30, tzinfo=UTC)
    expected = {
        "time": "2026-02-06T12:30:00.000+00:00",
        "event": "question",
        "outcome": "no_answer",
        "waiting_seconds": 0.25,
        "working_seconds": 1.5,
        "search_seconds": 0.5,
        "read_seconds": 0.875,
    }
    assert json.loads(log_line(record, now)) == expected
    assert json.loads(log_line(record, now, words=True)) == expected | {"question": "Хто?"}


def test_an_extra_that_is_not_installed_is_named_with_its_command():
    with pytest.raises(MissingExtraError, match=r"pip install 'dzherelo\[nowhere\]'"):
        require("nowhere")


def test_what_rest_answers_is_what_its_description_says(service):
    schemathesis = pytest.importorskip("schemathesis")
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    with serving(app_of(service, Policy("127.0.0.1"))) as url:
        schema = schemathesis.openapi.from_url(f"{url}/api/v1/openapi.json")
        operations = [each.ok() for each in schema.get_all_operations()]
        for operation in operations:

            @settings(max_examples=5, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            @given(operation.as_strategy())
            def call(case):
                # A question without a word in it fits the description, and cannot be asked all the same.
                case.call_and_validate(base_url=f"{url}/api/v1", excluded_checks=[positive_data_acceptance])

            call()
    assert len(operations) == 8
