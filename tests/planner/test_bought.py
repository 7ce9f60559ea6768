"""What a plan says of clips that are bought: the exact request, its price, what is lost, what cannot be, before a cent goes."""

from __future__ import annotations

import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

SHOP = Path(__file__).parents[1] / "director" / "shop"
sys.path.insert(0, str(SHOP))


@pytest.fixture
def shop(planner, monkeypatch):
    """The planner of the film with the shop's backend; `shop.can` changes the profile's head."""
    import tomllib

    import shopcam

    from screenc.contract import Capabilities
    from screenc.planner.backends import Found, Target

    monkeypatch.setenv("SHOPCAM_KEY", "secret-of-the-shop")
    usual = planner.find

    def find(name):
        if name != "shopcam":
            return usual(name)
        data = tomllib.loads((SHOP / "shopcam.toml").read_text(), parse_float=Fraction)
        can = Capabilities.model_validate(data | planner.changed)
        found = Found("shopcam", "shopcam", SHOP / "shopcam.toml", SHOP / "shopcam.j2")
        return Target(can, (SHOP / "shopcam.j2").read_text(), shopcam.backend, found)

    planner.find = find
    return planner


def sold(film, *tunes, shot="s10.1 3s"):
    text = film.replace("backend  fakecam", "backend  shopcam")
    return text.replace(f"shot {shot}\n", f"shot {shot}\n" + "".join(f"  tune     shopcam {t}\n" for t in tunes))


def clips(plan):
    return {t.name: t for t in plan.tasks if t.kind == "clip"}


def codes(found):
    return [d.code for d in found]


def test_the_request_is_there_before_anything_is_bought(shop, film):
    plan, found = shop(sold(film))
    assert not found
    first = clips(plan)["s10.1"]
    assert first.request.body["seconds"] == "4" and first.unit.length == 4 and first.dollars == Fraction("0.4")
    assert plan.events[0].length == 3 and plan.estimate.dollars == sum(t.dollars for t in clips(plan).values())
    assert "secret" not in plan.model_dump_json()


def test_a_clip_that_goes_on_from_another_names_its_frame(shop, film):
    plan, _ = shop(sold(film))
    one, two = clips(plan)["s10.1"], clips(plan)["s10.2"]
    assert two.anchor == one.key and two.needs == (one.key,) and two.anchor_at == 3
    assert two.request.files == {"anchor": "anchor"} and clips(plan)["s10.3"].anchor is None


def test_an_edit_that_does_not_reach_the_service_buys_nothing(shop, film, past):
    first, _ = shop(sold(film))
    plan, _ = shop(sold(film).replace("\n  sound    rain on the window", "\n  mood     calm"), past=past(first))
    assert {t.why.kind for t in clips(plan).values()} == {"cached"} and plan.estimate.dollars == 0
    plan, _ = shop(sold(film).replace("They walk", "They run"), past=past(first))
    assert {name for name, t in clips(plan).items() if t.why.kind != "cached"} == {"s10.1", "s10.2"}


def test_the_price_is_of_the_options(shop, film):
    plan, found = shop(sold(film, "resolution large"))
    assert not found and clips(plan)["s10.1"].dollars == 1


def test_short_shots_share_a_call_where_that_saves(shop, film):
    text = sold(film).replace("3s\n", "1s\n").replace("shot s10.2 auto\n  from     s10.1", "shot s10.2 1s\n  from     s10.1")
    text = text.replace("  TAKUMI (confused): Oh - are you... Okita?\n", "")
    for shot in ("s10.1 1s", "s10.2 1s", "s10.3 auto"):
        text = text.replace(f"shot {shot}\n", f"shot {shot}\n  tune     shopcam model reel\n")
    plan, found = shop(text)
    assert not found
    shared = clips(plan)["s10.1..s10.2"] if "s10.1..s10.2" in clips(plan) else clips(plan)["s10.1..s10.3"]
    assert shared.unit.shots[:2] == ("s10.1", "s10.2") and sum(shared.parts) == shared.unit.length
    assert len(shared.briefs) == len(shared.prompts) == len(shared.parts) == len(shared.request.body["parts"])
    first, second = plan.events[:2]
    assert first.clip == second.clip == shared.key and first.trim_in == 0 and second.trim_in == shared.parts[0]
    assert type(plan).model_validate_json(plan.model_dump_json()) == plan


