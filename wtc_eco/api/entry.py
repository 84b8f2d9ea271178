"""What `import wtc_eco as eco` begins with: open, make or try a folder, match any list, load a territory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Unpack

from wtc_eco import i18n
from wtc_eco.api.arguments import Day, Language, Place, Rule, checked
from wtc_eco.api.ecosystem import Ecosystem
from wtc_eco.api.findings import Finding, fields_of
from wtc_eco.api.imports import ReadAs, reading
from wtc_eco.ecosystem.importing import deduplicate
from wtc_eco.i18n import mark

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.territory import Territory

Country = Annotated[
    str,
    Rule(lambda code: len(code) == 2 and code.isalpha(), mark("the two letters of a country: be, fr, ch")),  # noqa: PLR2004 - ISO 3166
]


@checked
def open(folder: Place = ".", *, as_of: Day | None = None) -> Ecosystem:  # noqa: A001 - `eco.open(folder)` is what a notebook says
    """Open a folder that has `data/` or eco.toml; raises `RefusedError` where it has neither.

    `as_of` is the day the answers are of, by default the latest in `data/`.

    >>> eco.open(ecosystem.folder).overview(bassin="namur").base
    44
    """
    return Ecosystem(folder, as_of=as_of)


@checked
def init(folder: Place, *, bassin: str | None = None, pack: str = "wallonie") -> Ecosystem:
    """Make an empty ecosystem folder; raises `RefusedError` where one stands already.

    `bassin` is any spelling of a bassin of the pack; raises `UnknownNameError` for a name it has not.

    >>> eco.init(folder / "mons", bassin="hainaut-centre").settings.bassin
    'hainaut-centre'
    """
    from wtc_eco.ecosystem.create import init as made

    return Ecosystem(made(folder, bassin=bassin, pack=pack).folder)


@checked
def demo(folder: Place = "wtc-eco-demo") -> Ecosystem:
    """Copy the demonstration ecosystem into a folder of its own; raises `RefusedError` where it is taken.

    >>> eco.demo(folder / "try-it").overview().base
    368
    """
    from wtc_eco.ecosystem.create import demo as made

    return Ecosystem(made(folder).folder)


@dataclass(frozen=True, repr=False)
class Matched(deduplicate.Matched):
    r"""Each row's cluster, named by the id of its first row, and the weakest link that holds it there.

    >>> _ = (folder / "one.csv").write_text("id;nom\n1;EPN de Jambes\n", encoding="utf-8")
    >>> eco.match(folder / "one.csv")
    <Matched: 1 rows, 1 structures, 0 pairs in doubt>
    """

    doubts: Finding

    def __repr__(self) -> str:
        return (
            f"<Matched: {self.n_records} rows, {self.n_clusters} structures, {self.n_review} pairs in doubt>"
        )

    def to_frame(self) -> pd.DataFrame:
        """A `pandas.DataFrame` of `id`, `cluster`, `probability`, in the order the rows were read; of several files, `file`.

        >>> eco.match(folder / "one.csv").to_frame().columns.tolist()
        ['id', 'cluster', 'probability']
        """
        import pandas as pd

        frame = pd.DataFrame(self.rows, columns=["id", "cluster", "probability"])
        frame = frame.astype({"id": "string", "cluster": "string", "probability": "Float64"})
        return frame.assign(file=pd.Series(self.files, dtype="string")) if self.files else frame

    @checked
    def explain(self, one: str, other: str) -> Finding:
        r"""Why two rows (their ids, or names) are one structure or two, evidence by evidence.

        >>> text = "id;nom;localité\n1;EPN de Jambes;Jambes\n2;Le Moulin bleu;Dinant\n"
        >>> _ = (folder / "two.csv").write_text(text, encoding="utf-8")
        >>> with eco.speaking("en"):
        ...     print(eco.match(folder / "two.csv").explain("1", "2").text)
        They are two structures: 0% that they are one, by the evidence.
        """
        return Finding.of(self.explained(one, other))

    @checked
    def write(self, path: Place) -> Path:
        """Write it as `id,cluster,probability`, with `file` where there are several.

        >>> eco.match(folder / "one.csv").write(folder / "clusters.csv").name
        'clusters.csv'
        """
        from wtc_eco.services.outputs import write_clusters

        return write_clusters(self, path)


@checked
def match(
    files: Place | Sequence[Place],
    *,
    id_column: str | None = None,
    country: Country = "be",
    decisions: Place | None = None,
    progress: Callable[[str, float], None] | None = None,
    **read_as: Unpack[ReadAs],
) -> Matched:
    r"""Find which rows of any lists of organisations name the same one; no folder and no territory are needed.

    `columns` says which title holds a field (`{"name": "Nom", "street": "Adresse"}`); the others are
    recognised. A row is named by its `id_column` (recognised too), else by its place among all rows read.
    `country` is that of the phone numbers; `decisions` is a sheet of doubts that was answered (ids in either
    order, the later line wins); `progress` hears what is being done, and which share of it is over. Raises
    `UsageError` where an id of the column asked for occurs twice or a column does not exist.

    >>> text = "id;nom;code postal;localité\n1;EPN de Jambes;5100;Jambes\n2;E.P.N. de Jambes;5100;Jambes\n"
    >>> _ = (folder / "list.csv").write_text(text, encoding="utf-8")
    >>> eco.match(folder / "list.csv").to_frame()["cluster"].tolist()
    ['1', '1']
    """
    many = [files] if isinstance(files, (str, Path)) else files
    made = deduplicate.match_files(
        many,
        columns=dict(read_as.get("columns", {})),
        id_column=id_column,
        country=country.lower(),
        reading=reading(read_as),
        decisions=decisions,
        watcher=progress,
    )
    return Matched(**{**fields_of(made), "doubts": Finding.of(made.doubts)})


@checked
def load_territory(pack: Place = "wallonie", *, overrides: Mapping[str, str] | None = None) -> Territory:
    """The territory a pack says: the name of a pack shipped here, or a folder.

    `overrides` moves communes (name or INS code) to another bassin (any spelling of its name). Raises
    `UnknownNameError` where there is no such pack, `RefusedError` with every fault at once.

    >>> eco.load_territory().find_bassin("Namur").id
    'namur'
    """
    from wtc_eco.territory import load

    return load(pack, overrides=overrides)


@checked
def speaking(language: Language) -> AbstractContextManager[None]:
    """Everything inside is said in `fr` or `en`.

    >>> with eco.speaking("en"):
    ...     print(ecosystem.isolated(bassin="namur").title)
    Who knows whom
    """
    return i18n.speaking(language)
