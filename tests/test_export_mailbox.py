"""Mailboxes, read message by message: what is an article, what is told to be left out, and what is no mailbox."""

from email.message import EmailMessage

import pytest

from index.parsing.exports import mailbox
from test_exports import read

LETTER = "Міст через річку відкриють у четвер. Його будували чотири роки."
BEGINS = b"From 1712@example Tue Nov 04 07:00:00 +0000 2025\n"


def letter(id="a@example", text=LETTER, subject="Re: Міст", **headers):
    made = EmailMessage()
    made["From"], made["Date"] = "Ада Бортник <ada@example.org>", "Tue, 04 Nov 2025 09:00:00 +0200"
    made["Subject"], made["Message-ID"] = subject, f"<{id}>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def box(*letters):
    return b"".join(BEGINS + bytes(each) + b"\n" for each in letters)


def left_out(parsed):
    return {warning.problem.partition(": ")[2] for warning in parsed.warnings}


def test_each_message_is_an_article_with_its_sender_and_day(tmp_path):
    parsed = read(tmp_path, box(letter(), letter("b@example", "Квитки подорожчають узимку.", "Квитки")), "Архів.mbox")
    first, second = parsed.articles
    assert (first.id, first.title, first.text) == ("a@example", "Міст", LETTER)
    assert (str(first.published), first.fields) == ("2025-11-04", {"author": "Ада Бортник"})
    assert (second.id, second.text) == ("b@example", "Квитки подорожчають узимку.")
    assert parsed.warnings == ()


def test_a_line_of_a_message_that_begins_like_the_next_one_stays_in_it(tmp_path):
    text = "Dear all,\n\nFrom Monday the bridge is open, at 09:30.\n\nFrom here on it is free."
    made = box(letter(text=text)).replace(b"\nFrom Mon", b"\n>From Mon")
    [article] = read(tmp_path, made, "a.mbox").articles
    assert article.text == text


def test_what_is_left_out_of_a_mailbox_is_told(tmp_path):
    attached = letter("c@example")
    attached.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan.pdf")
    quoting = letter("d@example", f"Згода.\n\nOn Tue, 4 Nov 2025 at 09:00, Ada <ada@example.org> wrote:\n> {LETTER}\n")
    deleted = letter("e@example", X_Mozilla_Status="0009")
    kept = letter("f@example", "Лишилося в скриньці.", X_Mozilla_Status="0001")
    wordless = letter("g@example", " ")
    parsed = read(tmp_path, box(letter(), letter(), attached, quoting, deleted, wordless, kept), "a.mbox")
    assert [article.id for article in parsed.articles] == ["a@example", "c@example", "d@example", "f@example"]
    assert parsed.articles[2].text == "Згода."
    assert left_out(parsed) == {
        "messages that are saved more than once (1)",
        "attachments of messages (1)",
        "messages that others quote (1)",
        "deleted messages (1)",
        "posts without text (1)",
    }


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("X-Gmail-Labels", "Trash,Unread", "deleted messages (1)"),
        ("X-Gmail-Labels", 'Archived,"Bin"', "deleted messages (1)"),
        ("X-Gmail-Labels", "Кошик,Відкриті", "deleted messages (1)"),
        ("X-Gmail-Labels", "Spam", "spam (1)"),
        ("X-Gmail-Labels", "Непрочитані,Спам", "spam (1)"),
        ("X-Gmail-Labels", "Drafts", "drafts of messages (1)"),
        ("X-Gmail-Labels", "Чернетки", "drafts of messages (1)"),
        ("X-Gmail-Labels", "Entwürfe", "drafts of messages (1)"),
        ("X-Status", "AD", "deleted messages (1)"),
        ("X-Status", "T", "drafts of messages (1)"),
    ],
)
def test_what_gmail_or_a_server_keeps_apart_is_told_and_left_out(tmp_path, header, value, reason):
    made = letter("b@example", "Виграйте мільйон.", **{header.replace("-", "_"): value})
    parsed = read(tmp_path, box(made, letter()), "a.mbox")
    assert [article.text for article in parsed.articles] == [LETTER]
    assert left_out(parsed) == {reason}


@pytest.mark.parametrize("labels", ["Inbox,Important", "Вхідні,Кошик для бруньок", "Надіслані", "=?utf-8?Q?=FF?="])
def test_a_message_with_other_labels_is_an_article(tmp_path, labels):
    made = bytes(letter()).replace(b"Subject:", f"X-Gmail-Labels: {labels}\nSubject:".encode())
    assert [article.text for article in read(tmp_path, BEGINS + made, "a.mbox").articles] == [LETTER]


def test_a_message_that_is_too_large_is_left_out_and_the_next_is_read(tmp_path):
    long = letter("long@example", "Довгий лист.\n" * (mailbox.LARGEST_MESSAGE_BYTES // 20))
    parsed = read(tmp_path, box(long, letter()), "a.mbox")
    assert [article.id for article in parsed.articles] == ["a@example"]
    assert left_out(parsed) == {"messages of more than 32 MB (1)"}


def test_a_message_with_a_large_attachment_is_read_within_the_memory_of_the_child(tmp_path):
    large = letter()
    large.add_attachment(b"\xff" * (22 << 20), maintype="image", subtype="tiff", filename="map.tiff")
    parsed = read(tmp_path, box(large, letter("b@example")), "a.mbox")
    assert [article.text for article in parsed.articles] == [LETTER, LETTER]
    assert left_out(parsed) == {"attachments of messages (1)"}


@pytest.mark.parametrize("content", ["Це не скринька.\n", "From the editors: 12 pages\n\nText"])
def test_what_is_no_mailbox_is_skipped_with_the_reason(tmp_path, content):
    parsed = read(tmp_path, content, "a.mbox")
    assert parsed.articles == ()
    assert "is not a mailbox" in parsed.skipped[0].reason


def test_a_sentence_like_the_line_between_messages_stays_in_its_message(tmp_path):
    text = "Розклад:\n\nFrom Kyiv to Lviv the train leaves at 10:30.\n\nКвитки в касі."
    [article] = read(tmp_path, box(letter(text=text)), "a.mbox").articles
    assert article.text == text


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\n"])
def test_a_mailbox_may_begin_with_a_mark_or_blank_lines(tmp_path, before):
    [article] = read(tmp_path, before + box(letter()), "a.mbox").articles
    assert article.text == LETTER


def test_a_message_without_a_blank_line_before_it_is_read_alone(tmp_path):
    made = box(letter(), letter("b@example", "Квитки подорожчають.")).replace(b"\n\nFrom 1712", b"\nFrom 1712")
    assert [article.text for article in read(tmp_path, made, "a.mbox").articles] == [LETTER, "Квитки подорожчають."]


def test_tags_in_a_plain_message_are_its_words(tmp_path):
    mail = box(letter(text="Тег <br> ламає рядок, а &nbsp; ні.", subject="Тег <b>"))
    [article] = read(tmp_path, mail, "a.mbox").articles
    assert (article.title, article.text) == ("Тег <b>", "Тег <br> ламає рядок, а &nbsp; ні.")
