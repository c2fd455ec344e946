"""The controls of a filter: days, the language, and a field with its value, chosen among those of the articles."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.generation import Generation
from ui.chat.typed_days import read_days
from ui.corpus.field_choices import FieldChoices, field_choices
from ui.history.records import Asked
from ui.texts import Texts
from ui.texts.times import days_in_words

from .article_list import languages
from .html import Html, tag, void

_NAMED = ("author", "outlet", "tags")
_SHOWN_CHARS = 60


@dataclass(frozen=True, slots=True)
class Choices:
    """What a filter offers: the languages with their numbers of articles, and the fields with their values."""

    languages: Sequence[tuple[str, int]]
    fields: Sequence[FieldChoices] = ()


def choices_of(generation: Generation) -> Choices:
    """The choices that the articles of this generation give."""
    return Choices(languages(generation), field_choices(generation.articles))


def filter_fields(choices: Choices, texts: Texts) -> list[Html]:
    """The labelled controls; without one for fields where no article has any."""
    dates = [(texts(name), void("input", type="date", name=name)) for name in ("since", "until")]
    languages = (texts("column_language"), _languages(choices.languages, texts))
    fields = [(texts("column_field"), _fields(choices.fields, texts))] if choices.fields else []
    return [labelled(label, control) for label, control in (*dates, languages, *fields)]


def labelled(label: str, control: Html) -> Html:
    """A control with its label."""
    return tag("label", tag("span", label), control)


def field_in_words(name: str, value: str, texts: Texts) -> str:
    """A field with its value, such as «автор: Ада Бортник»."""
    return texts("filtered_field", field=_name(name, texts), value=value)


def filter_in_words(asked: Asked, texts: Texts) -> str:
    """The filter of a question, such as «не раніше 1 січня 2026 р., мова: українська»; empty without one."""
    parts = []
    since, until = read_days(asked.since, asked.until)
    if since or until:
        parts.append(days_in_words(since, until, texts))
    if asked.language:
        parts.append(texts("filtered_language", language=texts.language(asked.language)))
    if asked.where:
        name, _, value = asked.where.partition("=")
        parts.append(field_in_words(name, value, texts))
    return ", ".join(parts)


def _languages(languages: Sequence[tuple[str, int]], texts: Texts) -> Html:
    options = [tag("option", texts("any_language"), value="")]
    for code, count in languages:
        name = texts.language(code)
        label = texts("filtered_language", language=name)
        options.append(tag("option", f"{name} ({texts.number(count)})", value=code, data_label=label))
    return tag("select", *options, name="language")


def _fields(fields: Sequence[FieldChoices], texts: Texts) -> Html:
    groups = [tag("optgroup", *_values(each, texts), label=_heading(each, texts)) for each in fields]
    return tag("select", tag("option", texts("any_field"), value=""), *groups, name="where")


def _values(field: FieldChoices, texts: Texts) -> list[Html]:
    return [
        tag(
            "option",
            f"{_cut(value)} ({texts.number(count)})",
            value=f"{field.name}={value}",
            data_label=field_in_words(field.name, value, texts),
        )
        for value, count in field.values
    ]


def _heading(field: FieldChoices, texts: Texts) -> str:
    """The name of the field, and how many of its values are offered if not all are."""
    name, shown = _name(field.name, texts), len(field.values)
    if shown == field.total:
        return name
    return texts("most_frequent", field=name, shown=texts.number(shown), total=texts.number(field.total))


def _name(name: str, texts: Texts) -> str:
    return texts(f"field_{name}") if name in _NAMED else name


def _cut(value: str) -> str:
    return value if len(value) <= _SHOWN_CHARS else f"{value[:_SHOWN_CHARS]}…"
