"""The plan asks for what the script says, once, and knows why."""

from __future__ import annotations

from fractions import Fraction

import pytest


def whys(plan):
    return {t.name: t.why.kind for t in plan.tasks if t.kind == "clip"}


def clip(plan, name):
    return next(t for t in plan.tasks if t.name == name)


def test_the_same_film_gives_the_same_plan(planner):
    first, second = planner()[0], planner()[0]
    assert first == second and first.model_dump_json() == second.model_dump_json()


def test_a_plan_survives_its_own_json(planner):
    plan, _ = planner()
    assert type(plan).model_validate_json(plan.model_dump_json()) == plan


def test_inputs_stand_before_what_needs_them(planner):
    plan, _ = planner()
    seen = set()
    for task in plan.tasks:
        assert set(task.needs) <= seen
        seen.add(task.key)
    assert clip(plan, "s10.1").key in clip(plan, "s10.2").needs


def test_a_dissolve_overlaps_and_every_event_stands_on_a_frame(planner):
    plan, _ = planner()
    one, two, three, four = plan.events
    assert two.start == one.start + one.length
    assert three.start == two.start + two.length - Fraction(1, 2) and two.cut.length == Fraction(1, 2)
    assert four.start == three.start + three.length
    assert all((e.start * plan.rate).denominator == (e.length * plan.rate).denominator == 1 for e in plan.events)
    assert plan.length == four.start + four.length


def test_lines_sound_where_their_shots_stand(planner):
    plan, _ = planner()
    said = [s for s in plan.sounds if s.kind == "speech"]
    assert [s.who for s in said] == ["TAKUMI", "ANRI"]
    starts = {e.shot: e.start for e in plan.events}
    for sound, read in zip(said, plan.subtitles, strict=True):
        assert sound.start == read.start > starts[sound.shot] and sound.words == read.text
        assert any(t.key == sound.source and t.line.who == sound.who for t in plan.tasks)


def test_each_scene_has_its_air(planner):
    plan, _ = planner()
    rooms = [s for s in plan.sounds if s.kind == "room"]
    assert [r.words for r in rooms] == ["street dusk", "rain on the window"]
    assert rooms[0].end == rooms[1].start and rooms[1].end == plan.length


def test_music_plays_until_it_is_changed(planner, film):
    text = film.replace("shot s10.2 auto\n", "shot s10.2 auto\n  music    slow piano\n")
    plan, _ = planner(text.replace("shot s20.1 2s\n", "shot s20.1 2s\n  music    none\n"))
    music = [s for s in plan.sounds if s.kind == "music"]
    events = {e.shot: e for e in plan.events}
    assert [(m.words, m.start, m.end) for m in music] == [
        ("slow piano", events["s10.2"].start, events["s10.3"].start + events["s10.3"].length)
    ]


# --- what a change rebuilds ---


def test_nothing_changed(planner, past):
    first, _ = planner()
    plan, _ = planner(past=past(first))
    assert set(whys(plan).values()) == {"cached"} and plan.estimate.to_make == 0


@pytest.mark.parametrize(
    "harmless",
    [
        lambda t: t.replace("shot s10.3", "# the turn\nshot s10.3"),
        lambda t: t.replace("  frame    320x180", "  frame   320x180"),
        lambda t: t.replace("\nscene s10", "\n\n\nscene s10"),
        lambda t: t.replace("  title    Rain", "  title    Sun"),
        lambda t: t.replace("shot s10.1 3s", "shot s10.1 72f"),
    ],
    ids=["comment", "spaces", "blank lines", "title", "the same length in frames"],
)
def test_what_changes_no_picture_rebuilds_nothing(planner, past, film, harmless):
    first, _ = planner()
    changed = harmless(film)
    assert changed != film
    assert set(whys(planner(changed, past=past(first))[0]).values()) == {"cached"}


def test_moving_a_scene_rebuilds_nothing(planner, past, film):
    first, _ = planner()
    head, rest = film.split("scene s10")
    s10, s20 = rest.removesuffix("end\n").split("scene s20")
    moved = f"{head}scene s20{s20}\nscene s10{s10}end\n"
    plan, _ = planner(moved, past=past(first))
    assert [e.shot for e in plan.events] == ["s20.1", "s10.1", "s10.2", "s10.3"]
    assert set(whys(plan).values()) == {"cached"}


