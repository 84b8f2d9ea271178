"""wtc-eco: see the digital-inclusion ecosystem of a territory, and what to do about it.

```python
import wtc_eco as eco

ecosystem = eco.open("mons")
print(ecosystem.isolated(bassin="namur").sentence())
eco.write_map(ecosystem, "carte.html")
```

Every name is loaded on first use, so that `import wtc_eco` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding
    from wtc_eco.analysis.schedules import read_schedules, tell_schedules
    from wtc_eco.ecosystem.amend import Signed
    from wtc_eco.ecosystem.attendance import record_attendance
    from wtc_eco.ecosystem.corrections.correcting import add, close, correct, reopen
    from wtc_eco.ecosystem.corrections.spreadsheet import compare_registry, take_registry
    from wtc_eco.ecosystem.create import demo, init, recovery_line
    from wtc_eco.ecosystem.doctor import accept_edits, check, check_table, doctor, edits, repair, restore
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.ecosystem.history import history, redo, undo
    from wtc_eco.ecosystem.importing.deduplicate import match_files
    from wtc_eco.ecosystem.importing.delivery import Delivery
    from wtc_eco.ecosystem.importing.files import Reading, import_list, import_ties
    from wtc_eco.ecosystem.importing.needs import NeedImported, import_need
    from wtc_eco.ecosystem.merging.folders import merge_folder
    from wtc_eco.ecosystem.privacy.contacts import optout, recover, retention
    from wtc_eco.ecosystem.privacy.erase import forget
    from wtc_eco.ecosystem.review.decide import join, split
    from wtc_eco.ecosystem.review.explain import explain
    from wtc_eco.ecosystem.review.queue import review
    from wtc_eco.ecosystem.review.spreadsheet import apply_review, doubts
    from wtc_eco.ecosystem.snapshots import snapshot, snapshots, trend
    from wtc_eco.ecosystem.surveys.take import Surveyed, import_survey
    from wtc_eco.errors import EcoError, Problem
    from wtc_eco.events.invitations.request import Occasion
    from wtc_eco.i18n import speaking
    from wtc_eco.services import Shared, pseudonymise, share
    from wtc_eco.services.inviting import Wishes, invite, write_invitations
    from wtc_eco.services.outputs import (
        Published,
        export,
        plain_map,
        run,
        write_clusters,
        write_finding,
        write_map,
        write_template,
    )
    from wtc_eco.services.reports import (
        write_catalogue,
        write_commune_sheets,
        write_report,
        write_reports,
        write_sheets,
    )
    from wtc_eco.services.seating import TableWishes, reseat, seat, write_tables
    from wtc_eco.services.surveying import SentOut, SurveyWishes, remind, send_survey
    from wtc_eco.territory import Scope, Territory
    from wtc_eco.territory import load as load_territory

if TYPE_CHECKING:
    open = Ecosystem.open  # noqa: A001 - `eco.open(folder)` is what a notebook says

__version__ = "0.1.0"

_HOMES = {
    "Delivery": "wtc_eco.ecosystem.importing.delivery",
    "EcoError": "wtc_eco.errors",
    "Ecosystem": "wtc_eco.ecosystem.ecosystem",
    "Finding": "wtc_eco.analysis.finding",
    "NeedImported": "wtc_eco.ecosystem.importing.needs",
    "Occasion": "wtc_eco.events.invitations.request",
    "Problem": "wtc_eco.errors",
    "Published": "wtc_eco.services.outputs",
    "Reading": "wtc_eco.ecosystem.importing.files",
    "Scope": "wtc_eco.territory",
    "SentOut": "wtc_eco.services.surveying",
    "Shared": "wtc_eco.services",
    "Signed": "wtc_eco.ecosystem.amend",
    "SurveyWishes": "wtc_eco.services.surveying",
    "Surveyed": "wtc_eco.ecosystem.surveys.take",
    "TableWishes": "wtc_eco.services.seating",
    "Territory": "wtc_eco.territory",
    "Wishes": "wtc_eco.services.inviting",
    "accept_edits": "wtc_eco.ecosystem.doctor",
    "add": "wtc_eco.ecosystem.corrections.correcting",
    "apply_review": "wtc_eco.ecosystem.review.spreadsheet",
    "check": "wtc_eco.ecosystem.doctor",
    "close": "wtc_eco.ecosystem.corrections.correcting",
    "check_table": "wtc_eco.ecosystem.doctor",
    "compare_registry": "wtc_eco.ecosystem.corrections.spreadsheet",
    "correct": "wtc_eco.ecosystem.corrections.correcting",
    "demo": "wtc_eco.ecosystem.create",
    "doctor": "wtc_eco.ecosystem.doctor",
    "doubts": "wtc_eco.ecosystem.review.spreadsheet",
    "edits": "wtc_eco.ecosystem.doctor",
    "explain": "wtc_eco.ecosystem.review.explain",
    "export": "wtc_eco.services.outputs",
    "forget": "wtc_eco.ecosystem.privacy.erase",
    "history": "wtc_eco.ecosystem.history",
    "import_list": "wtc_eco.ecosystem.importing.files",
    "import_need": "wtc_eco.ecosystem.importing.needs",
    "import_survey": "wtc_eco.ecosystem.surveys.take",
    "import_ties": "wtc_eco.ecosystem.importing.files",
    "init": "wtc_eco.ecosystem.create",
    "invite": "wtc_eco.services.inviting",
    "join": "wtc_eco.ecosystem.review.decide",
    "match_files": "wtc_eco.ecosystem.importing.deduplicate",
    "merge_folder": "wtc_eco.ecosystem.merging.folders",
    "optout": "wtc_eco.ecosystem.privacy.contacts",
    "plain_map": "wtc_eco.services.outputs",
    "pseudonymise": "wtc_eco.services",
    "read_schedules": "wtc_eco.analysis.schedules",
    "record_attendance": "wtc_eco.ecosystem.attendance",
    "recover": "wtc_eco.ecosystem.privacy.contacts",
    "recovery_line": "wtc_eco.ecosystem.create",
    "redo": "wtc_eco.ecosystem.history",
    "remind": "wtc_eco.services.surveying",
    "reopen": "wtc_eco.ecosystem.corrections.correcting",
    "repair": "wtc_eco.ecosystem.doctor",
    "reseat": "wtc_eco.services.seating",
    "restore": "wtc_eco.ecosystem.doctor",
    "retention": "wtc_eco.ecosystem.privacy.contacts",
    "review": "wtc_eco.ecosystem.review.queue",
    "run": "wtc_eco.services.outputs",
    "seat": "wtc_eco.services.seating",
    "send_survey": "wtc_eco.services.surveying",
    "share": "wtc_eco.services",
    "snapshot": "wtc_eco.ecosystem.snapshots",
    "snapshots": "wtc_eco.ecosystem.snapshots",
    "speaking": "wtc_eco.i18n",
    "split": "wtc_eco.ecosystem.review.decide",
    "take_registry": "wtc_eco.ecosystem.corrections.spreadsheet",
    "tell_schedules": "wtc_eco.analysis.schedules",
    "trend": "wtc_eco.ecosystem.snapshots",
    "undo": "wtc_eco.ecosystem.history",
    "write_catalogue": "wtc_eco.services.reports",
    "write_clusters": "wtc_eco.services.outputs",
    "write_commune_sheets": "wtc_eco.services.reports",
    "write_finding": "wtc_eco.services.outputs",
    "write_invitations": "wtc_eco.services.inviting",
    "write_map": "wtc_eco.services.outputs",
    "write_report": "wtc_eco.services.reports",
    "write_reports": "wtc_eco.services.reports",
    "write_sheets": "wtc_eco.services.reports",
    "write_template": "wtc_eco.services.outputs",
    "write_tables": "wtc_eco.services.seating",
}

__all__ = [
    "Delivery",
    "EcoError",
    "Ecosystem",
    "Finding",
    "NeedImported",
    "Occasion",
    "Problem",
    "Published",
    "Reading",
    "Scope",
    "SentOut",
    "Shared",
    "Signed",
    "SurveyWishes",
    "Surveyed",
    "TableWishes",
    "Territory",
    "Wishes",
    "accept_edits",
    "add",
    "apply_review",
    "check",
    "check_table",
    "close",
    "compare_registry",
    "correct",
    "demo",
    "doctor",
    "doubts",
    "edits",
    "explain",
    "export",
    "forget",
    "history",
    "import_list",
    "import_need",
    "import_survey",
    "import_ties",
    "init",
    "invite",
    "join",
    "load_territory",
    "match_files",
    "merge_folder",
    "open",
    "optout",
    "plain_map",
    "pseudonymise",
    "read_schedules",
    "record_attendance",
    "recover",
    "recovery_line",
    "redo",
    "remind",
    "reopen",
    "repair",
    "reseat",
    "restore",
    "retention",
    "review",
    "run",
    "seat",
    "send_survey",
    "share",
    "snapshot",
    "snapshots",
    "speaking",
    "split",
    "take_registry",
    "tell_schedules",
    "trend",
    "undo",
    "write_catalogue",
    "write_clusters",
    "write_commune_sheets",
    "write_finding",
    "write_invitations",
    "write_map",
    "write_report",
    "write_reports",
    "write_sheets",
    "write_tables",
    "write_template",
]


def __getattr__(name: str) -> Any:
    if name == "open":
        return import_module("wtc_eco.ecosystem.ecosystem").Ecosystem.open
    if name == "load_territory":
        return import_module("wtc_eco.territory").load
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