def test_a_long_shot_is_divided_between_its_lines(shop, film):
    text = film.replace("  ANRI: I am. It has been a long time.\n", "  ANRI: I am. It has been a long time.\n" * 3)
    text = text.replace(
        "  ANRI: I am. It has been a long time.\n", "  ANRI: I am. It has been a long time.\n  action   She waits.\n"
    )
    plan, found = shop(sold(text))
    parts = [t for t in clips(plan).values() if t.name.startswith("s10.3")]
    assert len(parts) > 1 and "W0526" not in codes(found)
    assert all(b.needs == (a.key,) and b.anchor == a.key for a, b in pairwise(parts))
    whole = sum((e.length for e in plan.events if e.shot == "s10.3"), Fraction(0))
    lines = [s for s in plan.subtitles if s.shot == "s10.3"]
    starts = {e.start for e in plan.events if e.shot == "s10.3"}
    assert not any(s.start < at < s.end for s in lines for at in starts)
    assert sum(p.unit.length for p in parts) - whole < 2
    said = [p.request.body["prompt"].count("It has been") for p in parts]
    assert sum(said) == 3


def test_a_line_longer_than_a_clip_is_divided_and_said(shop, film):
    text = film.replace("I am. It has been a long time.", "It has been a long time " * 12)
    shop.changed = {"durations": [2]}
    plan, found = shop(sold(text, "model fine", shot="s20.1 2s").replace("model fine", "mood x"))
    assert plan is not None and "W0526" in codes(found)
    assert any(loss.shot == "s10.3" and loss.fact == "length" for loss in plan.losses)


def test_a_closed_model_and_its_replacement(shop, film):
    plan, found = shop(sold(film, "model old"))
    assert plan is None and codes(found) == ["E0506"] and "flat" in found[0].help and "old" in found[0].span.text
    plan, found = shop(sold(film, "model fine"))
    assert "W0515" in codes(found)


def test_a_model_that_is_not_there(shop, film):
    plan, found = shop(sold(film, "model flt"))
    assert plan is None and codes(found) == ["E0510"] and "flat" in found[0].notes[0]


def test_rules_of_the_profile_are_said_at_the_line_that_asks(shop, film):
    plan, found = shop(sold(film, "model fine", "resolution large"))
    assert plan is None and [d.code for d in found if d.severity == "error"] == ["E0516"]
    assert "resolution large" in next(d for d in found if d.code == "E0516").span.text
    plan, found = shop(sold(film, "model fine", "mood blue"))
    assert "W0522" in codes(found)


def test_a_prompt_over_the_limit(shop, film):
    text = sold(film, "model terse", shot="s10.2 auto").replace("backend  shopcam", "backend  fakecam")
    text = text.replace("shot s10.2 auto\n", "shot s10.2 auto\n  backend  shopcam\n")
    plan, found = shop(text)
    assert "W0518" in codes(found) and "W0521" in codes(found) and plan is not None
    assert "look" not in clips(plan)["s10.2"].request.body["prompt"]
    plan, found = shop(text.replace("Okita?", "Okita? " * 20))
    assert plan is None and "E0517" in codes(found)
    plan, found = shop(sold(film, "model terse"))
    assert plan is None and "E0527" in codes(found)


def test_a_price_that_nobody_knows_is_said(shop, film):
    shop.changed = {"model": {"flat": {"durations": [2, 4, 8], "prices": [{"dollars": "1", "when": {"resolution": "huge"}}]}}}
    plan, found = shop(sold(film))
    assert set(codes(found)) == {"W0519"} and plan.estimate.dollars == 0


def test_another_shape_is_cropped_and_said(shop, film):
    _, found = shop(sold(film).replace("320x180", "240x240"))
    assert set(codes(found)) == {"W0520"} and "44%" in found[0].message


def test_pictures_that_are_not_there_and_pictures_that_are(shop, film, tmp_path):
    text = sold(film).replace("a red coat.\n", "a red coat.\n  ref      anri.png\n")
    from screenc.planner.plan import plan as planned

    def within(folder):
        from datetime import date

        from screenc.director import voices
        from screenc.film.resolve import resolve
        from screenc.lang import load

        (tmp_path / "film.shot").write_text(text)
        resolved, _ = resolve(load(tmp_path / "film.shot")[0])
        today = date(2026, 11, 21)
        return planned(resolved, voices.estimated(resolved.film), today=today, find=shop.find, folder=folder)

    plan, found = within(tmp_path)
    assert plan is None and set(codes(found)) >= {"E0523"} and "anri.png" in found[0].span.text
    (tmp_path / "anri.png").write_bytes(b"one")
    one, found = within(tmp_path)
    assert set(codes(found)) == set() or set(codes(found)) == {"W0512"}
    (tmp_path / "anri.png").write_bytes(b"two")
    two, _ = within(tmp_path)
    assert clips(one)["s20.1"].references[0].path == "anri.png" and clips(one)["s20.1"].key != clips(two)["s20.1"].key


