"""The people whom a document names as its authors, and not the programs that made it. It knows text only."""

import re

from index.parsing.canonical import canonical, one_line

# Names that programs, and installations of them, write there by themselves.
_NO_AUTHOR = re.compile(
    r"python-.*|steve canny|openpyxl|xlsxwriter|docx.*|apache.*|un-?named|unknown|author|автор|невідомий|неизвестный|"
    r"(?:microsoft|windows|libreoffice|openoffice|google|canva|wps)\b.*|\w?|"
    r"(?:(?:windows|home|офісний|пк) )?(?:users?|admin(?:istrator)?|owner|guest|pc|home|comp(?:uter)?|hp|asus|acer|"
    r"lenovo|dell|samsung|користувач|адмін(?:істратор)?|власник|гість|пользователь|админ(?:истратор)?|компьютер|комп’ютер)"
    r"(?:[\s_-]?(?:pc|windows|microsoft office|\d+))?",
    re.I,
)


def authors_in(stated: str) -> tuple[str, ...]:
    """The people whom a property names, with semicolons between them; nobody for the default of a program."""
    names = (one_line(canonical(name)) for name in stated.split(";"))
    return tuple(dict.fromkeys(name for name in names if not _NO_AUTHOR.fullmatch(name)))
