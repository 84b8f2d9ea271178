"""A review goes from doubt to doubt, forwards and back, and forgets no answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wtc_eco.ecosystem.review.session import DoubtCard, ReviewAnswer, ReviewQuestion, Session

SAME, DIFFERENT = ReviewAnswer("same"), ReviewAnswer("different")


def doubt(name, **said):
    return ReviewQuestion(name, "pair", name, (DoubtCard(1, "A", ()), DoubtCard(2, "B", ())), **said)


class Paper:
    """A docket on paper: answers settle their own doubt, and those they imply."""

    def __init__(self, *names, settles=None, opens=None):
        self.open = [doubt(name) for name in names]
        self.settles, self.opens = settles or {}, opens or {}
        self.written = {}

    def questions(self):
        settled = {other for name in self.written for other in (name, *self.settles.get(name, ()))}
        new = [doubt(other) for name in self.written for other in self.opens.get(name, ())]
        return tuple(one for one in (*self.open, *new) if one.key not in settled)

    def decide(self, question, answer):
        self.written[question.key] = answer

    def withdraw(self, question):
        del self.written[question.key]


def test_an_answer_is_written_at_once_and_the_next_doubt_comes():
    paper = Paper("a", "b")
    session = Session(paper)
    session.answer(SAME)
    assert paper.written == {"a": SAME}
    assert (session.current.key, session.place, session.n_decided, session.n_left) == ("b", (2, 2), 1, 1)


def test_what_an_answer_settles_is_not_asked():
    session = Session(Paper("a", "b", "c", settles={"a": ("b",)}))
    session.answer(SAME)
    assert session.current.key == "c"


def test_what_an_answer_opens_is_asked_at_the_end():
    session = Session(Paper("a", "b", opens={"a": ("c",)}))
    session.answer(SAME)
    session.answer(SAME)
    assert session.current.key == "c"


def test_back_takes_an_answer_back_and_asks_again():
    paper = Paper("a", "b", settles={"a": ("b",)})
    session = Session(paper)
    session.answer(SAME)
    assert session.current is None
    assert session.back()
    assert paper.written == {}
    assert session.current.key == "a"
    session.answer(DIFFERENT)
    assert paper.written == {"a": DIFFERENT}


def test_back_after_a_skip_takes_nothing_back():
    paper = Paper("a", "b", "c")
    session = Session(paper)
    session.answer(SAME)
    session.skip()
    session.back()
    assert session.current.key == "b"
    assert paper.written == {"a": SAME}


def test_there_is_nothing_before_the_first():
    assert not Session(Paper("a")).back()


def test_a_skipped_doubt_is_left():
    session = Session(Paper("a", "b"))
    session.skip()
    session.answer(SAME)
    assert (session.current, session.n_left) == (None, 1)


def test_nothing_happens_where_nothing_is_in_doubt():
    session = Session(Paper())
    session.answer(SAME)
    session.skip()
    assert session.current is None
    assert session.place == (0, 0)


@given(st.lists(st.sampled_from("sdkb"), max_size=30))
def test_what_is_written_is_what_was_answered_and_not_taken_back(keys):
    paper = Paper("a", "b", "c", "d", settles={"b": ("c",)}, opens={"a": ("e",)})
    session = Session(paper)
    for key in keys:
        if key == "b":
            session.back()
        elif key == "k":
            session.skip()
        else:
            session.answer(SAME if key == "s" else DIFFERENT)
    assert len(paper.written) == session.n_decided
    while session.back():
        pass
    assert paper.written == {}
