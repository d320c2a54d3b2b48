"""A class list, scores, and the tables that platforms would give for them."""

from collections.abc import Mapping
from pathlib import Path

from grader.handback.export import FORMATS, fill
from grader.handback.filling import Export, Wish
from grader.handback.scores import Score
from grader.roster import Roster, parse_roster

LIST = """id,first_name,last_name,email,lms_user_id,login
ada,Ada,Lovelace,ada@example.org,101,alove
emil,Emil,Müller,emil@example.org,102,emuell
grace,Grace,Hopper,grace@example.org,103,ghopper
zoe,Zoë,"O'Neill, jr.",zoe@example.org,104,zoneill
"""
ROSTER = parse_roster(LIST, Path("roster.csv"))
SCORES = {
    "ada": Score("ada", 76.0),
    "emil": Score("emil", 0.0),
    "grace": Score("grace", 88.125),
    "zoe": Score("zoe", 51.5, "waits for a person's mark: essay"),
}
FINAL = {"ada": "76.00", "emil": "0.00", "grace": "88.12"}

CANVAS = (
    "Student,ID,SIS Login ID,Section,Notes,HW3 (12345),Essay (77),Final Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,90.00,1000.00,(read only)\r\n"
    '"Lovelace, Ada",101,alove,A,,,"1,234.50",88.10\r\n'
    '"Müller, Emil",102,emuell,A,"says ""hi""",,12.00,\r\n'
    '"Hopper, Grace",103,ghopper,B,,70.00,,1\r\n'
    '"O\'Neill, jr., Zoë",104,zoneill,B,,44.00,,\r\n'
    '"Student, Test",999,deadbeef,A,,,,\r\n'
)
MOODLE = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 9001","Ada Lovelace",ada@example.org,"Submitted for grading",,90.00,Yes,-,-,\n'
    '"Participant 9002","Emil Müller",emil@example.org,"No submission",,90.00,Yes,-,-,\n'
    '"Participant 9003","Grace Hopper",grace@example.org,"Submitted, graded",70.00,90.00,Yes,-,'
    '"Monday, 1 May","<p>well</p>"\n'
    '"Participant 9004","Zoë O\'Neill",zoe@example.org,,,90.00,Yes,-,-,\n'
)
BLACKBOARD = (
    '\ufeff"Last Name","First Name","Username","Student ID","HW 3 [Total Pts: 90 Score] |664617",'
    '"Quiz [Total Pts: 10] |7","Weighted Total [Total Pts: up to 100] |5"\r\n'
    '"Lovelace","Ada","alove","ada","","7","80"\r\n'
    '"Müller","Emil","emuell","emil","","8","80"\r\n'
    '"Hopper","Grace","ghopper","grace","Needs Grading","9","80"\r\n'
    '"O\'Neill, jr.","Zoë","zoneill","zoe","44","",""\r\n'
)


def wish(
    column: str = "hw3",
    scores: Mapping[str, Score] = SCORES,
    comments: Mapping[str, str] | None = None,
    maximum: float = 90.0,
    provisional: bool = False,
) -> Wish:
    """What is asked for."""
    return Wish(column, scores, comments or {}, maximum, provisional)


def filled(platform: str, text: str | bytes, wished: Wish | None = None, roster: Roster = ROSTER) -> Export:
    """Fill in a table."""
    data = text.encode() if isinstance(text, str) else text
    return fill(data, f"{platform}.csv", FORMATS[platform], roster, wished or wish())


def told(export: Export, who: str) -> str:
    """What is told of one student or row."""
    return "; ".join(notice.what for notice in export.notices if notice.who == who)
