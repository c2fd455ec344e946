"""The language of a text, told by its letters and its commonest words.

A table of some thirty words a language is smaller and quicker than any trained model, and right on paragraphs; it knows
nothing of where the text comes from.
"""

import re
from collections import Counter
from functools import cache

UNDETERMINED = "und"
_SAMPLE_CHARS = 6_000
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_CODE = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?")

# The commonest short words of each language; words that neighbours share count for less, by themselves (see _weights).
_WORDS = {
    "uk": "і й та в у на з із що не до за як від про це який яка які його її їх був була було були є але або чи вже "
    "також після при для між під над під час цього може щоб бути тільки лише ще навіть він вона вони ми ви я якщо де "
    "коли тому цей ця ці тут там проте однак більше років року україни свій свою свої має мають через без по зі",
    "ru": "и в не на что с по как это из за от он она они мы вы я к но его её ее их был была было были есть или уже "
    "также после при для между под над во время этого может чтобы быть только лишь ещё еще даже если где когда "
    "поэтому этот эта эти здесь там однако больше лет года который которая которые которых свой свою свои имеет "
    "через без об до у а же бы ли так то россии",
    "be": "і й у ў з са што не да за як ад пра гэта які якая якія яго яе іх быў была было былі ёсць але або ці ўжо "
    "таксама пасля пры для між пад над час гэтага можа каб быць толькі яшчэ нават ён яна яны мы вы я калі дзе таму "
    "гэты гэтая гэтыя тут там аднак больш гадоў года свой сваю свае мае маюць праз без па на беларусі",
    "bg": "и в на за от се да не че с по това са е като която който които до при или със най бе беше бяха си му им "
    "ще има няма след между през под над той тя те ние вие аз но също само още дори ако къде когато затова този тази "
    "тези тук там обаче повече години година българия във към без което така може бъде",
    "sr": "и у је на да се за од са су не као што који која које или али код до по био била било били није ће још "
    "након између под над он она они ми ви ја такође само ако где када овај ова ово тамо међутим више година",
    "mk": "и во на да се од за со е не како што кој која кое кои или но до по беше биле нема ќе уште по помеѓу под "
    "над тој таа тие ние вие јас исто само ако каде кога овој оваа овие тука таму меѓутоа повеќе години била",
    "kk": "және мен бен пен бұл үшін деп бар жоқ ол да де те та еді екен болып болды болған туралы сол өз оның олар "
    "біз сіз мен бірақ немесе кейін дейін арқылы қазақстан жылы жыл осы бір екі барлық керек ғана",
    "en": "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they "
    "which one you were her all she there would their we him been has when who will more no if out so said what its "
    "than into them only other new some could these two may then do first any my now such like our over i",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
    "hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis "
    "mehr durch man sein wurde sei ich wir ihr kann gegen vom schon wenn",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec son "
    "les aux ou mais comme on sa tout nous vous elle cette être fait ont été leur ses deux même aussi dont entre sans "
    "je ils c l d qu n s j",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí porque "
    "esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra "
    "es fue ha son era está",
    "it": "di e il la che in un è per una non sono del della si le i con da al come più o ma alla dei ha lo gli su nel "
    "anche se delle dal nella questo quando essere tra era stato cui suo sua loro ai dalla ed molto solo dopo fra due "
    "l d dell nell all",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu "
    "sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos são "
    "nas pelos foram",
    "ro": "și de în la a cu pe că nu din o un pentru este care mai sau dar au fost se ca sunt ale al ai lui ei prin "
    "după între fi această acest aceasta acesta cele celor cel cea către fără când unde doar foarte despre dintre "
    "până iar îl îi s",
    "pl": "i w na z się nie to do jest że o jak po za od przez co dla są a ale czy tak był była było były już także "
    "może aby być tylko jeszcze nawet jeśli gdzie gdy dlatego ten ta te tym tego tej tutaj tam jednak więcej lat roku "
    "który która które których swój ma mają ze we oraz przy pod nad między po bez jego jej ich",
    "cs": "a se v na je že o s z do i to jako za pro k po ve od jsou by ale si však které který která jeho jejich byl "
    "byla bylo byli není také nebo až již jen při podle mezi před pod tak co když kde aby být ještě více let roku "
    "tento tato toto pouze má mají své ze ke u které",
    "sk": "a sa v na je že o s z do i to ako za pre k po vo od sú by ale si však ktoré ktorý ktorá jeho ich bol bola "
    "bolo boli nie tiež alebo až už len pri podľa medzi pred pod tak čo keď kde aby byť ešte viac rokov roku tento "
    "táto toto iba má majú svoje zo ku u",
    "sl": "in v je na se da za so z ki pa kot ne po tudi od s bi pri o ali do iz bil bila bilo bili ni še že kar ker "
    "ko če kjer samo več let leta ta to ti njegov njihov med pred pod lahko biti zelo svoje ima imajo sem smo",
    "hr": "i u je na da se za od su s a o kao što koji koja koje ili ali do po bio bila bilo bili nije će još nakon "
    "između pod nad on ona oni mi vi ja također samo ako gdje kada ovaj ova ovo tamo međutim više godina godine iz te "
    "sa kod bi biti",
    "hu": "a az és hogy nem is egy ez meg már csak volt de mint még vagy azt ha el van ki kell be fel le után szerint "
    "ezt minden lehet aki ami amely között pedig most így nagy sem majd több két nagyon itt ott azonban mert lesz "
    "magyar ezek azok ő én",
    "tr": "ve bir bu da de için ile olarak çok daha en gibi olan sonra kadar ancak ne o var ki ise her değil mi olduğu "
    "oldu ama göre tarafından yeni iki bunu içinde üzerinde ya ben sen biz siz onun bunun şu diye türkiye yıl",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als bij door maar uit naar over dan nog "
    "wordt werd heeft had hij ze zij we je ik deze dit die worden waren was kan meer na wel geen tot of hun",
    "sv": "och i att det som en på är av för den med till inte om ett har de var jag han men från vi så kan man när "
    "hade ska eller också efter vid detta sig under sin skulle där mot mer än blev vara över bara nu",
    "da": "og i at det en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham hun "
    "nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når være efter",
    "no": "og i det på som er en til å han av for at med var de ikke den har jeg om et men seg hun fra ved også kan så "
    "vi skal etter eller hadde enn dette da mot bare ble være over når hvor man noe mellom opp ut nå",
    "fi": "ja on ei se että hän oli mutta ovat ole kun myös joka mukaan sekä tai niin jo voi vain sen jotka kanssa "
    "jälkeen olla ollut hänen vielä mitä kuin nyt sitä tämä tämän ne he minä sinä me te vuonna noin joita",
    "lt": "ir kad yra į iš su ne tai bet kaip buvo už apie nuo dėl jo jos jų tik bus taip po iki kuris kuri kurie dar "
    "jau ar prie metų metais savo gali būti aš mes jie jis ji o per pagal tarp daugiau lietuvos",
    "lv": "un ir no uz ar par ka bet kā bija nav tas arī pēc lai vai ko tikai viņš viņa viņi jau vēl pie līdz gada "
    "gadā kas kurš kura tiek var būt to ne es mēs latvijas starp vairāk savu šis šī",
    "et": "ja on ei et see oli ka kui ning aga mis ta oma või mida siis pärast nagu kes tema selle üle kõik veel juba "
    "ainult mitte olid aasta aastal eesti välja kuid poolt väga nad me sa ma oleks saab",
    "sq": "dhe në e të një për me nga si që është nuk i ka më por u do ishte janë se kjo ky ai ajo kanë tij saj duke "
    "pas ose edhe ku kur vetëm shumë shqipëri midis deri",
}
# Letters that mark a language among its neighbours, and letters of the script that it never uses.
_LETTERS = {
    "uk": "іїєґ", "ru": "ыэёъ", "be": "ўыэёі", "bg": "ъ", "sr": "ђјљњћџ", "mk": "ѓјљњќѕџ", "kk": "әғқңөұүһі",
    "de": "äöüß", "fr": "àâçéèêëîïôùûœ", "es": "ñáéíóú¿¡", "it": "àèéìòù", "pt": "ãõçáâéêíóú", "ro": "ășțâîşţ",
    "pl": "ąćęłńóśźż", "cs": "ěřůčšžýáíéú", "sk": "ľĺŕôäčšžýáíéúň", "sl": "čšž", "hr": "čćđšž", "hu": "őűáéíóöúü",
    "tr": "ğışçöü", "nl": "", "sv": "åäö", "da": "åæø", "no": "åæø", "fi": "äö", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž",
    "et": "äõöü", "sq": "ëç", "en": "",
}  # fmt: skip
_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўђјљњћџѓќѕәғқңөұүһ"
_SHARED = {
    "uk": "абвгдежзийклмнопрстуфхцчшщьюяіїєґ",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
}
# Scripts that a single language writes, or one far more often than all others.
_SCRIPTS = (
    ("el", "\u0370\u03ff"), ("he", "\u0590\u05ff"), ("ar", "\u0600\u06ff"), ("hy", "\u0530\u058f"), ("ka", "\u10a0\u10ff"),
    ("hi", "\u0900\u097f"), ("th", "\u0e00\u0e7f"), ("ja", "\u3040\u30ff"), ("ko", "\uac00\ud7af"), ("zh", "\u4e00\u9fff"),
)  # fmt: skip


