"""The words beside a date that say what happened on it: publication, an update, a comment, an event."""

from __future__ import annotations

import re

from reader.patterns import lazy

FIRST = lazy(
    r"\b(?:published?|posted|publish date|publication|created|released|issued|submitted|filed|veröffentlicht"
    r"|erstellt|geschrieben|online seit"
    r"|erschienen|verfasst|publiée?|posté|mise? en ligne|publicad[oa]|creado|pubblicato|gepubliceerd"
    r"|geplaatst|geschreven|publicerad|publisert"
    r"|udgivet|julkaistu|yayınlanma|eklenme|oluşturulma|opublikowano|dodano|opublikowany|zveřejněno|vydáno"
    r"|publikováno|megjelent|publicat|objavljeno"
    r"|опубликовано|опубликован[аы]?|дата публикации|опубліковано|публикувано|δημοσιεύθηκε|نشر|تاريخ النشر"
    r"|입력|등록|掲載|公開|发布|發布|發佈)(?![^\W\d_])",
    re.I,
)
LATER = lazy(
    r"\b(?:updated?|modified|edited|revised|reviewed|aktualisiert|geändert|bearbeitet|überarbeitet"
    r"|letzte änderung|mise? à jour|modifiée?|actualizad[oa]"
    r"|aggiornato|aggiornamento|bijgewerkt|uppdaterad|opdateret|oppdatert|güncelleme|güncellenme"
    r"|aktualizacja|zaktualizowano|aktualizováno|ažurirano"
    r"|обновлено|оновлено|تحديث|수정|更新)(?![^\W\d_])",
    re.I,
)
BY = lazy(
    r"(?:^|[\s|·•,;/(–—-])(?:by|von|par|por|door|di|af|av|autor|author|redaktion|reporter|staff|text|автор)\b(?!\s\d)",
    re.I,
)
COMMENT = lazy(
    r"\b(?:reply|repl(?:y|ies)\b|says?|said|wrote|schrieb|sagte?|meint|antworten|répondre|dit|responder|dijo"
    r"|dice|reageer|permalink|permalänk|zitieren"
    r"|report|melden|signaler|likes?|gefällt|yanıtla|cevapla|ответить)\b|#\d|@\w",
    re.I,
)
EVENT = lazy(
    r"\b(?:events?|termine?|deadline|until|bis|from|ab|expires?|valid|gültig|tickets?|einlass|beginn|starts?"
    r"|ends?|born|geboren|died|since|seit|joined"
    r"|member|mitglied|registriert|until|jusqu'au|hasta|copyright|version|release|abgerufen|retrieved"
    r"|accessed|season|vs\.?)\b|©|[†*]\s?\d",
    re.I,
)