# --- auto ---


def auto(film, *tunes):
    text = film.replace("backend  fakecam", "backend  auto")
    return text.replace("shot s10.1 3s\n", "shot s10.1 3s\n" + "".join(f"  tune     auto {t}\n" for t in tunes))


@pytest.fixture
def market(shop, monkeypatch):
    """Only the shop and the free camera, which is a draft."""
    from screenc.planner import backends

    monkeypatch.setattr(backends, "found", lambda: {"fakecam": None, "shopcam": None})
    usual = shop.find

    def find(name):
        target = usual(name)
        if name == "fakecam":
            from dataclasses import replace

            return replace(target, capabilities=target.capabilities.model_copy(update={"quality": "draft"}))
        return target

    shop.find = find
    return shop


def makers(plan):
    return {name: (t.backend, t.params.get("model")) for name, t in clips(plan).items()}


def test_auto_takes_the_cheapest_that_is_good_enough(market, film):
    plan, found = market(auto(film))
    assert not found and all(backend == "shopcam" for backend, _ in makers(plan).values())
    plan, found = market(auto(film, "quality draft"))
    assert makers(plan)["s10.1"] == ("fakecam", None) and makers(plan)["s10.3"][0] == "shopcam"
    plan, found = market(auto(film, "quality fine"))
    assert makers(plan)["s10.1"] == ("shopcam", "fine")


def test_auto_without_a_key_says_what_it_falls_short_of(market, film, monkeypatch):
    monkeypatch.delenv("SHOPCAM_KEY")
    plan, found = market(auto(film))
    assert set(codes(found)) == {"W0525"} and {b for b, _ in makers(plan).values()} == {"fakecam"}


def test_auto_within_a_limit_gives_way_where_it_hurts_least(market, film):
    from datetime import date

    from screenc.director import voices
    from screenc.film.resolve import resolve
    from screenc.lang import load
    from screenc.planner.auto import Wish
    from screenc.planner.plan import plan as planned

    (market.folder / "film.shot").write_text(auto(film))
    resolved, _ = resolve(load(market.folder / "film.shot")[0])

    def within(dollars=None, deadline=None):
        wish = Wish(dollars and Fraction(dollars), deadline and Fraction(deadline))
        casting = voices.estimated(resolved.film)
        return planned(resolved, casting, today=date(2026, 11, 21), find=market.find, wish=wish)

    whole, _ = within()
    plan, found = within(whole.estimate.dollars - Fraction("0.01"))
    assert 0 < plan.estimate.dollars < whole.estimate.dollars
    assert [b for b, _ in makers(plan).values()].count("fakecam") == 1 and codes(found) == ["W0525"]
    plan, found = within("0.00")
    assert {b for b, _ in makers(plan).values()} == {"fakecam"}


def test_auto_where_nobody_can(market, film, monkeypatch):
    monkeypatch.delenv("SHOPCAM_KEY")
    market.changed = {"rates": ["16"]}
    plan, found = market(auto(film))
    assert plan is None and set(codes(found)) == {"E0524"} and "16fps" not in found[0].message and found[0].notes


def test_auto_sees_that_shots_in_one_call_are_cheaper_than_apart(market, film):
    """Alone, each second is two of `flat` at ten cents; the three of them are three seconds of `reel`."""
    text = (
        auto(film).replace("auto quality", "").replace("s10.1 3s", "s10.1 1s").replace("s10.2 auto\n  from     s10.1", "s10.2 1s")
    )
    text = text.replace("s10.3 auto", "s10.3 1s").replace(
        "  TAKUMI (confused): Oh - are you... Okita?\n", "  action   He stops.\n"
    )
    text = text.replace("  ANRI: I am. It has been a long time.\n", "  action   She stops.\n")
    plan, found = market(text)
    assert (
        not found
        and makers(plan)["s10.1..s10.3"] == ("shopcam", "reel")
        and clips(plan)["s10.1..s10.3"].dollars == Fraction("0.3")
    )
    alone, _ = market(text.replace("shot s10.2 1s\n", "shot s10.2 1s\n  backend  fakecam\n"))
    assert makers(alone)["s10.1"] == ("shopcam", "flat") and makers(alone)["s10.3"] == ("shopcam", "flat")