def stated_language(value: object) -> str:
    """The two- or three-letter code in what a document states ("uk", "uk-UA", "UK_ua"); empty if it states none."""
    match = _CODE.fullmatch(value.strip()) if isinstance(value, str) else None
    code = match.group(1).lower() if match else ""
    return "uk" if code in ("ua", "ukr") else "" if code == UNDETERMINED else code


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the text's language, judged by its first thousands of characters; "und" when unsure."""
    sample = text[:_SAMPLE_CHARS].lower().replace("\u0301", "")
    letters = Counter(char for char in sample if char.isalpha())
    total = letters.total()
    if not total:
        return UNDETERMINED
    cyrillic = sum(letters[char] for char in _CYRILLIC)
    latin = sum(count for char, count in letters.items() if char < "\u0250")
    if max(cyrillic, latin) * 2 < total:
        return _by_script(letters, total)
    words = Counter(_WORD.findall(sample))
    if cyrillic >= latin:
        return _best({code: _score(code, words, letters, cyrillic, _SHARED[code]) for code in _SHARED})
    return _best({code: _score(code, words, letters, latin, "") for code in _WORDS if code not in _SHARED})


def _by_script(letters: Counter[str], total: int) -> str:
    for code, (first, last) in _SCRIPTS:
        if sum(count for char, count in letters.items() if first <= char <= last) * 4 > total:
            return code
    return UNDETERMINED


