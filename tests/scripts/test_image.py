"""How a Dockerfile is read by what runs its steps without an engine."""

from pathlib import Path

import pytest

from scripts.image.dockerfile import Stage, Step, Unknown, assigned, let_in, read

TWO_STAGES = """\
# syntax=docker/dockerfile:1
FROM python:3.13.7-slim-trixie AS build
RUN one \\
    && two
# in between
COPY . .

FROM python:3.13.7-slim-trixie
ENV A=1 \\
    B="two words"
"""


def test_stages_have_their_steps_in_order() -> None:
    base = "python:3.13.7-slim-trixie"
    assert read(TWO_STAGES) == [
        Stage("build", base, (Step("RUN", "one && two"), Step("COPY", ". ."))),
        Stage("", base, (Step("ENV", 'A=1 B="two words"'),)),
    ]
    assert assigned('A=1 B="two words"') == {"A": "1", "B": "two words"}


def test_what_nobody_runs_is_named_instead_of_left_out() -> None:
    with pytest.raises(Unknown, match="nothing here does ADD"):
        read("FROM debian\nADD x y\n")


def test_a_build_sees_what_the_ignore_file_lets_in() -> None:
    rules = "# all\n*\n!src\n!README.md\nsrc/static\n**/__pycache__\n"
    files = [
        "README.md",
        "LICENSE",
        "src/a.py",
        "src/b/c.py",
        "src/static/x.js",
        "src/b/__pycache__/c.pyc",
        "web/README.md",
    ]
    seen = [str(path) for path in let_in([Path(name) for name in files], rules)]
    assert seen == ["README.md", "src/a.py", "src/b/c.py"]
