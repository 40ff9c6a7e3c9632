"""Month and weekday names in the languages that scraped news comes in, as dates.py reads them (case-folded).

A name that means different months in two languages (listopada) stands once, for the language with more news.
"""

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

# Of languages whose news is scraped less often, as dates inflect them.
_MORE_MONTHS = """
ianuarie leden ledna január januára janar ιανουαρίου січня януари tammikuuta sausio janvāris jaanuar ژانویه ינואר siječnja
februarie únor února február februára shkurt φεβρουαρίου лютого февруари helmikuuta veebruar فوریه פברואר veljača veljače
mär martie březen března március marts μαρτίου березня maaliskuuta märts مارچ מרץ ožujak ožujka maret
إبريل aprilie duben dubna április apríla prill απριλίου квітня април huhtikuuta aprill آوریل אפריל travanj travnja
květen května május mája μαΐου травня май toukokuuta مه מאי svibanj svibnja
iunie červen června június júna qershor ιουνίου червня юни kesäkuuta juuni ژوئن יוני lipanj lipnja
iulie červenec července július júla korrik ιουλίου липня юли heinäkuuta juuli ژوئیه יולי srpanj srpnja
srpen srpna augusztus gusht αυγούστου серпня август elokuuta اوت אוגוסט kolovoz kolovoza agustus
septembrie září szeptember septembra shtator σεπτεμβρίου вересня септември syyskuuta سپتامبر ספטמבר rujan rujna
octombrie říjen října október októbra tetor οκτωβρίου жовтня октомври lokakuuta اکتبر אוקטובר
noiembrie novembra nëntor νοεμβρίου листопада ноември marraskuuta نوامبر נובמבר studeni studenog studenoga
decembrie prosinec prosince decembra dhjetor δεκεμβρίου грудня декември joulukuuta detsember دسامبر דצמבר prosinca desember
"""

MONTHS: dict[str, int] = {
    name: number
    for table in (_MONTHS, _MORE_MONTHS)
    for number, names in enumerate(table.strip().splitlines(), 1)
    for name in _words(names)
}

ENGLISH_MONTHS: frozenset[str] = frozenset(
    _words(
        """
        january jan february feb march mar april apr may june jun july jul august aug september sep sept
        october oct november nov december dec
        """
    )
)

_WEEKDAYS = """
monday mon montag mo lundi lunes lunedì segunda maandag pazartesi понедельник
tuesday tue tues dienstag di mardi martes martedì terça dinsdag salı вторник
wednesday wed mittwoch mi mercredi miércoles mercoledì quarta woensdag çarşamba среда
thursday thu thur thurs donnerstag do jeudi jueves giovedì quinta donderdag perşembe четверг
friday fri freitag fr vendredi viernes venerdì sexta vrijdag cuma пятница
saturday sat samstag sonnabend sa samedi sábado sabato zaterdag cumartesi суббота
sunday sun sonntag so dimanche domingo domenica zondag pazar воскресенье
"""

#: Weekday → its number as `date.weekday` counts, Monday is 0.
WEEKDAYS: dict[str, int] = {
    name: number for number, names in enumerate(_WEEKDAYS.strip().splitlines()) for name in _words(names)
}
