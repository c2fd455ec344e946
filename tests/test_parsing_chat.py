"""Chats that messengers save as plain text."""

from datetime import date
from pathlib import Path

import pytest

from index.parsing import CorpusFile, parse_file
from index.parsing.chat_text import chat_day

DAY = date(2024, 3, 5)
WHATSAPP = (
    "05.03.2024, 10:15 - Повідомлення захищено наскрізним шифруванням. Торкніться, щоб дізнатися більше.\n"
    "05.03.2024, 10:17 - Леся Горова: Збори в четвер о 18:00 у кабінеті 12.\n"
    "05.03.2024, 10:21 - Іван Сірко: Скільки здаємо на екскурсію?\n"
    "05.03.2024, 10:22 - Леся Горова: По 350 грн з дитини.\nДо п’ятниці.\n"
)
PHONE = (
    "\u200e[05.03.24, 10:17:03] Леся Горова: Збори в четвер.\n[05.03.24, 10:21:44] Іван: Скільки здаємо?\n"
    "[06.03.24, 8:22:10] Леся Горова: По 350 грн.\n"
)
VIBER = (
    "[ 5 березня 2024 р. 10:17 ] Леся Горова: Збори в четвер.\n[ 5 березня 2024 р. 10:21 ] Іван: Скільки?\n"
    "[ 5 березня 2024 р. 10:22 ] Леся Горова: По 350 грн.\n"
)


@pytest.mark.parametrize("text", [WHATSAPP, PHONE, VIBER])
def test_a_chat_has_the_name_of_its_file_and_the_day_of_its_first_message(tmp_path: Path, text):
    path = tmp_path / "Чат з 5 класом.txt"
    path.write_text(text, encoding="utf-8")
    status = path.stat()
    [found] = parse_file(CorpusFile(path.name, path, status.st_size, status.st_mtime_ns)).articles
    assert (found.title, found.published, found.text) == ("Чат з 5 класом", DAY, text)


@pytest.mark.parametrize(
    "text",
    [
        "05.03.2024, 10:17 - Леся: Збори в четвер.\nДо зустрічі!\n",
        "Програма\n05.03.2024, 10:00 – відкриття\n05.03.2024, 11:00 – доповіді\n05.03.2024, 13:00 – обід\n",
        "5 березня 2024 року о 10:15 відкрили міст.\n" * 5,
        "10:17 Леся: Збори.\n" * 5,
        "",
    ],
)
def test_programmes_and_prose_are_no_chats(text):
    assert chat_day(text) is None
