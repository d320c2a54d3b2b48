"""The headers of Moodle's grading worksheet in the languages of its packs, by what they mean.

Moodle writes the worksheet in the language of whoever downloads it, and reads it in that of whoever uploads it. The
words are the packs' own, as of Moodle 4.5: recordid, lastmodifiedgrade, gradecanbechanged, maxgrade of `assign`;
gradenoun, fullname, email, idnumber, username, no of the core; pluginname of `assignfeedback_comments`. Behind these
stand spellings of older packs and of single sites.
"""

IDENTIFIER = "identifier"
NAME = "full name"
ADDRESS = "e-mail address"
NUMBER = "ID number"
USERNAME = "user name"
GRADE = "grade"
MAXIMUM = "maximum grade"
CHANGEABLE = "grade can be changed"
GRADED = "last modified (grade)"
COMMENTS = "feedback comments"
GROUP = "group"
SUBMITTED = "last modified (submission)"

# Separated by "|"; English first, then ca, de, el, es, eu, fr, gl, it, ja, ko, lt, nl, pt, ro, ru, sv, tr, uk, zh_cn.
_WORDS = {
    IDENTIFIER: "Identifier|Identificador|ID|Αναγνωριστικό|Identifikatzailea|Identifiant|Identificativo|식별자"
    "|Identifikatorius|Identificatie|Identificator|Идентификатор|Identifierare|Tanımlayıcı|Ідентифікатор|标识符",
    NAME: "Full name|Nom complet|Vollständiger Name|Πλήρες όνομα|Nombre completo|Izen osoa|Nome completo|Nome"
    "|フルネーム|전체 이름|Visas pavadinimas|Volledige naam|Nume complet|Полное имя|Fullständigt namn|Tam adı"
    "|Повна назва|全名"
    "|Cognome/Nome|Nombre|Name|Nombre / Apellido(s)|Nome / Cognome",
    ADDRESS: "Email address|Adreça electrònica|E-Mail-Adresse|Διεύθυνση ηλε.ταχυδρομείου|Dirección de correo"
    "|Helbide elektronikoa|Adresse de courriel|Enderezo de correo|Indirizzo email|メールアドレス|이메일 주소"
    "|El. pašto adresas|E-mailadres|E-mail|Adresa de e-mail|Адрес электронной почты|E-postadress|E-posta adresi"
    "|Електронна пошта|电子邮件地址"
    "|Email|E-mail address|E-Mail|Courriel|Adresse e-mail|Dirección Email"
    "|Dirección de correo electrónico|Correo electrónico|Correo|Endereço de email|Adresse électronique",
    NUMBER: "ID number|Número ID|ID-Nummer|Αναγνωριστικός αριθμός|Número de ID|ID zenbakia|Numéro d’identification"
    "|Codice identificativo|IDナンバ|id 번호|ID numeris|Nummer (ID)|Número de identificação (ID)|Număr ID"
    "|Индивидуальный номер|ID nummer|ID numarası|Індивідуальний номер|学号"
    "|Matrikelnummer|Numéro d'identification|Número de identificación|Identificatienummer|Número de identificação",
    USERNAME: "Username|Nom d'usuari|Anmeldename|Όνομα χρήστη|Nombre de usuario|Erabiltzaile-izena"
    "|Nom d’utilisateur|Nome de usuario|ユーザ名|사용자 아이디|Naudotojo vardas|Gebruikersnaam|Nome de utilizador"
    "|Nume de utilizator|Логин|Användarnamn|Kullanıcı adı|Ім’я входу|用户名"
    "|Benutzername|Nom d'utilisateur",
    GRADE: "Grade|Qualificació|Bewertung|Βαθμός|Calificación|Kalifikazioa|Note|Cualificación|Valutazione|評点|성적"
    "|Įvertinimas|Cijfer|Avaliação|Notă|Оценка|Betyg|Not|Оцінка|成绩",
    MAXIMUM: "Maximum grade|Qualificació màxima|Bestwertung|Μέγιστος Βαθμός|Calificación máxima"
    "|Gehieneko kalifikazioa|Note maximale|Cualificación máxima|Valutazione massima|最大評点|최대 성적"
    "|Didžiausias įvertinimas|Maximaal cijfer|Nota máxima|Notă maximă|Максимальная оценка|Maxbetyg|Enyüksek not"
    "|Максимальна оцінка|最高分",
    CHANGEABLE: "Grade can be changed|Es pot canviar la qualificació|Bewertung kann geändert werden"
    "|Ο βαθμός μπορεί να αλλάξει|La calificación puede ser cambiada|Kalifikazioa alda daiteke"
    "|La note peut être modifiée|A cualificación pode seren cambiada|La valutazione può essere cambiata|評点変更可"
    "|Įvertinimas gali būti pakeistas|Het cijfer kan gewijzigd worden|A nota pode ser alterada."
    "|Nota poate fi schimbată|Оценка может быть изменена|Betyg kan ändras|Not değiştirilebilir"
    "|Оцінка може бути змінена|允许更改成绩",
    GRADED: "Last modified (grade)|Darrera modificació (qualificació)|Zuletzt geändert (Bewertung)"
    "|Τελευταία τροποποίηση (βαθμολόγηση)|Última modificación (calificación)|Azken aldaketa (kalifikazioa)"
    "|Dernière modification (note)|Última modificación (cualificación)|Ultima modifica (valutazione)"
    "|最終更新日時 (評定)|마지막 수정됨(성적)|Laatst gewijzigd (beoordeling)|Última atualização (avaliação)"
    "|Última modificação (nota)|Ultima modificare (nota)|Последнее изменение (оценка)|Senast modifierat (betyg)"
    "|Son düzenleme (not)|Востаннє змінювалося (оцінка)|上次修改（评分）",
    COMMENTS: "Feedback comments|Comentaris de retroacció.|Feedback als Kommentar|Σχόλια ανατροφοδότησης"
    "|Comentarios de retroalimentación|Feedback-iruzkinak|Feedback par commentaires|Comentarios|Commenti"
    "|フィードバックコメント|피드백 코멘트|Grįžtamojo ryšio komentarai|Feedback tekstvak|Comentários de feedback"
    "|Comentarii de feedback|Отзыв в виде комментария|Återkopplingskommentarer|Geri bildirim yorumları"
    "|Відгук - коментарем|反馈意见",
    GROUP: "Group|Gruppe|Groupe|Grupo|Gruppo|Groep",
    SUBMITTED: "Last modified (submission)|Zuletzt geändert (Abgabe)|Dernière modification (travail remis)"
    "|Dernière modification (remise)|Última modificación (entrega)|Fecha de entrega|Ultima modifica (consegna)"
    "|Última modificação (envio)|Última modificação (submissão)|Laatst gewijzigd (ingestuurde opdracht)"
    "|Laatst gewijzigd (inzending)",
}
_NO = "No|Nein|Όχι|Ez|Non|아니오|Ne|Nee|Não|Nu|Нет|Nej|Hayır|Ні|否"

MEANINGS = {word.casefold(): meaning for meaning, words in _WORDS.items() for word in words.split("|")}
NO = frozenset(word.casefold() for word in _NO.split("|"))


def meaning(header: str) -> str:
    """Return what a header of the worksheet means, empty where it is none of these."""
    return MEANINGS.get(" ".join(header.lstrip("\ufeff").casefold().split()), "")


def known(meaning: str) -> tuple[str, ...]:
    """Return the headers that have a meaning."""
    return tuple(_WORDS[meaning].split("|"))