def test_the_best_way_through_offers_for_one_shot_and_for_several(market):
    """Against every way there is, with and without limits."""
    import itertools
    import random
    from types import SimpleNamespace

    from screenc.planner.auto import Offer, Wish, best

    def ways(offers, n=0):
        if n == len(offers):
            yield []
        for offer in offers[n] if n < len(offers) else ():
            for rest in ways(offers, n + offer.shots):
                yield [offer, *rest]

    def worth(way):
        return tuple(sum(o.worth[k] for o in way) for k in range(4))

    deal = random.Random(5)
    for _ in range(60):
        length = deal.randint(1, 5)
        offers = []
        for n in range(length):
            sizes = [1, *deal.choices(range(1, length - n + 1), k=3)]
            offers.append(
                [
                    Offer(
                        SimpleNamespace(target=SimpleNamespace(name=deal.choice("ab"))), deal.randint(0, 1), deal.randint(0, 2),
                        Fraction(deal.randint(0, 9)), Fraction(deal.randint(0, 9)), deal.randint(1, 3), size,
                    )
                    for size in sizes
                ]
            )  # fmt: skip
        for wish in (Wish(), Wish(dollars=Fraction(10)), Wish(dollars=Fraction(15), deadline=Fraction(6))):
            allowed = []
            for way in ways(offers):
                loads = {}
                for o in way:
                    loads[o.choice.target.name] = loads.get(o.choice.target.name, 0) + o.work / o.at_once
                late = wish.deadline is not None and any(
                    t > wish.deadline for t in itertools.chain(loads.values(), (o.work for o in way))
                )
                if not late and (wish.dollars is None or sum(o.dollars for o in way) <= wish.dollars):
                    allowed.append(worth(way))
            found = best(offers, wish)
            assert (worth(found) if found else None) == min(allowed, default=None)


# --- anchors, and what a shot ends on ---


def scene_says(text, *facts):
    return text.replace("  with     TAKUMI ANRI\n", "  with     TAKUMI ANRI\n" + "".join(f"  {f}\n" for f in facts))


def test_the_scenes_anchor_is_a_reference_of_every_shot_that_goes_on_from_none(shop, film, past):
    text = scene_says(sold(film), "anchor   s10.1")
    plan, found = shop(text)
    assert not found
    one, two, three = (clips(plan)[f"s10.{n}"] for n in (1, 2, 3))
    assert not one.references and not two.references and two.anchor == one.key
    (place,) = three.references
    assert (place.of, place.clip, place.at, place.path) == ("street", one.key, 3, "") and three.needs == (one.key,)
    assert three.request.files == {"reference-1": "place"} and three.anchor is None
    again, _ = shop(text.replace("They walk", "They run"), past=past(plan))
    assert clips(again)["s10.3"].why.kind == "upstream" and clips(again)["s10.3"].why.shots == ("s10.1",)


def test_an_anchor_that_comes_later_is_made_first(shop, film):
    plan, found = shop(scene_says(sold(film), "anchor   s10.3"))
    assert not found and next(t.name for t in plan.tasks if t.kind == "clip") == "s10.3"
    assert clips(plan)["s10.1"].references[0].clip == clips(plan)["s10.3"].key


def test_where_only_a_first_frame_is_taken_the_framing_has_to_be_the_same(shop, film):
    shop.changed = {"references": 0}
    text = scene_says(sold(film), "anchor   s10.1").replace("framing  medium-close ANRI", "framing  long ANRI TAKUMI")
    plan, found = shop(text)
    assert not found
    one, three = clips(plan)["s10.1"], clips(plan)["s10.3"]
    assert three.anchor == one.key and three.anchor_at == 3 and three.request.files == {"anchor": "anchor"}
    plan, found = shop(scene_says(sold(film), "anchor   s10.1"))
    assert codes(found) == ["W0528"] and plan.losses[0].fact == "anchor" and not clips(plan)["s10.3"].needs


