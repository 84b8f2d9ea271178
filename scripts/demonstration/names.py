"""The names of organisations that do not exist, and the ways four lists would write them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from demonstration.chance import Chance

_PROPER = """
le Tilleul|la Passerelle|l'Escale|les Quatre Vents|l'Encrier|le Relais|la Boussole|l'Atelier|le Coquelicot|la Charnière
le Cèdre|la Marelle|l'Étincelle|les Tournesols|l'Estuaire|le Fanal|la Ruche|l'Hirondelle|le Pas de Porte|la Clairière
le Noyer|la Grange|l'Éclaircie|les Cerisiers|l'Ancrage|le Martinet|la Fontaine Bleue|l'Oseraie|le Verger|la Cordée
le Héron|la Navette|l'Alouette|les Coudriers|l'Aubier|le Colibri|la Lucarne|l'Ormeau|le Grand Large|la Mésange
le Sureau|la Rampe|l'Archipel|les Bleuets|l'Éventail|le Balcon|la Source|l'Olivier|le Trait d'Encre|la Sittelle
le Saule|la Page|l'Horizon|les Hêtres|l'Envol|le Chevalet|la Tourelle|l'Églantine|le Carrefour|la Bergeronnette
le Merisier|la Balise|l'Amarre|les Sorbiers|l'Opale|le Clavier|la Palissade|l'Érable|le Déclic|la Rainette
le Bouleau|la Lanterne|l'Aiguillage|les Myrtilles|l'Ardoise|le Pinson|la Margelle|l'Aubépine|le Rebond|la Toile
le Charme|la Parenthèse|l'Ombelle|les Prés Verts|l'Orée|le Gué|la Feuillée|l'Iris|le Point du Jour|la Girouette
"""
PROPER = tuple(_PROPER.strip().replace("\n", "|").split("|"))

FORMS: dict[str, tuple[str, ...]] = {
    "epn": ("EPN {le}", "Espace public numérique {le}", "Espace Public Numérique {du}", "E.P.N. {le}"),
    "epn_mobile": ("Bus numérique {le}", "EPN mobile {le}", "EPN itinérant {le}"),
    "cpas": ("CPAS – Espace {le}", "Centre public d'action sociale, Espace {le}", "Espace {le} (CPAS)"),
    "commune": ("Commune – Guichet {le}", "Administration communale, guichet {du}", "Guichet communal {le}"),
    "bibliotheque": ("Bibliothèque {le}", "Bibliothèque publique {le}", "Bibliothèque communale {du}", "Bibli {le}"),
    "pcs": ("PCS – Maison {du}", "Plan de cohésion sociale, Maison {du}", "Maison {du} (PCS)"),
    "cisp": ("CISP {le}", "Centre d'insertion socioprofessionnelle {le}", "{le} asbl", "{le} (CISP)"),
    "enseignement_adultes": ("Cours pour adultes {le}", "Promotion sociale {le}", "Enseignement pour adultes {le}"),
    "asbl": ("{le} asbl", "ASBL {le}", "Association {le}", "{le}"),
    "maison_jeunes": ("Maison de jeunes {le}", "MJ {le}", "Maison des jeunes {du}"),
    "aines": ("Amicale des aînés {le}", "Amicale {le}", "Amicale des Aînés {du} asbl"),
    "alpha": ("Centre alpha {le}", "Centre d'alphabétisation {le}", "Alpha {le} asbl"),
    "centre_culturel": ("Centre culturel {le}", "Centre Culturel {du}", "CC {le}"),
    "education_permanente": ("Cercle {le}", "Cercle {le} asbl", "Cercle d'éducation permanente {le}"),
    "mire": ("MIRE {le}", "Mission régionale pour l'emploi {le}"),
    "maison_emploi": ("Maison de l'emploi {le}", "MDE {le}"),
    "regie_quartiers": ("Régie des quartiers {le}", "Régie de quartier {du}", "RDQ {le}"),
    "cri": ("Centre régional d'intégration {le}", "CRI {le}"),
    "logement": ("Société de logement {le}", "SLSP {le}"),
}  # fmt: skip
HOSTED = ("EPN de la bibliothèque {le}", "EPN {le}", "Espace public numérique {le} (bibliothèque)")
"""How the list of EPN writes a library that has the label."""

STREETS = (
    "Rue de l'Église", "Rue de la Station", "Place Communale", "Grand-Place", "Rue du Moulin", "Rue Haute", "Rue Basse",
    "Rue de l'École", "Avenue des Tilleuls", "Rue du Pont", "Chaussée Romaine", "Rue des Combattants", "Place du Marché",
    "Rue de la Gare", "Rue du Château", "Rue des Écoles", "Rue de la Fontaine", "Rue Neuve", "Boulevard du Nord",
    "Avenue de la Libération", "Rue du Centre", "Rue des Jardins", "Rue de la Montagne", "Rue du Calvaire", "Rue Saint-Martin",
    "Rue Saint-Roch", "Place Saint-Pierre", "Rue des Prés", "Rue du Tilleul", "Rue de la Chapelle", "Avenue Reine Astrid",
    "Rue Albert Ier", "Chaussée de Bruxelles", "Chaussée de Namur", "Rue du Commerce", "Rue de l'Hôtel de Ville", "Rue Joseph Wauters",
    "Rue de l'Industrie", "Rue des Carrières", "Rue du Parc", "Rue de la Paix", "Rue du Stade", "Quai des Bateliers", "Rue Verte",
)  # fmt: skip
_SHORTER = (
    ("Avenue ", "Av. "),
    ("Boulevard ", "Bd "),
    ("Chaussée ", "Chée "),
    ("Place ", "Pl. "),
    ("Rue ", "r. "),
)


@dataclass(frozen=True)
class Called:
    """A proper name with its article: «Le Tilleul», «du Tilleul»."""

    words: str

    def le(self) -> str:
        """As a title: «Le Tilleul», «L'Escale»."""
        return self.words[0].upper() + self.words[1:]

    def du(self) -> str:
        """After a noun: «du Tilleul», «de la Passerelle», «de l'Escale», «des Cerisiers»."""
        for article, of in (("le ", "du "), ("les ", "des ")):
            if self.words.startswith(article):
                return of + self.words.removeprefix(article)
        return f"de {self.words}"

    def slug(self) -> str:
        """As in an address on the internet: `letilleul`."""
        return plain("".join(sign for sign in self.words.lower() if sign.isalnum()))

    def written(self, form: str) -> str:
        """One of the forms, with this name in it."""
        return form.format(le=self.le(), du=self.du())


def plain(text: str) -> str:
    """The text without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def shortened(street: str) -> str:
    """The street as a hurried hand writes it: «Av. des Tilleuls»."""
    for long, short in _SHORTER:
        if street.startswith(long):
            return short + street.removeprefix(long)
    return street


def mistyped(text: str, chance: Chance) -> str:
    """The text with two neighbouring letters swapped, one doubled or one lost, not at the start of a word."""
    inside = [n for n in range(2, len(text) - 1) if text[n - 1 : n + 2].isalpha()]
    if not inside:
        return text
    at = chance.pick(inside)
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return chance.pick((swapped, text[:at] + text[at] + text[at:], text[:at] + text[at + 1 :]))
