"""Recognises questions that can be understood without their conversation."""

import re

from index.text.fold import folded_words, words

from .search_terms import ASKING
from .word_sets import word_set

# Words that refer to something said before: personal pronouns, possessives, demonstratives, places and times.
_REFERRING = word_set("""
він вона воно вони його йому ним нім ньому нього її їй нею ній неї їх їм ними них їхній їхня їхнє їхні їхньої їхнього
цей ця це ці цього цьому цим цією цій цю цих цими той те ті того тим тією тій тієї цієї тих тими там туди звідти тоді
сам сама саме самі інші решта потім далі раніше тут сюди звідси обидва обидві обох обом двоє
он она оно они его ему им нем него ее ей ею ней нее их ими них этот эта это эти этого этому этим этой эту этих этими
тот те того тем той тех там туда оттуда тогда сам сама само сами именно другие остальные потом дальше раньше здесь сюда
отсюда оба обе обоих обеих двое двоих
he she it they him her them his hers its their theirs this that these those there here then since one ones others both
such same former latter afterwards
ona ono oni jego jemu mu nim niego ją jej nią niej nimi nich ta tego temu tym tej tę tą tych tymi tam wtedy stamtąd
potem dalej wcześniej tutaj oboje obaj
er sie es ihn ihm ihr ihnen ihre ihren ihrem ihrer sein seine seinen seinem seiner dieser diese dieses diesem diesen
dessen deren denen dort da damals dann davon damit dazu darin daran darauf darüber hier beide beiden danach solch solche
solcher solches solchen solchem selbe selben derselbe dieselbe dasselbe
""")
# Words that refer in a Polish question only; in English and German they are others.
_POLISH_REFERRING = word_set("on ten te ci ich")
_POLISH_ASKING = word_set("kto kogo komu czego czemu czym jak jaka jakie jaki gdzie kiedy ile ilu dlaczego czy")
# Words that refer, but not after the question word: «такий звір», and not «хто такий Орлик».
_SUCH = word_set("""
такий така таке такі такого такої такому таку таким такою таких такими такой такая такое такие такую такими
taki taka takie takiego takiej takich takim taką
""")
_ASKING_WHO = word_set("хто що ким чим кто что кем чем kto co kim czym to ж же")
# Words that refer at the end of a question only.
_REFERRING_LAST = word_set("після после next after before das dies")
_SO_A = re.compile(r"\bso\s+eine?\w?\b", re.IGNORECASE)
# Shorter words name no subject.
_LEAST_LETTERS = 4
# Nor do verbs and participles; only words without a capital are compared.
_VERB = re.compile(
    r"\w*(?:[аиоуюяї]вся|л[аоиі]с[яь]|лся|ться|тся|[аиуюя]в|[аиіуюя]л[аои])|помер|умер|вмер|зник|виник|погиб|жили?"
    r"|\w{3,}(?:[ую]ван|ован|ен|ан|ян|ут)(?:ий|о|ый)|\w{3,}(?:ован|юван|[жчшщдрт]ен)(?:а|е|і|ы|ая|ое|ые)"
    r"|\w{2,}ed|born|built|began|begins?|ends?|dies?|happens?|costs?|lives?|means?|works?|made|next|after|before"
    r"|\w{2,}ł|\w+[aiyę]ł[aoy]|\w+[aiy]li|\w{3,}[ao]n[yao]"
    r"|ge\w{3,}(?:t|en)|starb|geschah|begann|\w{3,}te|erfand|wurden?|waren"
)


def stands_alone(question: str) -> bool:
    """Whether the text asks for something, names a subject, and has no word that refers to what was said before."""
    found = [(question[start:end], word) for start, end, word in words(question)]
    folded = [word for _, word in found]
    names = any(_may_be_subject(*each) for each in found)
    return names and not ASKING.isdisjoint(folded) and not refers(question)


def _may_be_subject(written: str, word: str) -> bool:
    """Whether the word can name what is asked about; a verb alone leaves it to the conversation: «Де похований?»."""
    if len(word) < _LEAST_LETTERS or word in ASKING:
        return False
    return not (written.islower() and _VERB.fullmatch(word))


def refers(question: str) -> bool:
    """Whether a word of the text refers to what was said before."""
    folded = folded_words(question)
    referring = _REFERRING if _POLISH_ASKING.isdisjoint(folded) else _REFERRING | _POLISH_REFERRING
    if not referring.isdisjoint(folded) or not _REFERRING_LAST.isdisjoint(folded[-1:]) or _SO_A.search(question):
        return True
    such = [place for place, word in enumerate(folded) if word in _SUCH]
    return any(not place or folded[place - 1] not in _ASKING_WHO for place in such)
