"""Reports of messages.

A process of the Parley before this one neither knows nor needs the tables. The copies that reports have of messages
which it drops stay until the reports are closed or have had their time.
"""

from alembic import op

revision = "0025"
down_revision = "0024"

REPORTS = """
CREATE TABLE reports (
id {key} NOT NULL,
room BIGINT NOT NULL,
log BIGINT NOT NULL,
root BIGINT NOT NULL,
seq BIGINT NOT NULL,
sender BIGINT NOT NULL,
body TEXT NOT NULL,
said_at BIGINT NOT NULL,
made_at BIGINT NOT NULL,
CONSTRAINT reports_pkey PRIMARY KEY (id),
CONSTRAINT reports_room_fkey FOREIGN KEY(room) REFERENCES rooms (id),
CONSTRAINT reports_sender_fkey FOREIGN KEY(sender) REFERENCES people (id),
CONSTRAINT reports_log_seq_key UNIQUE (log, seq)
)
"""
COMPLAINTS = """
CREATE TABLE complaints (
report BIGINT NOT NULL,
person BIGINT NOT NULL,
reason VARCHAR(10) NOT NULL,
note TEXT NOT NULL,
at BIGINT NOT NULL,
CONSTRAINT complaints_pkey PRIMARY KEY (report, person),
CONSTRAINT complaints_report_fkey FOREIGN KEY(report) REFERENCES reports (id),
CONSTRAINT complaints_person_fkey FOREIGN KEY(person) REFERENCES people (id)
)
"""


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(REPORTS.format(key="INTEGER" if on_sqlite else "BIGINT"))
    op.execute(COMPLAINTS + (" WITHOUT ROWID" if on_sqlite else ""))
    op.create_index("reports_room_id_idx", "reports", ["room", "id"])
    op.create_index("reports_sender_idx", "reports", ["sender"])
    op.create_index("reports_made_at_idx", "reports", ["made_at"])
    op.create_index("complaints_person_idx", "complaints", ["person"])
