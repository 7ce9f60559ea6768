"""What is judged unasked, and when a shot is on screen alone."""

from fractions import Fraction

from critic.reel import Reel, claim, scene

from screenc.contract import CutEvent
from screenc.critic.footage import windows
from screenc.critic.judge import automatic
from screenc.film.model import Cut


def parts(*events):
    reel = Reel(scene(24))
    made = tuple(
        CutEvent(shot=s, clip=f"{s}{n}", start=Fraction(a), length=Fraction(b), cut=cut)
        for n, (s, a, b, cut) in enumerate(events)
    )
    return reel.plan.model_copy(update={"events": made})


def test_a_shot_that_is_made_in_parts_is_judged_once():
    plan = parts(("s1.1", 0, 4, Cut()), ("s1.1", 4, 4, Cut()), ("s1.2", 8, 2, Cut()))
    asked = [a.shot for a in automatic(plan) if a.claim.check == "frozen"]
    assert asked == ["s1.1", "s1.2"]


def test_what_the_script_claims_itself_is_not_asked_again():
    plan = parts(("s1.1", 0, 4, Cut()), ("s1.2", 4, 2, Cut())).model_copy(update={"assertions": (claim("frozen", "<=", "100%"),)})
    assert [a.shot for a in automatic(plan) if a.claim.check == "frozen"] == ["s1.2"]


def test_the_window_of_a_shot_in_parts_is_all_of_them():
    plan = parts(
        ("s1.1", 0, 4, Cut()),
        ("s1.1", 4, 4, Cut(kind="dissolve", length=Fraction(1))),
        ("s1.2", 7, 3, Cut(kind="fade", length=Fraction(1))),
    )
    assert windows(plan) == {"s1.1": (0.0, 7.0), "s1.2": (8.0, 9.0)}
