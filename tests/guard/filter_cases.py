"""Filters as somebody might write them, good ones and bad ones. Those of a test run in the server's filter program."""

import os
import time
from typing import Any

from parley.filters import Change, Hold, Refuse, Submitted, Verdict


def without_shouting(submitted: Submitted) -> Verdict:
    if submitted.body.isupper():
        return Change(submitted.body.lower())
    return None


def strict(submitted: Submitted) -> Verdict:
    """Says what it was given, where it is told to refuse."""
    if "secret plan" in submitted.body:
        return Refuse(f"no  {submitted.kind}\nof plans")
    return None


def cautious(submitted: Submitted) -> Verdict:
    if "http" in submitted.body:
        return Hold("a  link\nfrom somebody new")
    if "for no reason" in submitted.body:
        return Hold(" ")
    return None


def telling(submitted: Submitted) -> Verdict:
    print("This is not a line of the protocol.", flush=True)
    if submitted.body == "who am I":
        return Change(f"{submitted.kind} {submitted.person} {submitted.room} {submitted.thread}")
    if submitted.body == "what do you know":
        return Change(" ".join(sorted(name for name in os.environ if name.startswith("PARLEY_"))) or "nothing")
    return None


def troublesome(submitted: Submitted) -> Any:
    """What an author may get wrong, also that a filter returns a verdict and nothing else."""
    match submitted.body:
        case "raise":
            raise LookupError(submitted.body)
        case "hang":
            time.sleep(3_600)
        case "die":
            os._exit(9)
        case "empty":
            return Change("  ")
        case "long":
            return Change("x" * 8_001)
        case "nonsense":
            return True
        case body if body.startswith("lines"):
            return Change("one\ntwo")
        case _:
            pass
    return None


NO_FUNCTION = "text"
