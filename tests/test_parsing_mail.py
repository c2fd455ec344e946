"""Which words of a letter are its sender's own."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from index.parsing import CorpusFile, Parsed, parse_file
from index.parsing.mail.quotes import MailText, own_words
from support.office_files import msg
from support.pace import at_most

OWN = "Пасіку перевеземо на гречку в суботу.\n\nЗа місце просять 400 грн з вулика."
OTHERS = "Скільки просять за місце?\nЯ чув, що 900 грн."
INTRODUCTIONS = [
    "пт, 5 трав. 2023 р. о 10:15 Остап Вишняк <ostap@example.org> пише:",
    "05.05.23 10:15, Остап Вишняк пише:",
    '5 травня 2023, 10:15:20, від "Остап Вишняк" <ostap@example.org>:',
    "5 травня 2023 р. о 10:15 Остап Вишняк написав(-ла):",
    "Остап Вишняк написав:",
    "On Fri, May 5, 2023 at 10:15 AM Остап Вишняк\n<ostap@example.org> wrote:",
    "On 2023-05-05 10:15, Ostap wrote:",
    "Пятница, 5 мая 2023, 10:15 +03:00 от Остап <ostap@example.org>:",
    "Am 05.05.2023 um 10:15 schrieb Ostap Wyschnjak:",
    "W dniu 5.05.2023 o 10:15, Ostap pisze:",
]
HEADERS = [
    "Від: Остап Вишняк <ostap@example.org>\nНадіслано: 5 травня 2023 р. 10:15\nКому: Ірина\nТема: Кочівля",
    "From: Ostap <ostap@example.org>\nSent: Friday, May 5, 2023 10:15 AM\nTo: Iryna\nSubject: Honey",
    "*От:* Остап\n*Дата:* 5 мая 2023\n*Кому:* Ирина\n*Тема:* Мёд",
    "-----Original Message-----\nFrom: Ostap\nSent: Friday\nTo: Iryna",
    "-----Оригінальне повідомлення-----\nОстап питав про місце.",
    "________________________________\nВід кого: Остап\nДата: 5.05.2023\nКому: Ірина",
]


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def read(folder: Path, data: bytes, name: str = "a.eml") -> Parsed:
    path = folder / name
    path.write_bytes(data)
    status = path.stat()
    return parse_file(CorpusFile(name, path, status.st_size, status.st_mtime_ns))


def letter(text: str, subject: str = "Re: Кочівля", kind: str = "plain") -> bytes:
    message = EmailMessage()
    message["From"] = "Ірина Ґудзь <iryna@example.org>"
    message["Subject"] = subject
    message.set_content(text, subtype=kind)
    return bytes(message)


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_a_quoted_letter_is_left_out_with_the_line_that_introduces_it(introduction):
    above = own_words(f"{OWN}\n\n{introduction}\n\n{quoted(OTHERS)}\n", "Re: Кочівля")
    below = own_words(f"{introduction}\n{quoted(quoted(OTHERS))}\n\n{OWN}", "")
    assert (above.text, above.quotes) == (below.text, below.quotes) == (OWN, True)


@pytest.mark.parametrize("introduction", [line for line in INTRODUCTIONS if "@" in line])
def test_a_letter_that_follows_without_marks_goes_on_to_the_end(introduction):
    assert own_words(f"{OWN}\n\n{introduction}\n{OTHERS}", "").text == OWN


@pytest.mark.parametrize("headers", HEADERS)
def test_a_letter_below_its_headers_goes_on_to_the_end(headers):
    found = own_words(f"{OWN}\n\n{headers}\n\n{OTHERS}", "RE: Кочівля")
    assert (found.text, found.quotes, found.others) == (OWN, True, ())


def test_answers_between_quoted_lines_stay_in_their_order():
    text = "> Скільки просять за місце?\n400 грн з вулика.\n\n> Я чув, що 900 грн.\nНі, це торік."
    assert own_words(text, "").text == "400 грн з вулика.\n\nНі, це торік."


@pytest.mark.parametrize(
    "end",
    [
        "-- \nІрина Ґудзь\nСпілка пасічників, тел. 044 123 45 67",
        "--\nІрина",
        "З повагою,\nІрина Ґудзь\n\nголова спілки",
        "З найкращими побажаннями, Ірина",
        "С уважением,\nИрина Гудзь",
        "Best regards,\nIryna Gudz\n+380 44 123 45 67",
        "Надіслано з iPhone",
        "Sent from my Galaxy",
        "-- \nІрина\n\nЦей лист і вкладення конфіденційні та призначені лише адресатові.\n\nПовідомте нас про помилку.",
        "Інформація в цьому повідомленні є конфіденційною. Якщо Ви не є одержувачем, видаліть його.",
        "CONFIDENTIALITY NOTICE: this message is privileged.\n\nIf you are not the intended recipient, delete it.",
    ],
)
def test_signatures_and_disclaimers_are_no_words_of_the_letter(end):
    found = own_words(f"{OWN}\n\n{end}\n", "Кочівля")
    assert (found.text, found.quotes) == (OWN, False)
    assert own_words(f"{OWN}\n\n{end}\n\n{INTRODUCTIONS[0]}\n\n{quoted(OTHERS)}", "Re: Кочівля").text == OWN


@pytest.mark.parametrize(
    "text",
    [
        "Ціни з 1 травня.\n\nВід: 300 грн\nНайбільше: 900 грн\nДата поставки: 5 травня",
        "Остап пише:\n\n«Місце коштує 900 грн.»",
        "5 травня о 10:15 Остап написав:\n\nмісце коштує 900 грн.",
        "Привіт!\n\n- 20 вуликів\n- 3 рамки\n\n-- умови ті самі",
        "З повагою ставлюся до бджіл.\n\nТому пасіку везу вночі, коли бджоли сплять.",
        "Везу в суботу.\n\nЗ повагою,\nІрина\n\nP.S. За місце просять 400 грн.",
        "Цей лист конфіденційний: за місце просять 400 грн.",
        ">From a hive of bees I know the price.",
    ],
)
def test_words_of_the_sender_that_look_alike_stay(text):
    assert own_words(text, "Ціни") == MailText(text)


@pytest.mark.parametrize(
    "text",
    [quoted(OTHERS), f"{INTRODUCTIONS[0]}\n{quoted(OTHERS)}", f"{HEADERS[0]}\n\n{OTHERS}", "-- \nІрина Ґудзь"],
)
def test_a_letter_that_says_nothing_else_is_kept_whole(text):
    found = own_words(text, "Re: Кочівля")
    assert (found.text, found.quotes) == (text, False)
    assert found.forwards == ("Ірина Ґудзь" not in text)


FORWARDS = ["---------- Forwarded message ---------", "-------- Переслане повідомлення --------", ""]


@pytest.mark.parametrize("mark", FORWARDS)
def test_a_forwarded_letter_stays_and_its_writer_is_an_author(tmp_path, mark):
    below = f"{mark}\n{HEADERS[0]}\n\n{OTHERS}".strip()
    [both] = read(tmp_path, letter(f"Дивіться лист Остапа.\n\n-- \nІрина\n\n{below}", "FW: Кочівля")).articles
    assert both.text == f"Дивіться лист Остапа.\n\n{below}"
    assert both.fields == {"author": ("Ірина Ґудзь", "Остап Вишняк")}
    [alone] = read(tmp_path, letter(below, "FW: Кочівля")).articles
    assert (alone.text, alone.fields) == (below, {"author": "Остап Вишняк"})


def test_what_was_left_out_is_told_and_the_author_is_the_sender(tmp_path):
    reading = read(tmp_path, letter(f"{OWN}\n\n{INTRODUCTIONS[0]}\n{quoted(OTHERS)}"))
    [found] = reading.articles
    assert (found.text, found.fields) == (OWN, {"author": "Ірина Ґудзь"})
    assert [(warned.kind, warned.problem) for warned in reading.warnings] == [
        ("left out", "quotes other messages, which were left out")
    ]
    assert read(tmp_path, letter(OWN)).warnings == ()


def test_a_message_of_outlook_is_read_alike(tmp_path):
    body = f"{OWN}\r\n\r\n{HEADERS[0]}\r\n\r\n{OTHERS}"
    [found] = read(tmp_path, msg({0x37: "RE: Кочівля", 0x1000: body, 0x0C1A: "Ірина"}, 1), "a.msg").articles
    assert found.text == OWN


@pytest.mark.parametrize(
    "quote",
    [
        "<div class=gmail_quote><div class=gmail_attr>{0}</div><blockquote class=gmail_quote>{1}</blockquote></div>",
        "<div class=moz-cite-prefix>{0}</div><blockquote type=cite><p>{1}</p><blockquote type=cite>1<br>2</blockquote>"
        "</blockquote>",
        "<blockquote style='border-left: 1px solid #ccc'>{0}<br>{1}</blockquote>",
    ],
)
def test_a_letter_quoted_in_html_is_left_out_above_and_below_the_answer(tmp_path, quote):
    block = quote.format(INTRODUCTIONS[1], OTHERS.replace("\n", "<br>"))
    own = "".join(f"<p>{part}</p>" for part in OWN.split("\n\n"))
    for page in (f"<div>{own}</div>{block}", f"{block}<div>{own}</div>"):
        assert [found.text for found in read(tmp_path, letter(page, kind="html")).articles] == [OWN]


def test_long_letters_are_read_in_time():
    with at_most(5):
        for line in ("a@" * 40, "> :", "Від:", "пише:", "--", "З повагою", "a. " * 9, "це повідомлення"):
            own_words(f"{line}\n\n" * 5_000 + ":" * 9_000 + "a" * 9_000 + ":", "")


def test_a_block_that_the_sender_quotes_himself_stays(tmp_path):
    page = f"<p>У законі сказано:</p><blockquote>{OWN}</blockquote>"
    [found] = read(tmp_path, letter(page, kind="html")).articles
    assert found.text == f"У законі сказано:\n\n{OWN}"


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Re: Fwd: Кочівля на гречку", "Кочівля на гречку"),
        ("RE[2]: FW: re: Кочівля на гречку", "Кочівля на гречку"),
        ("НА: Пер: Кочівля на гречку", "Кочівля на гречку"),
        ("AW: WG: Wanderung der Bienen", "Wanderung der Bienen"),
        ("Odp: PD: Wędrówka pszczół", "Wędrówka pszczół"),
        ("Реклама: мед з гречки", "Реклама: мед з гречки"),
        ("На: гречку", "На: гречку"),
        ("Re: ", OWN.split(".")[0]),
    ],
)
def test_the_title_is_the_subject_without_what_mail_programs_add(tmp_path, subject, title):
    [found] = read(tmp_path, letter(OWN, subject)).articles
    assert found.title == title


def test_the_title_of_a_message_of_outlook_is_its_subject_alike(tmp_path):
    data = msg({0x37: "RE: FW: Кочівля", 0x1000: OWN, 0x0C1A: "Ірина"}, 1)
    assert [found.title for found in read(tmp_path, data, "a.msg").articles] == ["Кочівля"]


def test_every_text_of_a_letter_is_read_and_every_file_in_it_named(tmp_path):
    message = EmailMessage()
    message["From"] = "Ірина Ґудзь <iryna@example.org>"
    message.set_content("Дивіться вулик.")
    message.add_alternative('<p>Дивіться вулик.</p><img src="cid:logo">', subtype="html")
    message.get_payload(1).add_related(
        b"x", "image", "png", cid="<logo>", filename="image001.png", disposition="inline"
    )
    message.add_attachment(b"x", "image", "jpeg", filename="вулик.jpg", disposition="inline")
    below = EmailMessage()
    below.set_content("А це пасіка.")
    message.attach(below)
    outer = EmailMessage()
    outer["From"] = message["From"]
    outer["Content-Type"] = "multipart/signed"
    outer.attach(message)
    outer.attach(EmailMessage())
    outer.get_payload(1).set_content(b"x", "application", "pkcs7-signature", filename="smime.p7s")
    for data in (bytes(message), bytes(outer)):
        reading = read(tmp_path, data)
        signed = ", smime.p7s" if data == bytes(outer) else ""
        assert [found.text for found in reading.articles] == ["Дивіться вулик.\n\nА це пасіка."]
        assert [warned.problem for warned in reading.warnings] == [
            f"has attachments that were not read: {1 + bool(signed)} (вулик.jpg{signed})"
        ]


# Whether the open bracket is closed differs between versions of Python.
@pytest.mark.parametrize(("sender", "authors"), [('"', [None]), ("<>", [None]), ("a@[b", ["a@[b]", "a@[b"])])
def test_a_malformed_header_costs_no_letter(tmp_path, sender, authors):
    data = f"From: {sender}\nMessage-ID: <[>\nSubject: Re: Мед\n\n{OWN}\n".encode()
    [found] = read(tmp_path, data).articles
    assert (found.text, found.title) == (OWN, "Мед")
    assert found.fields.get("author") in authors


def test_a_head_of_html_needs_no_end(tmp_path):
    page = f"<html><head><title>Мед</title><style>p {{}}</style><body><p>{OWN}</p></body></html>"
    assert [found.text for found in read(tmp_path, letter(page, kind="html")).articles] == [OWN]


FOOTERS = [
    "_______________________________________________\nГромада mailing list\nhromada@lists.example.org\n"
    "https://lists.example.org/mailman/listinfo/hromada",
    "----------\nЩоб відписатися, напишіть на hromada@lists.example.org",
    "==========================\nTo unsubscribe send a mail to hromada@lists.example.org",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_the_footer_of_a_mailing_list_is_left_out(footer):
    assert own_words(f"{OWN}\n\n{footer}\n", "[Громада] Кочівля").text == OWN


@pytest.mark.parametrize(
    "text", [f"{OWN}\n\n__________\nКвиток: 40 грн\nДіти: 20 грн", f"{FOOTERS[0]}", f"Про mailing list.\n\n{OWN}"]
)
def test_other_words_below_a_rule_stay(text):
    assert own_words(text, "").text == text


def _with_letter(text: str, *inner: EmailMessage) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ірина Ґудзь <iryna@example.org>", "Пасіка"
    message.set_content(text)
    for each in inner:
        message.add_attachment(each)
    return message


def test_a_letter_attached_to_a_letter_is_read_and_its_sender_is_an_author(tmp_path):
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Остап Вишняк <ostap@example.org>", "Re: Кочівля"
    inner.set_content(f"{OWN}\n\n> Коли перевеземо?\n")
    inner.add_attachment(b"x", "image", "jpeg", filename="вулик.jpg")
    own, alone = _with_letter("Остап про гречку.", inner), _with_letter("", inner)
    [found] = (reading := read(tmp_path, bytes(_with_letter("Дивіться листа.", own)))).articles
    assert found.text == f"Дивіться листа.\n\nОстап про гречку.\n\nКочівля\n\n{OWN}"
    assert (found.title, found.fields) == ("Пасіка", {"author": ("Ірина Ґудзь", "Остап Вишняк")})
    assert [warned.problem for warned in reading.warnings] == [
        "quotes other messages, which were left out",
        "has attachments that were not read: 1 (вулик.jpg)",
    ]
    [found] = read(tmp_path, bytes(alone)).articles
    assert (found.text, found.fields) == (f"Кочівля\n\n{OWN}", {"author": "Остап Вишняк"})


def test_letters_nested_deeply_or_without_text_are_named(tmp_path):
    empty = EmailMessage()
    empty["Subject"] = "Порожній"
    nested = _with_letter(OWN, empty)
    for number in range(8):
        nested = _with_letter(f"Лист {number}.", nested)
    [found] = (reading := read(tmp_path, bytes(nested))).articles
    assert found.text == "\n\n".join(f"Лист {number}." for number in range(7, 1, -1))
    assert [warned.problem for warned in reading.warnings] == ["has attachments that were not read: 1 (Пасіка)"]
    assert "1 (Порожній)" in read(tmp_path, bytes(_with_letter(OWN, empty))).warnings[0].problem