def test_an_edited_shot_rebuilds_itself_and_what_continues_from_it(planner, past, film):
    first, _ = planner()
    plan, _ = planner(film.replace("They walk towards each other.", "They run towards each other."), past=past(first))
    assert whys(plan) == {"s10.1": "changed", "s10.2": "upstream", "s10.3": "cached", "s20.1": "cached"}
    assert clip(plan, "s10.1").why.facts == ("action changed",)
    assert clip(plan, "s10.1").why.line.endswith("film.shot:26")
    assert clip(plan, "s10.2").why.shots == ("s10.1",)


def test_an_edited_line_is_told_by_its_speaker_and_place(planner, past, film):
    first, _ = planner()
    plan, _ = planner(film.replace("Okita?", "Okita Anri?"), past=past(first))
    assert whys(plan) == {"s10.1": "cached", "s10.2": "changed", "s10.3": "cached", "s20.1": "cached"}
    assert clip(plan, "s10.2").why.facts == ("speech by TAKUMI changed",)
    assert clip(plan, "s10.2").why.line.endswith("film.shot:31")


def test_a_renamed_cast_rebuilds_what_shows_them(planner, past, film):
    first, _ = planner()
    plan, _ = planner(film.replace("TAKUMI", "KENJI"), past=past(first))
    assert {name for name, why in whys(plan).items() if why == "cached"} == {"s20.1"}
    assert "KENJI comes in" in clip(plan, "s10.1").why.facts


def test_a_new_coat_rebuilds_whoever_is_seen_in_it(planner, past, film):
    first, _ = planner()
    plan, _ = planner(film.replace("a red coat", "a green coat"), past=past(first))
    assert set(whys(plan).values()) == {"changed"}
    assert "look of ANRI" in clip(plan, "s20.1").why.facts


def test_a_new_version_of_the_backend_is_a_reason(planner, past):
    first, _ = planner()
    planner.changed = {"version": "2"}
    plan, _ = planner(past=past(first))
    assert clip(plan, "s20.1").why.facts == ("fakecam 1 is now 2",)


def test_force_and_lost_results(planner, past):
    first, _ = planner()
    plan, _ = planner(past=past(first), force=lambda shot: shot == "s10.3")
    assert whys(plan)["s10.3"] == "forced" and whys(plan)["s10.1"] == "cached"
    kept = {t.key for t in first.tasks if t.name != "s10.3"}
    plan, _ = planner(past=past(first, made=kept))
    assert clip(plan, "s10.3").why.facts == ("what was made is gone",)


def test_seeds_are_the_shots_own(planner, film):
    plan, _ = planner()
    seeds = [t.brief.seed for t in plan.tasks if t.brief]
    assert len(set(seeds)) == len(seeds)
    plan, _ = planner(film.replace("shot s20.1 2s\n", "shot s20.1 2s\n  seed     7\n"))
    assert clip(plan, "s20.1").brief.seed == 7


# --- what a backend cannot do ---


def codes(found):
    return [d.code for d in found]


def test_a_long_shot_becomes_parts_that_continue_each_other(planner):
    planner.changed = {"longest": "1.5"}
    plan, found = planner()
    parts = [t for t in plan.tasks if t.name.startswith("s10.1 ")]
    assert set(codes(found)) == {"W0526"} and [t.unit.start for t in parts] == [0, Fraction(3, 2)]
    assert parts[0].key in parts[1].needs
    events = [e for e in plan.events if e.shot == "s10.1"]
    assert [e.clip for e in events] == [p.key for p in parts] and sum(e.length for e in events) == 3


def test_a_shot_too_long_for_a_backend_that_cannot_continue(planner):
    planner.changed = {"longest": "2.8", "first_frame": "refused"}
    plan, found = planner()
    assert plan is None and codes(found) == ["E0502", "W0511"] and "s10.1" in found[0].message
    planner.changed = {"first_frame": "refused"}
    plan, found = planner()
    assert codes(found) == ["W0511"] and plan.losses[0].fact == "from"


def test_durations_on_offer_are_asked_for_and_the_rest_cut_off(planner):
    planner.changed = {"durations": ["4", "8"]}
    plan, found = planner()
    assert not found and clip(plan, "s10.1").unit.length == 4
    assert plan.events[0].length == 3


def test_an_unknown_backend_and_the_one_that_was_meant(planner, film):
    plan, found = planner(film.replace("backend  fakecam", "backend  previs"))
    assert plan is None and codes(found) == ["E0501"]
    assert "previz" in found[0].help and "previs" in found[0].span.text


