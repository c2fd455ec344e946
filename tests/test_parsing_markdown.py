"""Markdown of vaults, blogs, read-me files and pandoc: only what a reader sees becomes the article's text."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.parsing.advice import advice_for
from index.parsing.markdown.document import read_markdown
from index.passages.sentences import heading_spans
from support.parsed import article, parsed


def text_of(markdown: str) -> str:
    return read_markdown(f"# Назва\n\n{markdown}\n").text


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("*Ганна* __Мороз__ і ***Омелько*** Жук.", "Ганна Мороз і Омелько Жук."),
        ("Змінна some_long_name і 2 * 3 * 4, 5\\*6, \\_так\\_.", "Змінна some_long_name і 2 * 3 * 4, 5*6, _так_."),
        ("Сайт [Лози](https://l.example/a_(b) 'Лоза') і [пасіка][p].\n\n[p]: https://p.example", "Сайт Лози і пасіка."),
        ("Адреса <https://l.example/a_b>, пошта <a@l.example>.", "Адреса https://l.example/a_b, пошта a@l.example."),
        ("Ціна&nbsp;5&ndash;7 грн &lt;нова&gt;.", "Ціна\xa05–7 грн <нова>."),
        ("Команда `loza *serve*` і ``a`b``.", "Команда loza *serve* і a`b."),
        ("Було<!-- ні --> так.\n<!--\nчернетка\n\nдруга\n-->\nЄ так.", "Було так.\n\nЄ так."),
        ("Перший рядок  \nдругий\\\nтретій<br>четвертий.", "Перший рядок\nдругий\nтретій\nчетвертий."),
        ("Площа 5 м<sup>2</sup>, H<sub>2</sub>O, <kbd>Ctrl</kbd>.", "Площа 5 м², H₂O, Ctrl."),
        ("> Бджоли\n> гудуть.\n>\n> > Джмелі ні.", "Бджоли\nгудуть.\n\nДжмелі ні."),
        ("Вище.\n\n***\n\nНижче.", "Вище.\n\nНижче."),
        ("* один\n* два\n  далі\n\n  1. три\n  2. чотири", "- один\n\n- два\n  далі\n\n  1. три\n  2. чотири"),
        ("7) сім\n8) вісім\n   - дев'ять", "7) сім\n8) вісім\n   - дев'ять"),
        ("| Рік | Мед |\n|:---|---:|\n| **2023** | 12 `кг` |\n| | |", "Рік | Мед\n2023 | 12 кг"),
        ("~~~yaml\nport: 9100\n\n  a: '*b*'\n~~~", "port: 9100\n\n  a: '*b*'"),
        ("Мед ~~180~~ 210 грн, віск <s>90</s> <ins>95</ins> грн.", "Мед  210 грн, віск  95 грн."),
        ("Рамка 2*3*4 см.", "Рамка 2*3*4 см."),
        ("5. п'ять\n3. три\n\n7. сім", "5. п'ять\n\n3. три\n\n7. сім"),
        ("4. чотири\n4. далі\n1. один\n1. два", "4. чотири\n5. далі\n1. один\n2. два"),
        (
            "![Вулик діда Омелька](v.jpg)\n\n[![значок](b.svg)](https://b.example) ![v](v.svg) Так.",
            "Вулик діда Омелька\n\nТак.",
        ),
        (
            "    Це *абзац*, як у книжці,\nі далі.\n\n\tДругий\nтакож.",
            "Це абзац, як у книжці,\nі далі.\n\nДругий\nтакож.",
        ),
        (
            "\tОдин дуже довгий рядок прози зі словами та *наголосом* тут.",
            "Один дуже довгий рядок прози зі словами та наголосом тут.",
        ),
        ("    a = *b*\n    c = d\n\nТак.", "a = *b*\nc = d\n\nТак."),
        ("![знак](a.png)\n\nТак.", "Так."),
        (
            "<div align='center'>\n<p>Гей&nbsp;<b>там</b></p>\n</div>\n\n<script>\nalert(1)\n\n</script>\n\nТак.",
            "Гей\xa0там\n\nТак.",
        ),
        ("<table><tr><th>Рік</th><th>Мед</th></tr><tr><td>2023</td><td>12</td></tr></table>", "Рік | Мед\n2023 | 12"),
    ],
)
def test_marks_of_markdown_are_no_text(markdown, seen):
    assert text_of(markdown) == seen


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("З [[Верховина|Верховини]] до [[Устеріки]], див. [[#Пороги]].", "З Верховини до Устеріки, див. Пороги."),
        ("![[мапа.png|300]]\n\nПоріг ==дуже **важкий**==, a==b. ^porih", "Поріг дуже важкий, a==b."),
        ("Було %% перевірити\nрік %%так, 5% з 10%.", "Було так, 5% з 10%."),
        ("> [!tip]- Коли пливти\n> У *травні*.", "Коли пливти\nУ травні."),
        ("> [!NOTE]\n> У травні.", "У травні."),
        ("{{< figure src='y.jpg' >}}\n\nБуло{{% вставка %}} так.{% raw %} {{ рік }}", "Було так. {{ рік }}"),
        ("{: .lead}\nТак.[^1]{.x}\n\n![карта річки](m.png){width=50%}", "Так.¹\n\nкарта річки"),
        (':::warning\nПоріг небезпечний.\n:::\n\n!!! note "Увага"\n\nТак.', "Поріг небезпечний.\n\nУвага\n\nТак."),
        (
            '??? tip "Де мед?"\n\n=== "Літо"\n    Тут.\n\nВіск\n:   із сот.\n\n\\newpage',
            "Де мед?\n\nЛіто\nТут.\n\nВіск\nіз сот.",
        ),
        ('{{< figure src="v.jpg" caption="Вулик узимку" >}}', "Вулик узимку"),
        ("Об'єм 30 м^3^, H~2~O, близько ~5 км і ~6 км, ^_^.", "Об'єм 30 м³, H₂O, близько ~5 км і ~6 км, ^_^."),
        ("Формула $a_1 * b_1 * c$ і $$\\{x\\}$$, 5$ чи *10*$.", "Формула $a_1 * b_1 * c$ і $$\\{x\\}$$, 5$ чи 10$."),
        ("[[toc]]\n\n[TOC]\n\nТак.", "Так."),
        ("Так^[За *довідником*.].", "Так (За довідником.)."),
    ],
)
def test_forms_of_vaults_blogs_and_pandoc_are_no_text_either(markdown, seen):
    assert text_of(markdown) == seen


def test_footnotes_are_raised_numbers_and_paragraphs_of_their_own():
    text = text_of(
        "Пливли 5 км[^a] у 1987[^b]. Набір [^a-z] – ні.[^a]\n\n[^b]: https://b.example — *звіт*.\n[^a]: За мапою."
    )
    assert text == (
        "Пливли 5 км\u202f¹ у 1987\u202f². Набір [^a-z] – ні.¹\n\n² https://b.example — звіт.\n\n¹ За мапою."
    )
    assert text_of("Так[^12] і[^x].\n\n[^12]: Ось.") == "Так\u202f¹² і[^x].\n\n¹² Ось."


def test_headings_of_both_kinds_are_known_as_headings_and_nothing_else_is():
    text = text_of(
        "Пороги {#p}\n---------\nТак.\n\n### *Гук* [[Гук|водоспад]] ###\n\nОсь\nтак\n---\n\nКінець.\n---\n\n"
        "```sh\n# коментар\nключ\n---\n```\n\n\\# не заголовок\n\n- ## у списку\n\n<h3>З HTML</h3>\n"
    )
    assert [text[start:end] for start, end in heading_spans(text)] == ["## Пороги", "### Гук водоспад", "### З HTML"]
    for kept in ("Ось\nтак", "Кінець.", "# коментар\nключ\n ---", "# не заголовок", "у списку"):
        assert kept in text


@pytest.mark.parametrize(
    ("markdown", "title", "text"),
    [
        ("Сплав *Черемошем*\n-----\n\nТак.", "Сплав Черемошем", "Так."),
        ("<!-- x -->\n[![b](b.svg)](https://b.example)\n\n## Сплав\n\nТак.", "Сплав", "Так."),
        ('<h1 align="center">Сплав</h1>\n\nТак.', "Сплав", "Так."),
        ("---\ntitle: Інша\n---\n# Сплав\n\nТак.", "Інша", "# Сплав\n\nТак."),
        ("Вступ.\n\n# Сплав\n\nТак.", "Сплав", "Вступ.\n\n# Сплав\n\nТак."),
        ("**Ми** пливли вниз. Так.", "Ми пливли вниз. Так", "Ми пливли вниз. Так."),
    ],
)
def test_the_title_is_the_first_heading_as_a_reader_sees_it(markdown, title, text):
    draft = read_markdown(markdown)
    assert (draft.title, draft.text) == (title, text)


def test_the_title_lines_of_pandoc_are_fields():
    draft = read_markdown("% Сплав Черемошем\n% Ада Бортник\n% 15 березня 2024\n\nТак.")
    assert (draft.title, draft.published, draft.fields["author"]) == (
        "Сплав Черемошем",
        date(2024, 3, 15),
        "Ада Бортник",
    )
    assert draft.text == "Так."
    assert read_markdown("% Сплав\n\nТак.").title == "Сплав"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("абвґ 1,!?—«»\u0301\u00ad", min_size=1, max_size=40), max_size=12))
def test_lines_without_signs_keep_all_their_words(lines):
    found = read_markdown("\n".join(lines))
    assert "".join(found.text.split()) == "".join("\n".join(lines).split())


@settings(max_examples=200, deadline=None)
@given(st.text('аб 1\n\t#*_`[]()!<>|-=+~^$%:{}\\&";/x', max_size=120))
def test_any_signs_give_text_of_these_characters(text):
    found = read_markdown(text).text
    assert found == found.strip("\n")
    assert len(re.findall("[аб]", found)) <= len(re.findall("[аб]", text))


def test_a_heading_that_is_only_a_kind_or_too_long_for_a_title_stays_in_the_text():
    kind = read_markdown("# ОГОЛОШЕННЯ\n\n## Сплав Черемошем\n\nТак.")
    assert (kind.title, kind.text) == ("Сплав Черемошем", "# ОГОЛОШЕННЯ\n\n## Сплав Черемошем\n\nТак.")
    stated = read_markdown("---\ntitle: Новини\n---\nСплав Черемошем\n\nМи пливли вниз. Так.")
    assert stated.title == "Сплав Черемошем"
    long = "Про порядок сплаву " * 15 + "Черемошем"
    found = read_markdown(f"# {long}\n\nТак.")
    assert found.title.endswith("…")
    assert found.text == f"# {long}\n\nТак."


def test_mdx_is_read_as_the_page_that_it_makes(tmp_path):
    mdx = (
        "---\ntitle: Пасіка\ndate: 2024-03-15\n---\nimport { Box } from 'x'\nexport const size = {\n  a: 1,\n}\n\n"
        '{/* потім */}\n<Box title="Увага" sizes={[1, {a: 2}]}>\n  Бджоли гудуть.\n</Box>\n\n'
        "Мед коштує <Price value={30} />тридцять гривень.\n\n<p style={{color: 'red'}}>Віск ні.</p>\n\n"
        "```jsx\nimport a from 'b'\n<Box/>\n```\n\nРамку дає `<Box>`."
    )
    found = article(tmp_path, "a.mdx", mdx)
    assert (found.title, found.published) == ("Пасіка", date(2024, 3, 15))
    assert found.text == (
        "Увага\n\nБджоли гудуть.\n\nМед коштує тридцять гривень.\n\nВіск ні.\n\n"
        "import a from 'b'\n<Box/>\n\nРамку дає <Box>."
    )


@pytest.mark.parametrize("front", ["---\ndraft: true\n---", "+++\ndraft = true\n+++", "---\npublished: false\n---"])
def test_a_draft_is_left_out_and_named(tmp_path, front):
    [skipped] = parsed(tmp_path, "a.md", f"{front}\nБджоли гудуть.\n").skipped
    assert (skipped.file, skipped.reason) == ("a.md", "is a draft, as its front matter says")
    assert advice_for(skipped) == "Publish it, or take it out of the folder"
    assert article(tmp_path, "b.md", "---\ndraft: false\nstatus: draft\n---\nБджоли гудуть.\n").text


def test_the_properties_of_logseq_are_fields(tmp_path):
    found = article(tmp_path, "a.md", "title:: Пасіка\ntags:: мед, віск\ndate:: 2024-03-15\n\n- Бджоли гудуть.\n")
    assert (found.title, found.published, found.text) == ("Пасіка", date(2024, 3, 15), "- Бджоли гудуть.")
    assert found.fields == {"tags": ("мед", "віск")}
