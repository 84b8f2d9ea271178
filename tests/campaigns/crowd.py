"""Seeded respondents: what the structures of a bassin answer, by codes of questions and ids of options."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from wtc_eco.campaigns.campaign import Outing, Recipient
from wtc_eco.territory.questionnaire import Question

Answer = dict[str, Any]
FIRST = datetime(2026, 12, 1, 9, 0, 5)  # noqa: DTZ001 - the respondent's own clock
ELSEWHERE = ("EPN de la Gare (Bruxelles)", "Service social du Nord – Lille", "Atelier Pixel, Namur")
RATE = 0.8


def crowd(outing: Outing, seed: int) -> tuple[Answer, ...]:
    """What those who answer say, in order of their numbers; one in five stays silent."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    answering = [one for one in outing.recipients if chance.random() < RATE]
    return tuple(_answer(outing, one, chance, at) for at, one in enumerate(answering))


def _answer(outing: Outing, one: Recipient, chance: random.Random, at: int) -> Answer:
    moment = FIRST + timedelta(hours=3 * at, minutes=7 * at)
    said: Answer = {"A1": one.listed.id, "at": f"{moment:%Y-%m-%d %H:%M:%S}"}
    for question in outing.questions:
        found = _say(question, one, chance)
        if found:
            said[question.code] = found
    shown = [line.id for line in outing.shown_to(one).shown if line.id != one.listed.id]
    said["C2"] = _ticks(outing.questionnaire.questions["C2"], shown, chance)
    if chance.random() < 0.3:
        said["C4"] = {"1": (chance.choice(ELSEWHERE), ["knows"])}
    said["C5"] = _closing(said, chance)
    return said


def _closing(said: Answer, chance: random.Random) -> str:
    if not said["C2"] and "C4" not in said:
        return chance.choice(["none", "unread"])
    return chance.choice(["whole", "whole", "whole", "unread"])


def _say(question: Question, one: Recipient, chance: random.Random) -> Any:
    if question.code == "A3":
        return one.kind if one.kind in question.options else None
    if question.type == "choice":
        return chance.choice([*question.options, None])
    if question.type == "boxes":
        own = [id_ for id_, option in question.options.items() if not option.extra.get("means")]
        return chance.choice([chance.sample(own, chance.randint(1, 3)), None])
    if question.type == "grid":
        return {row: chance.choice(list(question.options)) for row in question.rows}
    if question.type == "number":
        return str(chance.randint(1, 60))
    if question.code == "A7":
        return {"person": f"Camille {one.listed.id}", "email": f"camille.{one.listed.id.lower()}@exemple.be"}
    if question.code == "B6":
        return "habiter la commune"
    return None


def _ticks(question: Question, shown: Sequence[str], chance: random.Random) -> dict[str, list[str]]:
    if chance.random() < 0.15:
        return {}
    known = chance.sample(list(shown), min(len(shown), chance.randint(1, 7)))
    boxes = list(question.options)
    return {id_: sorted(chance.sample(boxes, chance.randint(1, 3)), key=boxes.index) for id_ in sorted(known)}
