"""The words that cleaning knows: stop words by language, and the set phrases of page furniture.

Stop words tell running text from labels. They are used only for the language that a page is in; a page in no known
language is judged without them.
"""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": """the of and to a in that is was for on with as it he be by at his from are this have had not but an
            were has they which their its been or who said will would she her we there about after when if more into
            also can could than them these what so up out all one you i no our some him do only over two other new""",
        "de": """der die das und in den von zu mit ist im des sich auf für nicht es dem ein eine auch als an er sie
            nach bei aus dass wird sind einer einem einen um am wie zum zur hat haben war werden oder aber noch vor
            durch über nur so ich wir wenn kann mehr""",
        "fr": """le la les de des du et en un une que qui dans est pour pas sur par plus au il elle ce se sont avec ne
            aux son sa ses ont été mais ou cette comme nous vous leur fait être après deux était on même""",
        "es": """el la los las de del y en un una que es por con para se no su al lo como más pero sus ha fue son este
            esta entre cuando muy sin sobre también me hasta hay donde desde todo nos durante ya""",
        "it": """il lo la i gli le di del della dei e in un una che è per con non si da al sono come più anche ma dal
            nel nella alla ha questo se su ci delle suo sua era essere o dopo""",
        "pt": """o a os as de do da dos das e em um uma que é por com para se não no na nos ao mais como mas foi são
            sua seu pela pelo ou quando também entre já está""",
        "nl": """de het een en van in is op te dat die voor met zijn niet aan er om ook als bij door naar dan maar
            hij ze uit heeft over worden wordt nog werd was tot""",
        "tr": """ve bir bu da de için ile olarak olan çok daha gibi kadar ama sonra ise en ne o var diye göre
            tarafından değil""",
        "sv": """och i att en som är på för med av det den till inte har om ett de var han men sig så från vi kan
            när ska eller""",
        "ru": """и в не на что с по а как это из он к но у за от для же его так то о бы все был было до или также
            который после""",
        "pl": """i w na z do nie się że to jest o jak od za po przez dla są a ale czy co tym tego być oraz""",
        "ar": "في من على إلى أن عن مع هذا هذه التي الذي كان قال ما لا بعد بين كما أو",
    }.items()
}

#: Labels of buttons that share, save or print; a line made of nothing else is furniture.
SHARE_WORDS = frozenset(
    _words(
        """
        share shares sharing tweet tweets retweet facebook twitter x whatsapp linkedin pinterest pin reddit
        tumblr telegram email e-mail mail print save bookmark copy link googleplus google+ google plus flipboard
        messenger viber pocket digg stumbleupon instagram youtube rss feed like follow comment comments on to
        via this it story article send a friend teilen merken drucken twittern partager imprimer compartir
        imprimir enviar condividi stampa delen paylaş yazdır поделиться skype vk vkontakte ok snapchat tiktok
        threads mastodon bluesky xing line sms total us with reblog 0 1 2 3 4 5 6 7 8 9 and or the by
        """
    )
)
SHARE_CORE = frozenset(
    _words(
        """
        share shares tweet facebook twitter whatsapp linkedin pinterest reddit tumblr telegram email e-mail
        print googleplus google+ flipboard messenger teilen drucken partager compartir condividi delen paylaş
        поделиться youtube instagram rss save bookmark reblog stumbleupon digg follow
        """
    )
)