def test_a_closed_service(planner):
    planner.changed = {"shutdown": "2026-11-01", "replacement": "veo"}
    plan, found = planner()
    assert plan is None and codes(found) == ["E0506"] and "veo" in found[0].help
    planner.changed = {"shutdown": "2026-12-01"}
    plan, found = planner()
    assert plan is not None and codes(found) == ["W0507"]


def test_frames_and_rates_not_on_offer(planner):
    planner.changed = {"sizes": ["1280x720"], "rates": ["16"]}
    plan, found = planner()
    assert plan is None and codes(found) == ["E0503", "E0508"] and "1280x720" in found[0].help


def test_moves_framings_and_references_that_are_lost(planner, film):
    planner.changed = {"moves": ["static", "pan"], "sizes_of_shot": ["medium", "long"], "references": 0}
    text = film.replace("  framing  long TAKUMI", "  camera   orbit left\n  framing  long TAKUMI")
    text = text.replace("  look     A small cafe.", "  look     A small cafe.\n  ref      cafe.png")
    plan, found = planner(text)
    assert codes(found).count("W0504") == 1 and codes(found).count("W0505") == 2 and codes(found).count("W0512") == 1
    assert {(loss.shot, loss.fact) for loss in plan.losses} >= {("s10.1", "camera"), ("s10.2", "framing")}
    assert next(d for d in found if d.code == "W0504").span.text.startswith("camera")


def test_a_waived_loss_is_silent_and_still_in_the_plan(planner, film):
    planner.changed = {"moves": ["static"]}
    text = film.replace(
        "  framing  long TAKUMI", "  camera   orbit left\n  waive    W0504 until 2027-01-01 it may stand\n  framing  long TAKUMI"
    )
    plan, found = planner(text)
    assert not found and plan.losses[0].fact == "camera"


def test_options_are_checked_against_the_backends_own(planner, film):
    def tuned(words):
        return planner(film.replace("shot s20.1 2s\n", f"shot s20.1 2s\n  tune     fakecam {words}\n"))

    plan, found = tuned("steps 30")
    assert not found and clip(plan, "s20.1").params["steps"] == 30 and clip(plan, "s10.1").params["steps"] == 20
    plan, found = tuned("stepps 30")
    assert plan is None and codes(found) == ["E0509"] and found[0].help == "did you mean `steps`?"
    plan, found = tuned("steps many")
    assert plan is None and codes(found) == ["E0510"] and found[0].notes


def test_over_budget_before_anything_is_bought(planner, past, film):
    planner.changed = {"dollars_per_second": "1"}
    text = film.replace("  backend  fakecam", "  backend  fakecam\n  budget   $4.00")
    plan, found = planner(text)
    assert codes(found) == ["E0513"] and plan.estimate.dollars > 4
    plan, found = planner(text, past=past(plan))
    assert not found and plan.estimate.dollars == 0


@pytest.mark.parametrize(
    "template",
    ["{{ brief.camra }}", "{% if %}", "{{ ''.__class__.__mro__ }}", "{{ 1 // 0 }}"],
    ids=["no such field", "syntax", "out of the sandbox", "raises"],
)
def test_a_template_that_does_not_hold(planner, template):
    planner.changed = {"template": template}
    plan, found = planner()
    assert plan is None and codes(found) == ["E0514"] and "fakecam.j2" in found[0].notes[0]


def test_a_profile_that_does_not_hold(planner):
    planner.changed = {"broken": True}
    assert codes(planner()[1]) == ["E0514"]


def test_backends_are_found_without_being_imported(monkeypatch):
    import sys

    from screenc.planner import backends

    backends.found.cache_clear()
    monkeypatch.delitem(sys.modules, "screenc.backends.previz", raising=False)
    assert "previz" in backends.found() and backends.profile("previz").name == "previz"
    assert "screenc.backends.previz" not in sys.modules


def test_who_an_action_is_about():
    from screenc.film.model import Cast
    from screenc.planner.naming import named

    cast = [Cast(id="WILL", name="Will Scarlet"), Cast(id="ANRI", name="沖田杏里", aka=("Okita",))]
    assert named("Okita waits until Will nods.", cast) == ("ANRI", "WILL")
    assert named("He will wait.", cast) == ()
    assert named("沖田杏里が笑う。", cast) == ("ANRI",)
