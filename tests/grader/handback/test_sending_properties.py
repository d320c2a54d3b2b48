"""Whatever a server refuses, delays or cuts off: nobody gets two mails, and everybody one in the end."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.handback.ledger import Due, Ledger
from tests.support.cut_line import cut_line
from tests.support.handed_back import mails_of, send
from tests.support.mail_server import END, Postbox, serving

ANSWERS = ("", "550 no", "450 later", "421 bye", "lost before", "lost after")


@pytest.mark.slow
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    runs=st.lists(
        st.tuples(
            st.sampled_from(["at_recipient", "at_end"]), st.lists(st.sampled_from(ANSWERS), min_size=6, max_size=6)
        ),
        max_size=4,
    )
)
def test_whatever_a_server_does_nobody_gets_two_mails_and_everybody_one_in_the_end(
    tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[str, list[str]]]
) -> None:
    folder, postbox = tmp_path_factory.mktemp("any"), Postbox()
    mails, ledger = mails_of(folder, 3), Ledger(folder / "ledger")
    with serving(postbox) as port:
        for at, answers in runs:
            lost = iter(answers)

            def cut(number: int, sent: bytes, lost: Iterator[str] = lost) -> bool | None:
                if not sent.endswith(END):
                    return None
                return {"lost before": False, "lost after": True}.get(next(lost, ""))

            for place, answer in enumerate(answers):
                if answer[:1].isdigit():
                    getattr(postbox, at)[f"s{place % 3}@example.org"].append(answer)
            with cut_line(port, cut) as cuttable:
                send(mails, cuttable, ledger)
            for kept in (postbox.at_recipient, postbox.at_end):
                kept.clear()
        doubtful = [mail for mail in mails if ledger.due(mail.feedback) is Due.IN_DOUBT]
        send(mails, port, ledger)
    counts = Counter(postbox.addresses)
    assert max(counts.values(), default=0) <= 1
    for mail in mails:
        if mail not in doubtful:
            assert counts[mail.recipient.addr_spec] == 1
            assert ledger.due(mail.feedback) is Due.DONE
