"""Month and weekday names in the languages that scraped news comes in, as dates.py reads them (case-folded)."""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


_MONTHS = """
january jan januar januari janvier janv enero ene gennaio gen janeiro ocak января янв stycznia يناير
february feb februar februari février fevrier févr fév febrero febbraio fevereiro fev şubat февраля фев lutego فبراير شباط
march mar märz maerz mrz maart mars marzo março marco mart марта мар marca مارس آذار
april apr avril avr abril abr aprile nisan апреля апр kwietnia أبريل نيسان
may mai mei maj mayo maggio mag maio mayıs мая maja مايو أيار
june jun juni juin junio giugno giu junho haziran июня июн czerwca يونيو حزيران
july jul juli juillet juil julio luglio lug julho temmuz июля июл lipca يوليو تموز
august aug augustus août aout agosto ago ağustos августа авг sierpnia أغسطس آب
september sep sept septembre septiembre settembre set setembro eylül сентября сен września سبتمبر أيلول
october oct oktober okt octobre octubre ottobre ott outubro out ekim октября окт października أكتوبر
november nov novembre noviembre novembro kasım ноября ноя listopada نوفمبر
december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro aralık декабря дек grudnia ديسمبر
"""

MONTHS: dict[str, int] = {
    name: number for number, names in enumerate(_MONTHS.strip().splitlines(), 1) for name in names.split()
}

ENGLISH_MONTHS: frozenset[str] = frozenset(
    _words(
        """
        january jan february feb march mar april apr may june jun july jul august aug september sep sept
        october oct november nov december dec
        """
    )
)

WEEKDAYS: frozenset[str] = frozenset(
    _words(
        """
        monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
        montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lundi mardi
        mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì
        martedì mercoledì giovedì venerdì sabato domenica segunda terça quarta quinta sexta feira maandag
        dinsdag woensdag donderdag vrijdag zaterdag zondag pazartesi salı çarşamba perşembe cuma cumartesi pazar
        понедельник вторник среда четверг пятница суббота воскресенье
        """
    )
)
