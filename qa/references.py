"""Recognises questions that can be understood without their conversation."""

from index.text.fold import folded_words

from .search_terms import ASKING

# Words that refer to something said before: personal pronouns, possessives, demonstratives, places and times.
_REFERRING = frozenset(
    folded_words("""
він вона воно вони його йому ним нім ньому нього її їй нею ній неї їх їм ними них їхній їхня їхнє їхні їхньої їхнього
цей ця це ці цього цьому цим цією цій цю цих цими той те ті того тим тією тій тієї цієї тих тими там туди звідти тоді
сам сама саме самі інші решта потім далі раніше
он она оно они его ему им нем него ее ей ею ней нее их ими них этот эта это эти этого этому этим этой эту этих этими
тот те того тем той тех там туда оттуда тогда сам сама само сами именно другие остальные потом дальше раньше
he she it they him her them his hers its their theirs this that these those there here then since one ones others both
ona ono oni jego jemu mu nim niego ją jej nią niej nimi nich ta tego temu tym tej tę tą tych tymi tam wtedy stamtąd
potem dalej wcześniej
er sie es ihn ihm ihr ihnen ihre ihren ihrem ihrer sein seine seinen seinem seiner dieser diese dieses diesem diesen
dessen deren denen dort da damals dann davon damit dazu darin daran darauf darüber
""")
)


# Shorter words name no subject.
_LEAST_LETTERS = 4


def stands_alone(question: str) -> bool:
    """Whether the text asks for something, names a subject, and has no word that refers to what was said before."""
    words = set(folded_words(question))
    names = any(len(word) >= _LEAST_LETTERS for word in words - ASKING)
    return names and bool(words & ASKING) and not words & _REFERRING
