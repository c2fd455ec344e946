"""Metrics for Prometheus at `/metrics`: questions by outcome, their times, and the generation's age.

It needs the extra `dzherelo[metrics]`.
"""

from fastapi import FastAPI
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from ui.chat.queue import QuestionRecord

from .paths import METRICS
from .service import Service

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The metrics of one service since its start."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.registry = CollectorRegistry()
        self._questions = Counter("dzherelo_questions", "Questions by outcome.", ["outcome"], registry=self.registry)
        self._seconds = Histogram(
            "dzherelo_question_seconds",
            "Seconds that questions spent waiting in the queue and being answered.",
            ["stage"],
            registry=self.registry,
            buckets=_SECONDS,
        )
        self._stages = Histogram(
            "dzherelo_stage_seconds",
            "Seconds per stage of answering a question: search, read, quote.",
            ["stage"],
            registry=self.registry,
            buckets=_SECONDS,
        )
        self._generation = self._gauge("generation", "The number of the current generation.")
        self._published = self._gauge("generation_published_timestamp_seconds", "When it was published.")
        self._articles = self._gauge("articles", "Its articles.")
        self._passages = self._gauge("passages", "Its passages.")
        service.queue.observe(self.observe)

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(f"dzherelo_{name}", meaning, registry=self.registry)

    def observe(self, record: QuestionRecord) -> None:
        """Count a question."""
        self._questions.labels(record.outcome).inc()
        if record.outcome == "rejected":
            return
        self._seconds.labels("waiting").observe(record.waiting_seconds)
        if record.outcome != "taken_back":
            self._seconds.labels("working").observe(record.working_seconds)
        for name, seconds in record.stages.items():
            self._stages.labels(name).observe(seconds)

    def text(self) -> bytes:
        """All metrics in the Prometheus text format."""
        status = self._service.status()
        self._generation.set(status.generation)
        self._published.set(status.published_at.timestamp())
        self._articles.set(status.articles)
        self._passages.set(status.passages)
        return generate_latest(self.registry)


def mount_metrics(app: FastAPI, service: Service) -> None:
    """Serve the metrics at the path `METRICS`."""
    metrics = Metrics(service)

    @app.get(METRICS)
    def text() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)
