"""What Alembic runs for each command: the revisions, on the connection and in the transaction that `run` opened."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
