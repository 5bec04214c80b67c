"""What a field takes, in words: for settings and for the API, whose errors speak of values and not of types."""

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import inspect

from parley.speech.sentences import Sentence, say


def rule(annotation: Any) -> Sentence | None:
    """Completes "it must be ...". None where there is nothing to say in a few words."""
    if (choices := _choices(annotation)) is not None:
        return _either([str(choice) for choice in choices])
    return _rule(inspect.type_info(annotation))


def _choices(annotation: Any) -> tuple[Any, ...] | None:
    """Those of a Literal, in the order in which they are written: msgspec sorts them."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return arguments
    if origin is Annotated:
        return _choices(arguments[0])
    others = [one for one in arguments if one is not NoneType]
    return _choices(others[0]) if origin in (Union, UnionType) and len(others) == 1 else None


def _rule(info: inspect.Type, description: str = "") -> Sentence | None:
    match info:
        case inspect.Metadata(type=inner, extra_json_schema=extra):
            return _rule(inner, str((extra or {}).get("description", "")))
        case inspect.UnionType(types=types):
            known = [one for one in types if not isinstance(one, inspect.NoneType)]
            return _rule(known[0], description) if len(known) == 1 else None
        case inspect.BoolType():
            return say("1 or 0, or true or false")
        case inspect.IntType() | inspect.FloatType():
            return _number(info)
        case inspect.StrType():
            return _text(info, description)
        case inspect.ListType() | inspect.VarTupleType():
            return say("a list")
        case inspect.DictType() | inspect.StructType():
            return say("an object")
    return None


def _number(info: inspect.IntType | inspect.FloatType) -> Sentence:
    """The bounds as text: digits alone, as they are typed."""
    least = info.ge if info.gt is None else info.gt + 1
    if least is None:
        return say("a number") if info.le is None else say("a number up to {most}", most=str(info.le))
    if info.le is None:
        return say("a number, {least} or more", least=str(least))
    return say("a number from {least} to {most}", least=str(least), most=str(info.le))


def _text(info: inspect.StrType, description: str) -> Sentence:
    length = _length(info.min_length or 0, info.max_length)
    if info.pattern is None or not description:
        return length
    return say("{rule}: {form}", rule=length, form=_form(description))


def _length(least: int, most: int | None) -> Sentence:
    if not least:
        return say("text") if most is None else say("text of at most {count} characters", count=most)
    if most is None:
        return say("text of {count} characters or more", count=least)
    return say("text of {least} to {count} characters", least=least, count=most)


def _form(description: str) -> Sentence:
    """From the documents: what stands before the examples, in the middle of a sentence unless it begins with a name."""
    form = description.partition(": ")[0].rstrip(".")
    return say(form if form[1:2].isupper() else form[0].lower() + form[1:])


def _either(values: list[str]) -> Sentence:
    if len(values) == 1:
        return say("{choice}", choice=values[0])
    return say("{choices} or {last}", choices=", ".join(values[:-1]), last=values[-1])