def _score(code: str, words: Counter[str], letters: Counter[str], total: int, alphabet: str) -> float:
    """How much of the text speaks for the language: common words by weight, its own letters, less foreign letters."""
    weights = _weights()
    common = sum(count * weights[word, code] for word, count in words.items() if (word, code) in weights)
    own = sum(letters[char] for char in _LETTERS[code])
    foreign = sum(letters[char] for char in _CYRILLIC if char not in alphabet) if alphabet else _strange(code, letters)
    return common / words.total() + 2 * own / total - 8 * foreign / total


def _strange(code: str, letters: Counter[str]) -> int:
    return sum(count for char, count in letters.items() if "\x7f" < char < "\u0250" and char not in _LETTERS[code])


@cache
def _weights() -> dict[tuple[str, str], float]:
    """The weight of a word for a language: one, shared among the languages that have the word."""
    holders = Counter(word for words in _WORDS.values() for word in set(words.split()))
    return {(word, code): holders[word] ** -0.5 for code, words in _WORDS.items() for word in words.split()}


def _best(scores: dict[str, float]) -> str:
    """The language with the highest score, unless it has none or two are level."""
    (best, score), (_, second) = sorted(scores.items(), key=lambda pair: -pair[1])[:2]
    return best if score > 0.02 and score > second else UNDETERMINED


def latin_letter_share(text: str) -> float:
    """Of the letters and signs beyond ASCII, the part that a single language of the Latin script accounts for."""
    signs = Counter(char for char in text.lower() if char > "\x7f" and char not in "«»“”„’‘–—…\xa0§°©®™€£·•")
    if not signs:
        return 1.0
    return (
        max(sum(signs[char] for char in letters) for code, letters in _LETTERS.items() if code not in _SHARED)
        / signs.total()
    )
