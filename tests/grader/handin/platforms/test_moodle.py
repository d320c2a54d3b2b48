"""Moodle's zip in every layout since 3.0, with worksheets in several languages, and what it cannot tell."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handin.item import Word
from tests.support.downloads import NOTEBOOK, collected, given, summary, who, written, zipped

EN = (
    "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\r\n"
    "Participant 77,Ada Lovelace,ada@example.org,Submitted for grading,,90,Yes,"
    '"Wednesday, 17 April 2024, 11:54 PM",-,\r\n'
    "Participant 78,Emil Müller,emil@example.org,Submitted for grading,,90,Yes,"
    '"Wednesday, 17 April 2024, 12:05 AM",-,\r\n'
    "Participant 79,Bob Smith,bob2@example.org,No submission,,90,Yes,-,-,\r\n"
)
DE = (
    'ID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung,"Bewertung kann geändert werden",'
    '"Zuletzt geändert (Abgabe)","Zuletzt geändert (Bewertung)","Feedback als Kommentar"\n'
    'Teilnehmer/in77,"Ada Lovelace",ada@example.org,"Zur Bewertung abgegeben",,"90,00",Ja,'
    '"Mittwoch, 17. April 2024, 23:54",-,\n'
)
FR = (
    "Identifiant;Nom complet;Adresse de courriel;Statut;Note;Note maximale;La note peut être modifiée;"
    "Dernière modification (travail remis);Dernière modification (note);Feedback par commentaires\n"
    "Participant 77;Ada Lovelace;ada@example.org;Remis pour évaluation;;90;Oui;mercredi 17 avril 2024, 23:54;-;\n"
)
ES = (
    "Identificador,Nombre completo,Dirección de correo,Estado,Calificación,Calificación máxima,"
    "Última modificación (entrega),Última modificación (calificación)\n"
    "Participante 77,Ada Lovelace,ada@example.org,Enviado para calificar,,90,"
    '"miércoles, 17 de abril de 2024, 23:54",-\n'
)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Ada Lovelace_77_assignsubmission_file_hw3.ipynb", "hw3.ipynb"),
        ("Ada Lovelace_77_assignsubmission_file_my_hw_3.ipynb", "my_hw_3.ipynb"),
        ("Ada Lovelace_77_assignsubmission_file_/hw3.ipynb", "hw3.ipynb"),
        ("Ada Lovelace_77_assignsubmission_file/sub/dir/hw3.ipynb", "sub/dir/hw3.ipynb"),
        ("a_lovelace_Ada Lovelace_77_assignsubmission_file_/hw3.ipynb", "hw3.ipynb"),
        ("ADL-HW3-12/Ada Lovelace_77_assignsubmission_file_/hw3.ipynb", "hw3.ipynb"),
        ("Ada Lovelace_77_assignsubmission_onlinetext/onlinetext.html", "onlinetext.html"),
        ("Ada Lovelace_77_assignsubmission_file_/Bob Smith_79_assignsubmission_file_x.ipynb", None),
    ],
)
def test_each_layout_is_read_with_the_worksheet(tmp_path: Path, name: str, path: str | None) -> None:
    archive = zipped(tmp_path / "m.zip", {name: NOTEBOOK})
    sheet = written(tmp_path / "w.csv", EN, "utf-8-sig")
    items = collected("moodle", archive, given("ADL-HW3-12.zip", sheet))
    item = next(item for item in items if who(item) == "ada")
    assert [file.name for file in item.files] == [path or "Bob Smith_79_assignsubmission_file_x.ipynb"]
    assert item.files[0].read() == NOTEBOOK
    assert (item.arrival.at, item.arrival.word, item.refused) == (datetime(2024, 4, 17, 21, 54), Word.SERVER, "")


@pytest.mark.parametrize(("sheet", "encoding"), [(EN, "utf-8"), (DE, "utf-8-sig"), (FR, "cp1252"), (ES, "utf-16")])
def test_worksheets_are_read_in_several_languages(tmp_path: Path, sheet: str, encoding: str) -> None:
    archive = zipped(tmp_path / "m.zip", {"Ada Lovelace_77_assignsubmission_file_/hw3.ipynb": NOTEBOOK})
    items = collected("moodle", archive, given("m.zip", written(tmp_path / "w.csv", sheet, encoding)))
    assert (who(items[0]), items[0].arrival.at) == ("ada", datetime(2024, 4, 17, 21, 54))


def test_file_and_text_of_one_participant_are_one_hand_in(tmp_path: Path) -> None:
    files = {
        "Ada Lovelace_77_assignsubmission_file_/hw3.ipynb": NOTEBOOK,
        "Ada Lovelace_77_assignsubmission_onlinetext_/onlinetext.html": b"<p>see file</p>",
    }
    items = collected("moodle", zipped(tmp_path / "m.zip", files), given())
    assert summary(items) == {"ada": ["hw3.ipynb", "onlinetext.html"]}


def test_hidden_names_need_the_worksheet(tmp_path: Path) -> None:
    files = {f"Participant_{number}_assignsubmission_file_/hw3.ipynb": NOTEBOOK for number in (77, 78)}
    archive = zipped(tmp_path / "kept.zip", files)
    with pytest.raises(CourseError, match=r"^moodle.zip: it names participants, not people. Download the grading work"):
        collected("moodle", archive, given("moodle.zip"))
    items = collected("moodle", archive, given("moodle.zip", written(tmp_path / "w.csv", EN)))
    assert summary(items) == {"ada": ["hw3.ipynb"], "emil": ["hw3.ipynb"]}
    blind = "Identifier,Status,Last modified (submission)\nParticipant 77,Submitted,-\n"
    items = collected("moodle", archive, given("moodle.zip", written(tmp_path / "blind.csv", blind)))
    assert "hides who participant 77 is" in items[0].refused
    assert "is not in the worksheet" in items[1].refused


def test_without_a_worksheet_only_unique_names_are_taken(tmp_path: Path) -> None:
    files = {
        f"{name}_assignsubmission_file_/hw3.ipynb": NOTEBOOK
        for name in ("Ada Lovelace_77", "Bob Smith_79", "Emil Mu\u0308ller_80", "Jane-Ann Doe_81", "Jane-Ann Doe_82")
    }
    items = collected("moodle", zipped(tmp_path / "m.zip", files), given())
    assert summary(items) == {"ada": ["hw3.ipynb"], "emil": ["hw3.ipynb"]}
    refused = [item.refused for item in items if item.refused]
    assert refused[0].startswith("'Bob Smith' is the name of bob and bob2")
    assert refused[1:] == 2 * [
        "2 participants are called 'Jane-Ann Doe'; the grading worksheet (--worksheet) tells who"
    ]
    assert all(item.arrival.at is None and "no times" in " ".join(item.notes) for item in items)


def test_a_group_is_an_item_for_each_member_with_the_members_own_time(tmp_path: Path) -> None:
    sheet = (
        EN.replace("Status,", "Status,Group,")
        .replace("grading,", "grading,Team A,")
        .replace("No submission,", "-,Default group,")
    )
    files = {
        "Team A_9_assignsubmission_file_/hw3.ipynb": NOTEBOOK,
        "Default group_assignsubmission_file/a.ipynb": b"{}",
    }
    items = collected("moodle", zipped(tmp_path / "m.zip", files), given("m.zip", written(tmp_path / "w.csv", sheet)))
    assert summary(items) == {"ada": ["hw3.ipynb"], "emil": ["hw3.ipynb"], "bob2": ["a.ipynb"]}
    times = {who(item): item.arrival.at for item in items}
    assert times == {"ada": datetime(2024, 4, 17, 21, 54), "emil": datetime(2024, 4, 16, 22, 5), "bob2": None}
    assert "Handed in by the group 'Team A'." in items[0].notes


def test_a_hand_in_of_the_worksheet_that_the_zip_lacks_is_told(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "m.zip", {"Ada Lovelace_77_assignsubmission_file_/hw3.ipynb": NOTEBOOK})
    items = collected("moodle", archive, given("m.zip", written(tmp_path / "w.csv", EN)))
    assert [who(item) for item in items] == ["ada", "emil"]
    assert "there is no file of it" in items[1].refused


def test_zip_and_worksheet_that_disagree_about_a_person_are_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "m.zip", {"Grace Hopper_77_assignsubmission_file_/hw3.ipynb": NOTEBOOK})
    items = collected("moodle", archive, given("m.zip", written(tmp_path / "w.csv", EN)))
    assert items[0].refused == "the zip calls participant 77 'Grace Hopper', and the worksheet 'Ada Lovelace'"


def test_entries_in_cp437_and_in_undeclared_utf_8_are_read(tmp_path: Path) -> None:
    path = tmp_path / "m.zip"
    name = "Emil Müller_78_assignsubmission_file_/hw3.ipynb"
    for raw in (name.encode("cp437"), name.encode("utf-8")):
        with zipfile.ZipFile(path, "w") as archive:
            info = zipfile.ZipInfo(name.replace("ü", "#" * (len(raw) - len(name) + 1)))
            archive.writestr(info, NOTEBOOK)
        path.write_bytes(path.read_bytes().replace(info.filename.encode(), raw))
        assert summary(collected("moodle", path, given())) == {"emil": ["hw3.ipynb"]}


def test_an_unknown_header_is_one_clear_error(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "m.zip", {"Ada Lovelace_77_assignsubmission_file_/hw3.ipynb": NOTEBOOK})
    danish = written(tmp_path / "w.csv", 'Identifikator,"Fulde navn",E-mailadresse\nDeltager 77,Ada,a@x.org\n')
    with pytest.raises(
        CourseError,
        match=r"^w.csv: none of its columns \(Identifikator, Fulde navn, .*known: Identifier, Identificador, ID,",
    ):
        collected("moodle", archive, given("m.zip", danish))
    odd = written(tmp_path / "odd.csv", EN.replace("Participant 78", "Emil"))
    with pytest.raises(CourseError, match=r"^odd.csv: line 3 has the identifier 'Emil'"):
        collected("moodle", archive, given("m.zip", odd))
    other = written(tmp_path / "other.csv", EN.replace("Ada Lovelace,ada", "Grace Hopper,grace"))
    with pytest.raises(
        CourseError, match=r"participant 77 is one person in line 2 of w2.csv, and another in line 2 of other"
    ):
        collected("moodle", archive, given("m.zip", written(tmp_path / "w2.csv", EN), other))


def test_a_time_needs_a_zone_in_the_settings(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "m.zip", {"Ada Lovelace_77_assignsubmission_file_/hw3.ipynb": NOTEBOOK})
    sheet = written(tmp_path / "w.csv", EN)
    items = collected("moodle", archive, given("m.zip", sheet, zoned=False))
    assert "names no zone, and c.Course.time_zone is not set" in items[0].refused
    garbled = written(tmp_path / "g.csv", EN.replace("Wednesday, 17 April 2024, 11:54 PM", "17 smarch 2024 11:54 PM"))
    assert "is not a date" in collected("moodle", archive, given("m.zip", garbled))[0].refused


def test_a_zip_of_another_assignment_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "m.zip", {"Ada Lovelace_77_assignsubmission_file_/hw3.ipynb": NOTEBOOK})
    with pytest.raises(CourseError, match=r"ADL-HW2-1234.zip: it is of 'ADL-HW2-1234.zip', which is hw 2, not hw3"):
        collected("moodle", archive, given("ADL-HW2-1234.zip"))


def test_what_belongs_to_nobody_is_told(tmp_path: Path) -> None:
    files = {f"{name}_assignsubmission_file_/hw3.ipynb": NOTEBOOK for name in ("Ada Lovelace_77", "Emil Müller_78")}
    items = collected("moodle", zipped(tmp_path / "m.zip", {**files, "extra.ipynb": b"{}"}), given())
    assert "it is none that Moodle gives ('extra.ipynb')" in items[-1].refused
