"""Recognises search terms instead of questions: a bare name, a date, a topic of a few words."""

from index.text.fold import folded_words

from .conversation import asks_for_more
from .small_talk import small_talk
from .word_sets import word_set

MOST_WORDS = 5
_MOST_IN_NAME = 2
# Words of questions, requests and greetings, folded; a text with one of them is not a bare search.
_ASKING_WORDS = """
хто кого кому ким що чого чому чим як яка яке який які якого якої якому яку яким якою якій яких якими де куди звідки
докуди коли відколи скільки скільком скількох наскільки навіщо чи котрий котра котре котрі котрого котрої котрій
котрому нащо чий чия чиє розкажи розкажіть скажи скажіть поясни поясніть покажи покажіть знайди знайдіть дай дайте
назви
назвіть перелічи перелічіть опиши опишіть порівняй порівняйте привіт вітаю дякую бувай добрий ок так ні
кто кого кому кем что чего чему чем как какая какое какой какие какого какому каком каким какую каких какими где куда
откуда когда сколько скольким скольких насколько зачем почему ли чей чья который которая которое которого которой
расскажи скажи объясни покажи найди дай назови опиши привет здравствуйте спасибо
who whom whose what which when where why how does did is are was were can could will would should has have had do
tell explain show find give list describe compare name hello hi hey thanks thank bye please ok yes no
kto kogo komu co czego czemu czym jak jaka jakie jaki jakiego jakiej jaką jakim jakich gdzie skąd dokąd kiedy odkąd ile
ilu dlaczego czy czyj który która które którego której którym opowiedz powiedz cześć
wer wen wem wessen was welche welchem welchen welcher welches wann wo wohin woher warum weshalb wieso
wie wieviel ist sind erzähl sag hallo danke
"""
ASKING = frozenset(_ASKING_WORDS.split())
# A text of these words alone names nothing, folded.
_SMALL = word_set("""
і й та а але або не ні на у в з із зі до від по за о об про при для без над під через між би б же ж ще вже бо то це цей
ця ті той те и но или нет с из к от это тот the an of in at to and or not for by with from i w z na do od po za nie der
die das ein eine und oder nicht auf mit von zu
""")
# In longer words, only verbs of Ukrainian, Russian and Polish have these endings.
_ENDINGS = "ться тися лася лося лися вся ають яють ують юють ает ует ают уют"
_VERB_ENDINGS = tuple(_ENDINGS.split())
_LONGEST_NO_VERB = 4


def looks_like_search(question: str) -> bool:
    """Whether the text is a name, a date or a topic, and not a question: at most five words, none of them asking."""
    if asks_for_more(question) or small_talk(question):
        return False
    found = folded_words(question)
    if not 1 <= len(found) <= MOST_WORDS or "?" in question or "!" in question:
        return False
    return not (_SMALL.issuperset(found) or any(word in ASKING or _is_verb(word) for word in found))


def is_name_with_mark(question: str) -> bool:
    """Whether the text is one or two words with a mark, and no question without the mark: «Сковорода?», «Зубр!»."""
    bare = question.rstrip(" ?!")
    return question.endswith(("?", "!")) and len(folded_words(bare)) <= _MOST_IN_NAME and looks_like_search(bare)


def _is_verb(word: str) -> bool:
    return len(word) > _LONGEST_NO_VERB and word.endswith(_VERB_ENDINGS)
