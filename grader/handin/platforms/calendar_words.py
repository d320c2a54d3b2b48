"""Months and weekdays in the languages in which platforms print their times: en, de, fr, es, it, nl, pt."""

import unicodedata


def unaccented(text: str) -> str:
    """Return a text without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


_MONTHS = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
januar februar märz april mai juni juli august september oktober november dezember
jänner feber märz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
januari februari maart april mei juni juli augustus september oktober november december
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
"""
_WEEKDAYS = """
monday tuesday wednesday thursday friday saturday sunday
mon tue wed thu fri sat sun
montag dienstag mittwoch donnerstag freitag samstag sonntag
montag dienstag mittwoch donnerstag freitag sonnabend sonntag
lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
segunda terça quarta quinta sexta sábado domingo
"""
MONTHS = {
    word: number for line in unaccented(_MONTHS).strip().splitlines() for number, word in enumerate(line.split(), 1)
}
WEEKDAYS = {
    word: number for line in unaccented(_WEEKDAYS).strip().splitlines() for number, word in enumerate(line.split())
}
_FILLERS = """
at de del do da di a as las la le les il alle ore om um uhr o o'clock clock feira op den der
"""
FILLERS = frozenset(_FILLERS.split())

ZONES = {"MEZ": "CET", "MESZ": "CEST", "HNEC": "CET", "HAEC": "CEST", "WEZ": "WET", "WESZ": "WEST"}  # translated
