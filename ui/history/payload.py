"""The stored form of an answer: JSON with a version, so that answers from other program versions can be shown.

Increase `VERSION` when `Answer`, `Citation` or `Hit` get a new field, and add its value for earlier answers below.
"""

import json
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from index.records import fields_from_json
from qa import Answer, Citation, Hit
from qa.times import TimeRange

VERSION = 6
Values = dict[str, Any]


def write_answer(answer: Answer) -> str:
    """The answer as JSON."""
    return json.dumps({"version": VERSION, **asdict(answer)}, default=str, ensure_ascii=False)


def read_answer(payload: str) -> Answer:
    """The stored answer, from any version.

    Fields that an earlier version lacked get the value that it showed; fields of a later version are left out. Versions
    before 3 did not repair questions: `repaired` stays empty. Versions before 4 did not store the question's time, and
    versions before 5 no fields of articles; versions before 6 no names of pages.
    """
    values: Values = json.loads(payload)
    if values.get("version", 1) < 2:
        _add_confidence_and_spans(values)
    for name in ("citations", "near_misses"):
        values[name] = tuple(map(_citation, values[name]))
    values["time"] = _time(values.get("time"))
    return Answer(**_known(Answer, values))


def _add_confidence_and_spans(values: Values) -> None:
    """Version 1 had one confidence for the answer, and no spans except the whole sentence.

    It lowered a further citation's confidence by the distance of its score from the first one's.
    """
    for name in ("citations", "near_misses"):
        citations: list[Values] = values[name]
        first = citations[0]["score"] if citations else 0.0
        for citation in citations:
            share = min(citation["score"] / (first or 1.0), 1.0)
            span = citation["answer_start"], citation["answer_end"]
            citation["confidence"] = values["confidence"] * share**2
            citation["span_start"], citation["span_end"] = span
            citation["spans"] = [span]


def _time(values: Values | None) -> TimeRange | None:
    if values is None:
        return None
    since, until = (date.fromisoformat(day) if (day := values[side]) else None for side in ("since", "until"))
    return TimeRange(since, until, values["kind"], values["start"], values["end"])


def _citation(values: Values) -> Citation:
    known = _known(Citation, values)
    known["spans"] = tuple((start, end) for start, end in values["spans"])
    known["also"] = tuple(Hit(**_known(Hit, hit)) for hit in values["also"])
    return Citation(**known)


def _known(record: type[Answer] | type[Hit], values: Values) -> Values:
    """The values of this record's fields, with dates parsed."""
    known = {field.name: values[field.name] for field in fields(record) if field.name in values}
    if published := known.get("published"):
        known["published"] = date.fromisoformat(published)
    if "fields" in known:
        known["fields"] = fields_from_json(known["fields"])
    return known
