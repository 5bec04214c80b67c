"""What a session is used from, in words that its owner knows again: made of a User-Agent, which says what it likes."""

import re

LIMIT = 80
# The first that is found counts: nearly every browser also calls itself Chrome and Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
PRODUCT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]*")


def device_name(agent: str) -> str:
    """Such as `Firefox on Linux`, or the name of a program. Empty if nothing is known."""
    if not agent.startswith("Mozilla/"):
        product = PRODUCT.match(agent)
        return product[0].strip()[:LIMIT] if product else ""
    browser = next((name for sign, name in BROWSERS if sign in agent), "A browser")
    system = next((name for sign, name in SYSTEMS if sign in agent), None)
    return browser if system is None else f"{browser} on {system}"
