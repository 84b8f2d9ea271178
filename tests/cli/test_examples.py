"""Every example of the help runs on the shipped ecosystem, as it is printed."""

from __future__ import annotations

import shlex
import zipfile

import pytest

from wtc_eco.cli.commands import commands

LIST = "nom;adresse;cp;localité\nCPAS de Huy;Rue du Pont 1;4500;Huy\nCPAS de Wanze;Rue de l'Église 2;4520;Wanze\n"

KBO = {
    "meta": "Variable,Value\nSnapshotDate,30-10-2026\nExtractType,full\n",
    "code": "Category,Code,Language,Description\n",
    "enterprise": "EnterpriseNumber,TypeOfEnterprise,JuridicalForm,JuridicalSituation\n",
    "establishment": "EstablishmentNumber,EnterpriseNumber\n",
    "denomination": "EntityNumber,Language,TypeOfDenomination,Denomination\n",
    "address": "EntityNumber,TypeOfAddress,CountryFR,CountryNL,Zipcode,MunicipalityFR,MunicipalityNL,StreetFR,StreetNL,"
    "HouseNumber,Box,DateStrikingOff\n",
    "contact": "EntityNumber,ContactType,Value\n",
}
"""A month of the BCE/KBO in which nobody stands."""

BEFORE = {
    "trend": ["wtc-eco snapshot before-the-meeting"],
    "undo": ["wtc-eco import list.csv --as liste"],
    "merge-folder": ["wtc-eco init other"],
    "redo": ["wtc-eco import list.csv --as liste", "wtc-eco undo"],
}
"""What has to be done first for an example to have something to work on."""


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_the_example_runs(eco, write, demonstration, monkeypatch, command):
    monkeypatch.chdir(demonstration)
    (demonstration / "list.csv").write_text(LIST, encoding="utf-8")
    with zipfile.ZipFile(demonstration / "KboOpenData.zip", "w") as month:
        for name, text in KBO.items():
            month.writestr(f"{name}.csv", text)
    for words in BEFORE.get(command.name, ()):
        assert eco(*shlex.split(words)[1:]).code == 0
    for example in command.examples:
        said = eco(*shlex.split(example)[1:])
        assert said.code in ({0, 4} if command.name == "check" else {0}), said.err
        assert said.out + said.err
