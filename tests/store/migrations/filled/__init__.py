"""A little of everything, as each revision of the schema held it: what an upgrade has to bring along."""

from parley.store.migrations.run import FOLDER

Rows = dict[str, list[dict[str, object]]]
REVISIONS = sorted(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py"))
