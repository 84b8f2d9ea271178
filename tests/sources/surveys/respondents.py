"""Eight structures and what they answered: the truth that every export layout must give back.

An answer is said by codes of questions and ids of options; `at` is when it was sent. `other` is what was
written beside «other». Grid lines are `{line: [ids]}`, free lines `{line: (words, [ids])}`.
"""

from __future__ import annotations

from typing import Any

REGISTER = (
    ("S1", "CPAS de Huy", "cpas", "Rue du Pont 1", "4500", "Huy"),
    ("S2", "Bibliothèque de Huy", "bibliotheque", "Grand-Place 4", "4500", "Huy"),
    ("S3", "EPN de Wanze", "epn", "Rue de l'Église 2", "4520", "Wanze"),
    ("S4", "Maison de l'emploi de Waremme", "maison_emploi", "Rue des Prés 9", "4300", "Waremme"),
    ("S5", "Atelier Souris, ASBL", "asbl", "Rue Neuve 12", "4300", "Waremme"),
    ("S6", "PCS de Hannut", "pcs", "Rue Haute 3", "4280", "Hannut"),
    ("S7", "CPAS de Braives", "cpas", "Rue du Centre 5", "4260", "Braives"),
    ("S8", "Bibliothèque d'Amay", "bibliotheque", "Rue de la Gare 7", "4540", "Amay"),
)
ROSTER = ("S1", "S2", "S3", "S4", "S5", "S6", "S7")
"""The structures the form listed: not S8, whose empty boxes therefore say nothing."""

STEPS_ALL_NO = dict.fromkeys(
    ("diagnostic", "assistance", "ateliers", "acces", "materiel", "orientation"), "no"
)

ANSWERS: tuple[dict[str, Any], ...] = (
    {  # The same structure answers again below: this first answer is kept and superseded.
        "at": "2026-10-01 09:00:05",
        "A1": "S1",
        "A3": "cpas",
        "A7": {"person": "Anne Premier", "role": "assistante sociale", "email": "anne.premier@exemple.be", "language": "français"},
        "A8": "yes",
        "B3": ["demarches"],
        "C1": "badly",
        "C2": {"S2": ["knows"], "S4": ["knows", "sends"]},
        "C5": "whole",
    },
    {
        "at": "2026-10-05 14:03:45",
        "A1": "S1",
        "A3": "cpas",
        "A4": ["none"],
        "A5": "Commune de Huy",
        "A6": {"email": "accueil@cpas-huy.example", "phone": "085 21 23 24"},
        "A7": {"person": "Bruno Second", "role": "coordinateur", "email": "Bruno.Second@exemple.be", "language": "français"},
        "A8": "yes",
        "B1": STEPS_ALL_NO | {"assistance": "in_place", "materiel": "in_place", "ateliers": "planned"},
        "B2": ["ponctuel", "cycle"],
        "B3": ["bases", "bureautique", "demarches", "securite"],
        "B4": ["demandeurs_emploi", "retraites"],
        "B5": ["familles", "ris"],
        "B6": "Habiter Huy, sur rendez-vous",
        "B7": ["matin", "apres_midi", "sur_rdv"],
        "B8": "lundi et jeudi matin, de 9 h à 12 h",
        "B9": ["on_site", "home"],
        "B10": "25",
        "B11": "partly",
        "B12": "yes",
        "B13": ["people", "outcomes"],
        "B14": ["word_of_mouth", "referral"],
        "B15": ["none"],
        "B16": "often",
        "C1": "well",
        "C2": {"S2": ["knows", "sends"], "S3": ["sends", "receives"], "S6": ["works_with"]},
        "C3": "monthly",
        "C4": {"1": ("EPN de Seraing", ["knows", "sends"]), "2": ("Le Forem, Liège", ["receives"])},
        "C5": "whole",
        "C6": "Quelqu'un pour la banque en ligne, le samedi",
        "C7": "S5; la Mission régionale de Huy",
    },
    {  # An option that no word of the pack knows, and options that hold commas.
        "at": "2026-10-06 08:30:00",
        "A1": "S2",
        "A3": "bibliotheque",
        "A4": ["epn"],
        "A8": "yes",
        "A7": {"person": "Chloé Tiers", "role": "bibliothécaire", "email": "chloe@exemple.be", "language": "français"},
        "B1": {"acces": "in_place", "ateliers": "in_place", "diagnostic": "unknown"},
        "B3": ["bases", "creation", "culture_numerique"],
        "other": {"B3": "Généalogie, archives", "A4": "Point vert"},
        "B4": ["tous"],
        "B5": ["none"],
        "B7": ["apres_midi", "samedi"],
        "B11": "unknown",
        "B13": ["none"],
        "C1": "very_well",
        "C2": {"S1": ["knows", "receives"], "S3": ["knows"]},
        "C5": "whole",
    },
    {  # An opt-out.
        "at": "2026-10-07 16:45:10",
        "A1": "S3",
        "A3": "epn",
        "A7": {"person": "Denis Refus", "role": "animateur", "email": "denis.refus@exemple.be", "language": "français"},
        "A8": "no",
        "B3": ["none"],
        "B7": ["soiree"],
        "C1": "not_at_all",
        "C5": "none",
    },
    {  # Knows none of them, having read the whole list.
        "at": "2026-10-08 10:00:00",
        "A1": "S4",
        "B1": STEPS_ALL_NO,
        "B3": ["recherche_emploi"],
        "C5": "none",
    },
    {  # Could not go through the list: the offer is answered, the network is not; the tick stands.
        "at": "2026-10-08 11:15:00",
        "A1": "S5",
        "A3": "asbl",
        "B3": ["securite", "famille"],
        "B10": "8",
        "C2": {"S4": ["knows"]},
        "C5": "unread",
    },
    {  # A structure that the register does not have; a mention without a tick.
        "at": "2026-10-09 17:20:33",
        "A2": {"name": "Atelier Clic", "street": "Rue du Moulin 8", "postal_code": "4500 Huy"},
        "A3": "asbl",
        "A8": "yes",
        "A7": {"person": "Eva Libre", "role": "", "email": "eva@clic.example", "language": "néerlandais"},
        "B3": ["smartphone"],
        "C2": {"S1": ["knows", "sends"], "S2": ["works_with"]},
        "C4": {"1": ("CPAS de Braives", [])},
        "C5": "whole",
    },
    {  # Says nothing of the list at all.
        "at": "2026-10-10 12:00:00",
        "A1": "S8",
        "A8": "yes",
        "B3": ["smartphone", "securite"],
        "B16": "rarely",
    },
)  # fmt: skip
