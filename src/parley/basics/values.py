"""What a field takes, in words: for settings and for the API, whose errors speak of values and not of types."""

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import inspect


def rule(annotation: Any) -> str | None:
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


def _rule(info: inspect.Type, description: str = "") -> str | None:
    match info:
        case inspect.Metadata(type=inner, extra_json_schema=extra):
            return _rule(inner, str((extra or {}).get("description", "")))
        case inspect.UnionType(types=types):
            known = [one for one in types if not isinstance(one, inspect.NoneType)]
            return _rule(known[0], description) if len(known) == 1 else None
        case inspect.BoolType():
            return "1 or 0, or true or false"
        case inspect.IntType() | inspect.FloatType():
            return _number(info)
        case inspect.StrType():
            return _text(info, description)
        case inspect.ListType() | inspect.VarTupleType():
            return "a list"
        case inspect.DictType() | inspect.StructType():
            return "an object"
    return None


def _number(info: inspect.IntType | inspect.FloatType) -> str:
    least = info.ge if info.gt is None else info.gt + 1
    if least is None:
        return "a number" if info.le is None else f"a number up to {info.le}"
    return f"a number, {least} or more" if info.le is None else f"a number from {least} to {info.le}"


def _text(info: inspect.StrType, description: str) -> str:
    least, most = info.min_length or 0, info.max_length
    length = f"text of {least} to {most} characters" if most is not None else f"text of {least} characters or more"
    if not least:
        length = "text" if most is None else f"text of at most {most} characters"
    if info.pattern is None or not description:
        return length
    form = description.partition(": ")[0].rstrip(".")
    return f"{length}: {form[0].lower()}{form[1:]}"


def _either(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} or {values[-1]}"
