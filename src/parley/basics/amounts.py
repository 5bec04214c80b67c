"""Limits as they are written in the settings. All of them can be `off`."""

import re

# Burst and tokens per second; None for no limit.
Rate = tuple[float, float] | None


def rate(text: str) -> Rate:
    """`burst/per second` as two numbers; None for `off`."""
    if text == "off":
        return None
    match = re.fullmatch(r"(\d+)/(\d+(?:\.\d+)?)", text)
    if match is None or float(match[1]) < 1 or float(match[2]) <= 0:
        raise ValueError(f"{text!r} is not a rate: write burst/per second, such as 20/5, or off")
    return float(match[1]), float(match[2])


def count(text: str) -> int | None:
    """A number of things; None for `off`."""
    if text == "off":
        return None
    if re.fullmatch(r"[1-9]\d{0,8}", text) is None:
        raise ValueError(f"{text!r} is not a number: write one above zero, such as 20, or off")
    return int(text)
