"""What the methods of an ecosystem give back, by name: for annotations, and for answers to a review session."""

from wtc_eco.api.entry import Matched
from wtc_eco.api.plans import Invitation, TablePlan
from wtc_eco.ecosystem.attendance import Attended
from wtc_eco.ecosystem.corrections.correcting import Added, Corrected, FieldChange
from wtc_eco.ecosystem.corrections.spreadsheet import ReturnedRegister
from wtc_eco.ecosystem.history import PastCommand
from wtc_eco.ecosystem.importing.delivery import Accounting, Change
from wtc_eco.ecosystem.importing.files import Imported
from wtc_eco.ecosystem.importing.needs import NeedImported
from wtc_eco.ecosystem.merging.enriched import Enriched
from wtc_eco.ecosystem.merging.folders import Merged
from wtc_eco.ecosystem.merging.proposals import MergeProposal
from wtc_eco.ecosystem.privacy.contacts import KeptContacts, OptedOut
from wtc_eco.ecosystem.privacy.erase import Receipt
from wtc_eco.ecosystem.privacy.publishable import PossibleName
from wtc_eco.ecosystem.review.decide import DecisionsWritten
from wtc_eco.ecosystem.review.session import DoubtCard, ReviewAnswer, ReviewQuestion, Session
from wtc_eco.ecosystem.review.spreadsheet import Applied
from wtc_eco.ecosystem.surveys.take import Surveyed
from wtc_eco.services import Shared
from wtc_eco.services.exchange import Exchanged
from wtc_eco.services.outputs import Published
from wtc_eco.services.surveying import SentOut
from wtc_eco.sources import ColumnGuess
from wtc_eco.sources.quarantine import RawCheck
from wtc_eco.store import Edit, Edits, Repaired, Restored, Undone

__all__ = [
    "Accounting",
    "Added",
    "Applied",
    "Attended",
    "Change",
    "ColumnGuess",
    "Corrected",
    "DecisionsWritten",
    "DoubtCard",
    "Edit",
    "Edits",
    "Enriched",
    "Exchanged",
    "FieldChange",
    "Imported",
    "Invitation",
    "KeptContacts",
    "Matched",
    "MergeProposal",
    "Merged",
    "NeedImported",
    "OptedOut",
    "PastCommand",
    "PossibleName",
    "Published",
    "RawCheck",
    "Receipt",
    "Repaired",
    "Restored",
    "ReturnedRegister",
    "ReviewAnswer",
    "ReviewQuestion",
    "SentOut",
    "Session",
    "Shared",
    "Surveyed",
    "TablePlan",
    "Undone",
]
