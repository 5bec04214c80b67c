"""The program that runs the filters: a process of its own, because a filter may hang, crash or take all memory.

Lines of JSON: on standard input what people write, on standard output what is to become of it, in the same order.
"""

import importlib
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from parley.filters import Change, Filter, Hold, Refuse, Submitted

Named = tuple[str, Filter]


def main(names: Sequence[str], word_list: str) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this program
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a filter prints goes where the server's log goes

    def answer(**said: object) -> None:
        print(json.dumps(said), file=answers, flush=True)

    try:
        filters = loaded(names, word_list)
    except CannotLoad as problem:
        answer(cannot=str(problem))
        return 1
    answer(ready=True)
    for line in sys.stdin.buffer:
        answer(**verdict(filters, Submitted(**json.loads(line))))
    return 0


class CannotLoad(Exception):
    """What is wrong with a setting, for whoever runs the server."""


def loaded(names: Sequence[str], word_list: str) -> list[Named]:
    filters = [(name, _loaded(name)) for name in names]
    if word_list:
        from parley.guard.word_list import WordList

        try:
            filters.append(("the word list", WordList(Path(word_list))))
        except (OSError, ValueError) as problem:
            raise CannotLoad(f"PARLEY_FILTER_WORDS: {word_list} cannot be read: {problem}") from None
    return filters


def _loaded(name: str) -> Filter:
    module, _, function = name.partition(":")
    if not (module and function):
        raise CannotLoad(f"PARLEY_FILTERS: write module:function, and not {name}.")
    try:
        found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    except Exception as problem:  # noqa: BLE001 - whatever a module does when it is imported
        raise CannotLoad(f"PARLEY_FILTERS: {name} cannot be loaded: {problem!r}") from None
    if not callable(found):
        raise CannotLoad(f"PARLEY_FILTERS: {name} is no function.")
    return found


def verdict(filters: Sequence[Named], submitted: Submitted) -> dict[str, str]:
    """What the filters say one after the other. Each is given the text as those before it left it.

    Nobody asks them again about a text that a moderator let through, so all of them see one that is held: a later one
    may refuse it.
    """
    held: dict[str, str] = {}
    for name, one in filters:
        try:
            said = one(submitted)
        except Exception as problem:  # noqa: BLE001 - whatever a filter does
            return {"failed": name, "problem": _described(problem)}
        match said:
            case None:
                pass
            case Change(body=str(body)):
                submitted = replace(submitted, body=body)
            case Refuse(reason=str(reason)):
                return {"reason": reason}
            case Hold(reason=str(reason)) if reason.strip():
                held = held or {"hold": reason}
            case _:
                return {"failed": name, "problem": f"it returned a {type(said).__name__}"}
    return {"body": submitted.body, **held}


def _described(problem: BaseException) -> str:
    """What and where, without a word of what people wrote."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    return f"{type(problem).__name__}{where}"


if __name__ == "__main__":
    code = main(json.loads(sys.argv[1]), sys.argv[2])
    sys.stdout.flush()
    os._exit(code)  # a filter's own threads keep nobody waiting