def test_shots_that_share_a_call_with_their_anchor_need_nothing_of_it(shop, film):
    text = scene_says(film.replace("backend  fakecam", "backend  shopcam"), "anchor   s10.1").replace("  from     s10.1\n", "")
    text = (
        text.replace("3s\n", "1s\n")
        .replace("s10.2 auto", "s10.2 1s")
        .replace("  TAKUMI (confused): Oh - are you... Okita?\n", "")
    )
    for shot in ("s10.1 1s", "s10.2 1s", "s10.3 auto"):
        text = text.replace(f"shot {shot}\n", f"shot {shot}\n  tune     shopcam model reel\n")
    plan, found = shop(text)
    assert not found
    shared = next(t for t in clips(plan).values() if len(t.unit.shots) > 1)
    assert shared.unit.shots[0] == "s10.1" and not shared.references and not shared.needs
    apart, _ = shop(text.replace("anchor   s10.1", "anchor   s10.3"))
    assert all(t.unit.shots == ("s10.3",) or "s10.3" not in t.unit.shots for t in clips(apart).values())


def test_a_backend_that_draws_from_the_brief_needs_no_anchor(planner, film, monkeypatch):
    import fakecam

    planner.changed = {"references": 0}
    _, found = planner(scene_says(film, "anchor   s10.1"))
    assert codes(found) == ["W0528"]
    monkeypatch.setattr(fakecam.Fakecam, "wordless", True, raising=False)
    plan, found = planner(scene_says(film, "anchor   s10.1"))
    assert not found and not clips(plan)["s10.3"].references


def test_a_scenes_own_picture_stands_for_its_places(shop, film):
    text = sold(film).replace("  look     A wet city street.\n", "  look     A wet city street.\n  ref      street.png\n")
    plan, _ = shop(scene_says(text, "ref      street-dusk.png"))
    assert [r.path for r in clips(plan)["s10.1"].references] == ["street-dusk.png"]


def test_a_shot_that_ends_on_a_picture_is_cut_at_its_head_and_shares_no_call(shop, film):
    text = sold(film, "model reel").replace("shot s10.1 3s\n", "shot s10.1 2s\n  last     door.png\n")
    plan, found = shop(text)
    assert not found
    one, plain = clips(plan)["s10.1"], clips(shop(sold(film).replace("s10.1 3s", "s10.1 2s"))[0])["s10.1"].brief
    assert one.last.path == "door.png" and one.request.files == {"last": "door.png"} and one.unit.length == 3
    assert plan.events[0].trim_in == 1 and clips(plan)["s10.2"].anchor_at == 3
    assert one.brief.length == 3 and one.brief.beats[0].start == 1 + plain.beats[0].start


def test_a_last_frame_that_is_not_taken_is_a_loss_and_one_that_is_ruled_out_an_error(shop, film):
    ending = ("shot s10.1 3s\n", "shot s10.1 3s\n  last     door.png\n")
    plan, found = shop(sold(film).replace(*ending))
    assert codes(found) == ["W0529"] and clips(plan)["s10.1"].last is None
    rule = {"when": {"last_frame": True}, "then": {"first_frame": True}, "words": "a last frame needs a first one"}
    shop.changed = {"last_frame": "optional", "requires": [rule]}
    plan, found = shop(sold(film).replace(*ending))
    assert plan is None and codes(found) == ["E0516"] and found[0].span.text.startswith("last")
    shop.changed = {"last_frame": "optional", "exclusive": [["last_frame", "references"]]}
    text = sold(film).replace(*ending).replace("a red coat.\n", "a red coat.\n  ref      anri.png\n")
    plan, found = shop(text)
    assert codes(found) == ["W0512"] and clips(plan)["s10.1"].last and not clips(plan)["s10.1"].references


def test_what_ends_on_a_picture_and_goes_on_from_another_shot_can_be_cut_at_one_end_only(shop, film):
    shop.changed = {"last_frame": "optional"}
    plan, found = shop(sold(film).replace("  from     s10.1\n", "  from     s10.1\n  last     door.png\n"))
    assert codes(found) == ["W0511"] and clips(plan)["s10.2"].anchor and clips(plan)["s10.2"].last


def test_a_length_that_hangs_on_references_is_asked_for_with_them(shop, film):
    shop.changed = {
        "model": {"flat": {"lengths": [{"of": [8], "when": {"references": True}}, {"of": [4, 8]}], "prices": [{"dollars": "1"}]}}
    }
    plan, _ = shop(sold(film).replace("a red coat.\n", "a red coat.\n  ref      anri.png\n"))
    assert clips(plan)["s10.1"].unit.length == 8 and clips(plan)["s10.2"].unit.length == 4
