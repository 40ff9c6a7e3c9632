"""Words that hold a sentence together and name nothing, by language: between them stand the phrases.

Short lists of the commonest: articles, pronouns, prepositions, conjunctions, auxiliaries. They also tell which of these
languages a text is in, since a third of any text consists of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from reader.patterns import lazy

_LISTS = {
    "en": """
        a an the this that these those some any no each every either neither of in on at by for from to with without
        into onto over under after before during since until against between among through about as than like per via
        within amid across around behind beyond despite along toward towards upon up down out off and or but nor so
        yet if when while where because although though who whom whose which what how why whether is are was were be
        been being am has have had having do does did will would can could shall should may might must not it its
        itself he him his himself she her hers herself they them their theirs themselves we us our ours you your yours
        i me my mine there here also then too very just only even still again now ever never more most both all such
        own other another later instead said says say told tells tell
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines kein keine keinen keiner dieser diese dieses diesen
        diesem jener jeder jede alle und oder aber sondern denn doch als wie wenn weil dass ob damit nachdem während
        obwohl bevor bis seit in im an am auf aus bei beim mit nach von vom vor zu zum zur für über unter um durch
        gegen ohne zwischen ist sind war waren sei wäre hat haben hatte hatten hätte wird werden wurde wurden worden
        würde kann können konnte soll sollen sollte muss müssen will wollen nicht auch nur noch schon sehr mehr so ich
        du er sie es wir ihr ihn ihm ihnen uns sich mein sein seine seinen seiner ihre ihren ihrer unser man was wer
        wo da hier dort dann nun
    """,
    "fr": """
        le la les l un une des du de d au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos
        leur leurs et ou mais donc or ni car que qu qui quoi dont où quand comme si lorsque puisque à en dans par pour
        sur sous avec sans chez entre vers contre depuis pendant avant après selon est sont était étaient être été a
        ont avait avaient avoir eu sera serait fait peut peuvent doit ne n pas plus très aussi encore déjà je j tu il
        elle on nous vous ils elles se s me m te lui eux y cela ça même tout tous toute toutes
    """,
    "es": """
        el la los las lo un una unos unas de del a al en con sin por para sobre entre hasta desde contra según durante
        tras ante y e o u pero sino ni que quien quienes cual cuyo donde cuando como si porque aunque mientras es son
        era eran ser fue fueron sido está están estaba estar ha han había habían haber hay no sí ya más muy también
        sólo solo su sus mi mis tu tus nuestro nuestra se me te le les nos yo él ella ellos ellas este esta estos
        estas ese esa esos esas eso esto todo todos toda todas
    """,
    "pt": """
        o a os as um uma uns umas de do da dos das em no na nos nas ao aos à às por pelo pela pelos pelas para com sem
        sobre entre até desde contra segundo durante após e ou mas nem que quem qual cujo onde quando como se porque
        embora enquanto é são era eram ser foi foram sido está estão estava estar tem têm tinha ter há não já mais
        muito também só seu sua seus suas meu minha nosso nossa lhe lhes me te eu ele ela eles elas este esta estes
        estas esse essa isso isto todo todos toda todas
    """,
    "it": """
        il lo la i gli le l un uno una di del dello della dei degli delle d a al allo alla ai agli alle da dal dalla
        dai dalle in nel nella nei nelle con su sul sulla sui sulle per tra fra senza contro dopo prima durante
        secondo e ed o ma né che chi cui quale dove quando come se perché mentre è sono era erano essere stato stata
        stati ha hanno aveva avevano avere non già più molto anche solo suo sua suoi sue mio mia nostro nostra loro si
        mi ti ci vi gli lui lei io noi voi essi questo questa questi queste quello quella tutto tutti tutta tutte
    """,
    "nl": """
        de het een deze dit die dat van in op aan bij met naar uit voor over onder om door tegen zonder tussen tot
        sinds na te en of maar want als wanneer omdat terwijl hoewel dan is zijn was waren wordt worden werd werden
        geworden heeft hebben had hadden zal zullen zou zouden kan kunnen kon moet moeten wil niet ook nog al zeer
        meer ik je jij u hij zij ze wij we jullie hem haar hun ons zich mijn zijn wie wat waar er hier daar geen
    """,
    "ru": """
        и в во не что он на я с со как а то все она так его но да ты к ко у же вы за бы по только её ее мне было вот
        от меня ещё еще нет о об из ему когда даже ну ли если уже или ни быть был была были него до вас они тут где
        есть для мы их чем сам чтобы без под при после перед через над между который которая которые которых этот эта
        это эти этого этой том того также более
    """,
    "uk": """
        і й та в у не що він на я з зі із як а то все вона так його але ти до у ж ви за б по тільки її мені було від
        мене ще немає про коли навіть чи якщо вже або ні бути був була були нього вас вони тут де є для ми їх ніж сам
        щоб без під при після перед через над між який яка які яких цей ця це ці цього цієї тому того також більш
    """,
    "tr": """
        ve veya ya da de ile için bir bu şu o ki gibi kadar göre sonra önce karşı doğru ancak ama fakat çünkü eğer ise
        mi mı mu mü değil var yok olan olarak oldu olduğu olduğunu dedi söyledi en daha çok her hiç ne nasıl ben sen
        biz siz onlar onun bunun tarafından üzere dolayı üzerine içinde arasında
    """,
}

FUNCTION_WORDS: Mapping[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in _LISTS.items()}
"""Language → its function words, in small letters."""

_SAMPLE = 4000  # code points of a text by which its language is told
_SHARE = 0.15
_FEW = 12
_WORD = lazy(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """The language of a text, by its beginning, as far as its function words are known; else "".

    A few words without any, as a headline may be, are taken for English where they are in Latin letters.
    """
    counts = Counter(word.lower() for word in _WORD.findall(text[:_SAMPLE]))
    shares = {name: sum(counts[word] for word in words if word in counts) for name, words in FUNCTION_WORDS.items()}
    best = max(shares, key=lambda name: shares[name])
    total = counts.total()
    if shares[best] >= _SHARE * total > 0:
        return best
    return "en" if 0 < total <= _FEW and all(word.isascii() for word in counts) else ""
