"""What tells languages apart: their commonest words, the ends of their words, and how often they use each letter.

Words and endings are common knowledge; the letters of Ukrainian and Russian we counted, those of their neighbours are
estimates. None needs to be exact.
"""

# The commonest words of each language; a word that several languages share counts for less by itself.
WORDS = {
    "uk": (
        "і й та буде в у на з із що не до за як від про це який яка які його її їх був була було були є але "
        "або чи вже також після при для між під над під час цього може щоб бути тільки лише ще навіть він "
        "вона вони ми ви я якщо де коли тому цей ця ці тут там проте однак більше років року україни свій "
        "свою свої має мають через без по зі"
    ),
    "ru": (
        "и в не на что с по как это из за от он она они мы вы я к но его её ее их был была было были есть или "
        "уже также после при для между под над во время этого может чтобы быть только лишь ещё еще даже если "
        "где когда поэтому этот эта эти здесь там однако больше лет года который которая которые которых свой "
        "свою свои имеет через без об до у а же бы ли так то россии"
    ),
    "be": (
        "і й у ў з са што не да за як ад пра гэта які якая якія яго яе іх быў была было былі ёсць але або ці "
        "ўжо таксама пасля пры для між пад над час гэтага можа каб быць толькі яшчэ нават ён яна яны мы вы я "
        "калі дзе таму гэты гэтая гэтыя тут там аднак больш гадоў года свой сваю свае мае маюць праз без па "
        "на беларусі"
    ),
    "bg": (
        "и в на за от се да не че с по това са е като която който които до при или със най бе беше бяха си му "
        "им ще има няма след между през под над той тя те ние вие аз но също само още дори ако къде когато "
        "затова този тази тези тук там обаче повече години година българия във към без което така може бъде"
    ),
    "sr": (
        "и у је на да се за од са су не као што који која које или али код до по био била било били није ће "
        "још након између под над он она они ми ви ја такође само ако где када овај ова ово тамо међутим више "
        "година"
    ),
    "mk": (
        "и во на да се од за со е не како што кој која кое кои или но до по беше биле нема ќе уште по помеѓу "
        "под над тој таа тие ние вие јас исто само ако каде кога овој оваа овие тука таму меѓутоа повеќе "
        "години била"
    ),
    "kk": (
        "және мен бен пен бұл үшін деп бар жоқ ол да де те та еді екен болып болды болған туралы сол өз оның "
        "олар біз сіз мен бірақ немесе кейін дейін арқылы қазақстан жылы жыл осы бір екі барлық керек ғана"
    ),
    "en": (
        "the of and to in a is that for it as was with be by on not he his but at are this have from or had "
        "an they which one you were her all she there would their we him been has when who will more no if "
        "out so said what its than into them only other new some could these two may then do first any my now "
        "such like our over i"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden "
        "aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur "
        "oder aber vor zur bis mehr durch man sein wurde sei ich wir ihr kann gegen vom schon wenn"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la "
        "avec son les aux ou mais comme on sa tout nous vous elle cette être fait ont été leur ses deux même "
        "aussi dont entre sans je ils c l d qu n s j"
    ),
    "es": (
        "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí "
        "porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos "
        "uno les ni contra es fue ha son era está"
    ),
    "it": (
        "di e il la che in un è per una non sono del della si le i con da al come più o ma alla dei ha lo gli "
        "su nel anche se delle dal nella questo quando essere tra era stato cui suo sua loro ai dalla ed "
        "molto solo dopo fra due l d dell nell all"
    ),
    "pt": (
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem "
        "à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois "
        "sem mesmo aos são nas pelos foram"
    ),
    "ro": (
        "și de în la a cu pe că nu din o un pentru este care mai sau dar au fost se ca sunt ale al ai lui ei "
        "prin după între fi această acest aceasta acesta cele celor cel cea către fără când unde doar foarte "
        "despre dintre până iar îl îi s"
    ),
    "pl": (
        "i w na z się nie to do jest że o jak po za od przez co dla są a ale czy tak był była było były już "
        "także może aby być tylko jeszcze nawet jeśli gdzie gdy dlatego ten ta te tym tego tej tutaj tam "
        "jednak więcej lat roku który która które których swój ma mają ze we oraz przy pod nad między po bez "
        "jego jej ich"
    ),
    "cs": (
        "a se v na je že o s z do i to jako za pro k po ve od jsou by ale si však které který která jeho "
        "jejich byl byla bylo byli není také nebo až již jen při podle mezi před pod tak co když kde aby být "
        "ještě více let roku tento tato toto pouze má mají své ze ke u které"
    ),
    "sk": (
        "a sa v na je že o s z do i to ako za pre k po vo od sú by ale si však ktoré ktorý ktorá jeho ich bol "
        "bola bolo boli nie tiež alebo až už len pri podľa medzi pred pod tak čo keď kde aby byť ešte viac "
        "rokov roku tento táto toto iba má majú svoje zo ku u"
    ),
    "sl": (
        "in v je na se da za so z ki pa kot ne po tudi od s bi pri o ali do iz bil bila bilo bili ni še že "
        "kar ker ko če kjer samo več let leta ta to ti njegov njihov med pred pod lahko biti zelo svoje ima "
        "imajo sem smo"
    ),
    "hr": (
        "i u je na da se za od su s a o kao što koji koja koje ili ali do po bio bila bilo bili nije će još "
        "nakon između pod nad on ona oni mi vi ja također samo ako gdje kada ovaj ova ovo tamo međutim više "
        "godina godine iz te sa kod bi biti"
    ),
    "hu": (
        "a az és hogy nem is egy ez meg már csak volt de mint még vagy azt ha el van ki kell be fel le után "
        "szerint ezt minden lehet aki ami amely között pedig most így nagy sem majd több két nagyon itt ott "
        "azonban mert lesz magyar ezek azok ő én"
    ),
    "tr": (
        "ve bir bu da de için ile olarak çok daha en gibi olan sonra kadar ancak ne o var ki ise her değil mi "
        "olduğu oldu ama göre tarafından yeni iki bunu içinde üzerinde ya ben sen biz siz onun bunun şu diye "
        "türkiye yıl"
    ),
    "nl": (
        "de het een en van in is dat op te zijn met voor niet aan er om ook als bij door maar uit naar over "
        "dan nog wordt werd heeft had hij ze zij we je ik deze dit die worden waren was kan meer na wel geen "
        "tot of hun"
    ),
    "sv": (
        "och i att det som en på är av för den med till inte om ett har de var jag han men från vi så kan man "
        "när hade ska eller också efter vid detta sig under sin skulle där mot mer än blev vara över bara nu"
    ),
    "da": (
        "og i at det en den til er som på de med han af for ikke der var mig sig men et har om vi min havde "
        "ham hun nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev "
        "kunne ind når være efter"
    ),
    "no": (
        "og i det på som er en til å han av for at med var de ikke den har jeg om et men seg hun fra ved også "
        "kan så vi skal etter eller hadde enn dette da mot bare ble være over når hvor man noe mellom opp ut "
        "nå"
    ),
    "fi": (
        "ja on ei se että hän oli mutta ovat ole kun myös joka mukaan sekä tai niin jo voi vain sen jotka "
        "kanssa jälkeen olla ollut hänen vielä mitä kuin nyt sitä tämä tämän ne he minä sinä me te vuonna "
        "noin joita"
    ),
    "lt": (
        "ir kad yra į iš su ne tai bet kaip buvo už apie nuo dėl jo jos jų tik bus taip po iki kuris kuri "
        "kurie dar jau ar prie metų metais savo gali būti aš mes jie jis ji o per pagal tarp daugiau lietuvos"
    ),
    "lv": (
        "un ir no uz ar par ka bet kā bija nav tas arī pēc lai vai ko tikai viņš viņa viņi jau vēl pie līdz "
        "gada gadā kas kurš kura tiek var būt to ne es mēs latvijas starp vairāk savu šis šī"
    ),
    "et": (
        "ja on ei et see oli ka kui ning aga mis ta oma või mida siis pärast nagu kes tema selle üle kõik "
        "veel juba ainult mitte olid aasta aastal eesti välja kuid poolt väga nad me sa ma oleks saab"
    ),
    "sq": (
        "dhe në e të një për me nga si që është nuk i ka më por u do ishte janë se kjo ky ai ajo kanë tij saj "
        "duke pas ose edhe ku kur vetëm shumë shqipëri midis deri"
    ),
}
# Ends of words that are typical, for text too short to hold many of the words above.
ENDINGS = {
    "uk": "ння ться ість ого ої ський ська ське ських ями ах ів ий ії ють ує ати ити",
    "ru": "ния ние ться ость ого ой ский ская ские ских ями ах ов ый ии ют ует ать ить",
    "be": "ння цца асць ага ай скі ская скае скіх амі ах аў ы іі юць уе аць іць",
    "bg": "ния ние ност ски ска ско ият ята ите ата ето ове ъл ва ха",
    "sr": "ња ње ост ски ска ско их има ама ти ла ли ио",
    "mk": "ње ост ски ска ско ите ата ото от та ва ле ја",
    "kk": "лар лер дар дер тар тер ған ген ның нің дың дің да де ға ге ды ді ты ті",
    "en": "ing tion ed ly ment ness ght ous ive ers ies ity ble ck sh ch ow ook ts ry",
    "de": "ung ungen lich isch keit heit cht ten gen tz sche schen ger mus ieren",
    "fr": "tion ment eur eux aux ait ant elle ique ée és ées ez oir aire esse",
    "es": "ción ado ada mente dad ía ero idad ando iendo ados cia ario ón aba",
    "it": "zione mente ità ato ata ggi tto tti lla gli ndo ezza ioni osa ica",
    "pt": "ção ções mente dade ado ada ões nho nha eiro ando ário ência am",
    "ro": "ului ilor ării ește ul ea iei ată ată ător ție ții uri ia at",
    "pl": "ość ości ego ych ach ami owy owa ska ski nia nie emu ów rz wie cji czy ił ała",
    "cs": "ost osti ého ých ách ami ová ský ská ní ního ů ění ice ech ému",
    "sk": "osť osti ého ých ách ami ová ský ská nie ného ov enie ica och ému al",
    "sl": "ost nje ega ih ami ska ski anje enje ila ov ju ah",
    "hu": "ság ség ban ben nak nek ról ről ból ből ott ett tt ok ek ák ik hoz hez val vel",
    "tr": "lar ler dır dir nın nin ın in mış miş yor dı di ı lık lik cak cek dan den da sı",
    "nl": "ing heid en lijk isch aat oor eer ten den ij aar eld",
    "sv": "ning het ade erna arna lig ligt isk ska ande ats en et",
    "da": "ning hed ede erne lig ligt isk ske ende et en",
    "no": "ning het ede ene lig isk ske ende et en",
    "hr": "nje ost ski ska ih ima ama ti la li io og om",
    "fi": "nen sta stä ssa ssä lla llä ien ään aan uus tta ttä in",
    "lt": "as is us imas ų ti ės io ius omis uose ė",
    "lv": "šana ība as is us ām iem ot ēja ā",
    "et": "mine us ud st le ga de des ne ta",
    "sq": "ë imi in ët it ar uar ve sh",
}
# Letters in a thousand of the Cyrillic languages.
CYRILLIC_PER_MILLE = {
    "uk": (
        "о95 а83 н79 и59 і59 т55 р53 в53 е46 с42 к40 д35 у34 л30 м30 п29 з23 я22 ь16 г15 б14 ч12 ї11 й11 х11 "
        "ц10 ю8 ж8 є6 ш5 ф4 щ3 ґ0.2"
    ),
    "ru": (
        "о105 е86 и83 а78 н69 т62 с54 р53 в46 л45 к33 м32 д30 п29 у22 ы19 я19 г18 з15 б15 ь14 ч13 й12 х10 ж8 "
        "ю7 ц6 ш5 ф4 э4 щ3 ё1 ъ0.4"
    ),
    "be": (
        "а165 н63 і62 р50 е50 с47 л43 ы43 я43 к42 у41 д39 т37 ц36 о34 з33 в32 м31 п30 ў27 г20 й17 ч17 б16 ш14 "
        "э13 ь12 х11 ж10 ё8 ю7 ф3"
    ),
    "bg": (
        "а122 и96 о87 е84 т78 н73 р54 с51 в46 д34 к34 л32 п28 м25 з22 ъ18 я17 г17 б14 ч14 у13 ц8 ж7 щ6 х6 й6 "
        "ш5 ф3 ю1.5 ь0.3"
    ),
    "sr": (
        "а115 и99 о90 е89 н55 р50 с50 т45 ј42 у41 в39 д38 к37 м35 л33 п29 з17 г16 б15 ш11 ч11 ц9 ж7 ћ7 њ6 х6 "
        "љ5 ђ3 ф3 џ0.3"
    ),
    "mk": (
        "а125 о105 е97 и92 т75 н68 р51 с46 в43 д39 к36 п31 л28 м25 у20 з18 ј16 г14 б14 ц9 ч8 ш6 ж6 ќ3 ф3 х3 "
        "њ2 ѓ2 љ1 џ0.5 ѕ0.3"
    ),
    "kk": (
        "а130 е82 ы70 н69 т60 р58 л50 і50 д48 с40 к32 қ32 м31 о29 б28 у23 п18 ғ18 ж18 ш17 и17 й16 з16 ң14 г14 "
        "ө12 ү9 ұ8 ә8 я7 в5 х4 ф3 ц2 э2 ь2 ч2 ю2 щ0.5 ё0.3 ъ0.3 һ0.3"
    ),
}
# The letters beyond ASCII of the languages in Latin script.
LATIN_LETTERS = {
    "de": "äöüß", "fr": "àâçéèêëîïôùûœ", "es": "ñáéíóú¿¡", "it": "àèéìòù", "pt": "ãõçáâéêíóú", "ro": "ășțâîşţ",
    "pl": "ąćęłńóśźż", "cs": "ěřůčšžýáíéúďťň", "sk": "ľĺŕôäčšžýáíéúňďť", "sl": "čšž", "hr": "čćđšž", "hu": "őűáéíóöúü",
    "tr": "ğışçöüâ", "nl": "éë", "sv": "åäö", "da": "åæø", "no": "åæø", "fi": "äö", "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž", "et": "äõöüšž", "sq": "ëç", "en": "",
}  # fmt: skip
# Scripts that a single language writes, or one far more often than all others.
SCRIPTS = (
    ("el", "\u0370", "\u03ff"), ("he", "\u0590", "\u05ff"), ("ar", "\u0600", "\u06ff"), ("hy", "\u0530", "\u058f"),
    ("ka", "\u10a0", "\u10ff"), ("hi", "\u0900", "\u097f"), ("th", "\u0e00", "\u0e7f"), ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"), ("zh", "\u4e00", "\u9fff"),
)  # fmt: skip
