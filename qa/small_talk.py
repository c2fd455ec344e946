"""Recognises small talk: greetings, thanks, and questions about the program itself, for which no article is searched.

The rules match whole messages only; a message with one more word is a question. No index is needed.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from index.text.fold import folded_words

Talk = Literal["greeting", "thanks", "farewell", "assent", "abilities", "articles", "wording"]

# Phrases by kind, in Ukrainian, Russian, English, Polish and German. Phrases that may ask about an article are left out
# ("how does it work", or "how many articles are there" after a question about a constitution).
_SOCIAL: dict[Talk, str] = {
    "greeting": """
        привіт; вітаю; добрий день; доброго дня; добридень; добрий вечір; доброго вечора; добрий ранок; доброго
        ранку; здрастуйте; як справи; як ся маєш; привет; приветствую; здравствуй; здравствуйте; добрый день; добрый
        вечер; доброе утро; как дела; hi; hello; hey; hi there; hello there; good morning; good afternoon; good
        evening; how are you; cześć; hej; witam; witaj; dzień dobry; dobry wieczór; jak się masz; hallo; moin;
        servus; guten tag; guten morgen; guten abend; grüß gott; wie geht es dir; wie geht es ihnen; всім привіт;
        привіт всім; привіт усім; усім привіт; вітаю вас; вітаю всіх; хай; хелло; хелоу; привітик; приві; доброго
        здоров'я; доброї доби; доброго часу доби; здоровенькі були; як твої справи; як ваші справи; як життя; як
        настрій; що робиш; чим займаєшся; ти тут; є хтось; є тут хтось; алло; агов; здрасті; приветик; доброго
        времени суток; как твои дела; как жизнь; что делаешь; ты тут; pryvit; privit; privet; hiya; hey there; hello
        everyone; hi everyone; good day; howdy; greetings; what's up; how's it going; how are you doing; how do you
        do; anybody here; is anyone there; co słychać; jak leci; co u ciebie; siema; wie geht's; wie geht's dir;
        hallo zusammen
    """,
    "thanks": """
        дякую; дуже дякую; щиро дякую; дуже вам дякую; дякую вам; дякую тобі; спасибі; велике спасибі; дякую за
        допомогу; дякую за відповідь; спасибо; большое спасибо; спасибо большое; благодарю; спасибо за помощь;
        спасибо за ответ; thanks; thank you; thx; cheers; thanks a lot; many thanks; thank you very much; thank you
        so much; thanks for your help; dziękuję; dzięki; dziękuję bardzo; bardzo dziękuję; wielkie dzięki; dziękuję
        za pomoc; danke; danke schön; dankeschön; danke sehr; vielen dank; besten dank; danke für die hilfe; дуже
        допоміг; дуже допомогла; дуже допомогли; дуже допомогло; дуже корисно; це дуже допомогло; ти молодець; ви
        молодці; молодець; очень помог; очень помогла; очень помогли; очень помогло; очень полезно; ты молодец;
        молодец; very helpful; that was helpful; that helped; that helps; that helps a lot; you helped me a lot;
        well done; bardzo pomocne; bardzo mi pomogłeś; to pomogło; sehr hilfreich; das war hilfreich; das hat
        geholfen; дякую за інформацію; дякую за роботу; дякую за пояснення; велике дякую; дякую велике; дякую щиро;
        красно дякую; спасибі велике; дяки; дякс; спс; пасіб; вдячний; вдячна; щиро вдячний; щиро вдячна; дуже
        вдячний; дуже вдячна; дякую за увагу; дякую за цитату; дякую за джерело; молодчина; розумник; розумниця;
        браво; гарна відповідь; чудова відповідь; хороша відповідь; гарна робота; те що треба; саме те; саме те що
        треба; спасибо за информацию; большое вам спасибо; благодарю вас; умница; хороший ответ; dyakuyu; diakuiu;
        djakuju; spasibo; ty; tysm; thank you for your help; thanks for the help; thanks for the information; thanks
        so much; thank you for the answer; good answer; good job; great answer; good bot; dzięki wielkie; dziękuję
        za odpowiedź; danke dir; danke ihnen; danke für die antwort; ich danke
    """,
    "farewell": """
        бувай; бувайте; до побачення; до зустрічі; на все добре; гарного дня; па; пока; до свидания; всего доброго;
        хорошего дня; bye; bye bye; goodbye; see you; see you later; have a nice day; good night; do widzenia; na
        razie; pa; miłego dnia; tschüss; auf wiedersehen; bis bald; schönen tag noch; ciao; добраніч; на добраніч;
        доброї ночі; до завтра; бувай здоровий; бувай здорова; бувайте здорові; прощавай; прощавайте; па па; чао;
        побачимось; гарного вечора; вдалого дня; усього найкращого; всього найкращого; спокойной ночи; доброй ночи;
        до встречи; увидимся; прощай; take care; see ya; good bye; dobranoc; do zobaczenia; cześć na razie; gute
        nacht; tschau; mach's gut; bis morgen
    """,
    "assent": """
        ок; окей; добре; гаразд; зрозуміло; ясно; чудово; супер; класно; угу; ага; так; ні; хорошо; понятно; ладно;
        отлично; да; нет; ok; okay; great; good; cool; got it; i see; yes; no; sure; dobrze; rozumiem; jasne; super;
        świetnie; tak; nie; w porządku; verstanden; alles klar; klar; prima; ja; nein; та так; та ні; звісно; авжеж;
        звичайно; нє; не треба; не потрібно; неважливо; забудь; годі; досить; зрозумів; зрозуміла; все зрозуміло;
        все ясно; це все; на цьому все; домовились; згода; круто; прикольно; цікаво; дуже цікаво; неймовірно; вау;
        ого; ого го; нічого собі; лол; хаха; ха ха; хм; гм; вибач; вибачте; пробач; пробачте; перепрошую; сорі;
        соррі; нема за що; немає за що; на здоров'я; справді; точно; серйозно; невже; ти впевнений; ти впевнена; ви
        впевнені; це правда; не розумію; я не розумію; не зрозуміло; незрозуміло; не зрозумів; не зрозуміла; я не
        зрозумів; я не зрозуміла; нічого не зрозумів; нічого не зрозуміла; неправильно; неправда; це неправда; не
        те; це не те; не про це; не відповідає; погана відповідь; ти помиляєшся; ти помилився; ти помилилася; ти
        дурний; ти тупий; дурень; ідіот; й; та; але; не; ой; ем; конечно; не надо; не нужно; неважно;
        интересно; ничего себе; извини; извините; простите; не за что; серьезно; ты уверен; ты уверена; не понимаю;
        не понял; не поняла; непонятно; это не то; не то; плохой ответ; ты дурак; wow; lol; haha; awesome; perfect;
        amazing; interesting; fine; alright; all right; never mind; nevermind; sorry; my bad; you're welcome;
        really; are you sure; i don't understand; wrong; that's wrong; not that; bad answer; stop; przepraszam; nie
        rozumiem; naprawdę; nieważne; ciekawe; źle; entschuldigung; tut mir leid; wirklich; ich verstehe nicht;
        falsch; egal; interessant; і все; вот и все
    """,
}
_ABOUT: dict[Talk, str] = {
    "greeting": "як ти; як ви; как ты",
    "assent": "а; і; ну; ну і; а ну",
    "abilities": """
        що ти вмієш; що ви вмієте; що вмієш; що ти вмієш робити; що ти можеш; що ви можете; що ти можеш робити; що
        можна запитати; про що можна запитати; про що тебе можна запитати; про що можна тебе запитати; хто ти; ти
        хто; хто ти такий; хто ти така; хто ви; як ти працюєш; як тобою користуватися; допоможи; допоможи мені;
        допоможіть; чим ти можеш допомогти; чим можеш допомогти; що це за програма; що це за сторінка; ти бот; что
        ты умеешь; что вы умеете; что ты умеешь делать; что ты можешь; кто ты; ты кто; кто ты такой; как ты
        работаешь; помоги; помоги мне; чем ты можешь помочь; что можно спросить; о чем можно спросить; ты бот; what
        can you do; what do you do; what can i ask; what can i ask you; who are you; what are you; how do you work;
        help; help me; can you help me; how can you help; how can you help me; are you a bot; are you an ai; co
        potrafisz; co umiesz; co możesz zrobić; kim jesteś; jak działasz; pomóż; pomóż mi; w czym możesz pomóc; o co
        mogę zapytać; jesteś botem; was kannst du; was können sie; wer bist du; wer sind sie; wie funktionierst du;
        hilf mir; kannst du mir helfen; können sie mir helfen; was kann ich fragen; bist du ein bot; що ти таке; ти
        людина; ти живий; ти жива; ти робот; ти чатбот; ти чат бот; ти програма; ти штучний інтелект; ти ші; ти
        chatgpt; ти gpt; ти нейромережа; ти розумний; ти справжній; як тебе звати; як тебе звуть; тебе як звати; як
        вас звати; яке твоє ім'я; скільки тобі років; де ти живеш; звідки ти; хто тебе створив; хто тебе зробив; хто
        тебе розробив; хто тебе написав; хто твій автор; хто твій творець; хто твій розробник; хто вас створив; для
        чого ти; навіщо ти; для чого ти потрібен; як користуватися; як користуватись; як тобою користуватись; як
        шукати; як запитувати; як ставити запитання; що вмієте; що ви вмієте робити; чим ти можеш мені допомогти;
        чим ви можете допомогти; чим можеш бути корисним; потрібна допомога; мені потрібна допомога; можеш
        допомогти; можеш мені допомогти; ти можеш допомогти; ти можеш мені допомогти; чи можеш ти допомогти; чи
        можеш ти мені допомогти; ви можете допомогти; у мене питання; в мене питання; у мене є питання; в мене є
        питання; у мене є запитання; в мене є запитання; у мене запитання; маю питання; маю запитання; є питання; є
        запитання; хочу запитати; хочу спитати; можна запитати; можна спитати; можна питання; можна запитання; можна
        тебе запитати; можна поставити питання; можна поставити запитання; розкажи про себе; розкажіть про себе;
        розкажи анекдот; розкажи жарт; розкажи казку; розкажи щось; розкажи щось цікаве; розкажи щось смішне;
        пожартуй; поговори зі мною; давай поговоримо; поговоримо; мені сумно; мені нудно; я тебе люблю; люблю тебе;
        я тебе ненавиджу; звідки ти береш інформацію; звідки ти береш відповіді; звідки ти це знаєш; звідки ти
        знаєш; звідки ти все знаєш; звідки інформація; звідки ця інформація; звідки відповіді; які джерела ти
        використовуєш; якою мовою ти розмовляєш; якою мовою ти говориш; якими мовами ти розмовляєш; якими мовами ти
        говориш; якою мовою запитувати; ти розумієш українську; ти говориш українською; ти розмовляєш українською;
        говори українською; розмовляй українською; відповідай українською; что ты такое; ты кто такой; ты человек;
        ты робот; ты живой; ты программа; ты chatgpt; ты искусственный интеллект; как тебя зовут; сколько тебе лет;
        откуда ты; кто тебя создал; кто тебя сделал; у меня вопрос; у меня есть вопрос; есть вопрос; можно вопрос;
        можно спросить; хочу спросить; ты можешь помочь; ты можешь мне помочь; можешь помочь; мне нужна помощь;
        нужна помощь; чем можешь помочь; расскажи о себе; расскажи анекдот; расскажи шутку; расскажи что-нибудь; мне
        скучно; мне грустно; откуда ты знаешь; откуда ты это знаешь; откуда информация; на каком языке ты говоришь;
        как пользоваться; what is your name; what's your name; who made you; who created you; who built you; how old
        are you; where are you from; are you human; are you a robot; are you real; are you chatgpt; i have a
        question; can i ask a question; can i ask you a question; can i ask you something; i need help; tell me a
        joke; tell me about yourself; tell me something; how do you know; how do you know that; where do you get
        your information; what are your sources; what languages do you speak; do you speak ukrainian; do you speak
        english; how does this site work; start; jak masz na imię; kto cię stworzył; czy jesteś człowiekiem; jesteś
        człowiekiem; mam pytanie; czy mogę zadać pytanie; możesz mi pomóc; opowiedz dowcip; opowiedz o sobie; skąd
        to wiesz; potrzebuję pomocy; wie heißt du; wer hat dich gemacht; wer hat dich erschaffen; bist du ein
        mensch; ich habe eine frage; darf ich etwas fragen; ich brauche hilfe; erzähl einen witz; erzähl von dir;
        woher weißt du das; wie alt bist du
    """,
    "articles": """
        скільки статей ти маєш; скільки статей ви маєте; скільки у тебе статей; скільки в тебе статей; скільки у вас
        статей; скільки статей у тебе; скільки статей у вас; скільки тут статей; скільки статей тут; скільки статей
        ти знаєш; які в тебе є статті; які у тебе є статті; які статті ти маєш; які тут статті; які статті тут є; що
        ти знаєш; сколько у тебя статей; сколько статей у тебя; сколько у вас статей; сколько здесь статей; какие у
        тебя статьи; что ты знаешь; how many articles do you have; how many documents do you have; what articles do
        you have; which articles do you have; what do you know; ile masz artykułów; jakie masz artykuły; co wiesz;
        wie viele artikel hast du; wie viele artikel haben sie; welche artikel hast du; was weißt du; про що твої
        статті; про що ваші статті; про що ці статті; про що тут статті; про що статті; що в тебе є; що у тебе є; що
        у вас є; що тут є; які є статті; які статті є; скільки статей у базі; скільки документів у базі; скільки в
        базі статей; скільки в базі документів; скільки статей в архіві; скільки у вас документів; скільки
        документів ти маєш; скільки в тебе документів; скільки статей проіндексовано; які в тебе теми; які теми є;
        які тут теми; які є теми; про що цей сайт; про що цей архів; про що ти знаєш; о чем твои статьи; о чем
        статьи; о чем здесь статьи; какие есть статьи; какие здесь статьи; что у тебя есть; сколько статей в базе;
        сколько документов в базе; what are the articles about; what are your articles about; what is this site
        about; what topics do you cover; what do you have; how many documents are there in the index; how many
        articles are indexed; o czym są artykuły; ile dokumentów masz; worüber sind die artikel; wie viele dokumente
        hast du
    """,
    # What a program that only quotes does not do with its answers.
    "wording": """
        коротко; коротше; коротенько; стисло; стисліше; дуже коротко; скажи коротко; скажи коротше; можна
        коротше; а коротше; поясни простіше; поясни коротше; простіше; простими словами; поясни простими
        словами; іншими словами; другими словами; своїми словами; скажи інакше; інакше; перефразуй;
        перефразуйте; переформулюй; підсумуй; підсумуйте; узагальни; перекажи; перекажи коротко; стисни;
        скороти; у двох словах; в двох словах; одним реченням; переклади; перекладіть; переклади це;
        переклади українською; переклади на українську; переклади англійською; кратко; короче; вкратце;
        покороче; проще; простыми словами; объясни проще; другими словами; иными словами; своими словами;
        перефразируй; переформулируй; подытожь; обобщи; перескажи; сократи; в двух словах; одним
        предложением; переведи; переведи на украинский; переведи на русский; briefly; in brief; in short;
        shorter; make it shorter; be brief; simpler; in simple words; in simple terms; explain simply;
        explain it simply; explain like i'm five; in other words; in your own words; rephrase; rephrase it;
        rephrase that; paraphrase; paraphrase it; paraphrase that; say it differently; reword; reword it;
        summarize; summarise; summarize it; summarise it; summarize that; sum up; sum it up; tl dr; tldr; in
        one sentence; translate; translate it; translate that; translate to english; translate into english;
        translate into ukrainian; krótko; krócej; w skrócie; prościej; prostymi słowami; innymi słowami;
        własnymi słowami; swoimi słowami; przeformułuj; sparafrazuj; podsumuj; streść; streść to; w dwóch
        słowach; jednym zdaniem; przetłumacz; przetłumacz to; kurz; kürzer; kurz gesagt; einfacher; in
        einfachen worten; mit anderen worten; anders gesagt; in eigenen worten; mit eigenen worten;
        formuliere um; formuliere es um; fasse zusammen; fass zusammen; fasse das zusammen; zusammenfassung;
        in einem satz; übersetze; übersetz das; übersetze das; übersetze es
    """,
}
_BESIDE = (
    "будь ласка; ну; а; і; друже; скажи; скажіть; пожалуйста; скажи; скажите; please; tell me; proszę; powiedz; bitte"
)

_Words = tuple[str, ...]
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,9}")  # «привіііт»
_LAUGHTER = re.compile(r"^(?:[аa]?[хh][аa]?){2,}$")


def _phrases(listed: str) -> Iterator[_Words]:
    return (tuple(folded_words(phrase)) for phrase in listed.split(";"))


_SOCIAL_PHRASES = {phrase: talk for talk, listed in _SOCIAL.items() for phrase in _phrases(listed)}
_ABOUT_PHRASES = {phrase: talk for talk, listed in _ABOUT.items() for phrase in _phrases(listed)}
_BESIDE_PHRASES = frozenset(_phrases(_BESIDE))
_LONGEST = max(map(len, _SOCIAL_PHRASES))


def small_talk(message: str) -> Talk | None:
    """The kind of small talk; None if the message is a question."""
    words = tuple(_LAUGHTER.sub("хаха", word) for word in folded_words(_DRAWN_OUT.sub(r"\1", message)))
    if words in _ABOUT_PHRASES:
        return _ABOUT_PHRASES[words]
    talks: list[Talk] = []
    rest: list[str] = []
    place = 0
    while place < len(words):
        phrase = _social_phrase(words[place:])
        if phrase in _SOCIAL_PHRASES:
            talks.append(_SOCIAL_PHRASES[phrase])
        elif phrase not in _BESIDE_PHRASES:
            rest += phrase
        place += len(phrase)
    if rest:
        return _ABOUT_PHRASES.get(tuple(rest))
    return talks[0] if talks else None


def social_talk(phrase: _Words) -> Talk | None:
    """The kind of a greeting, thanks and the like, from its folded words; None for other words."""
    return _SOCIAL_PHRASES.get(phrase)


def _social_phrase(words: Sequence[str]) -> _Words:
    """The longest social phrase at the start of these words, else the first word."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        phrase = tuple(words[:length])
        if phrase in _SOCIAL_PHRASES or phrase in _BESIDE_PHRASES:
            return phrase
    return tuple(words[:1])
