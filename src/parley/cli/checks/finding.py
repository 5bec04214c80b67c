"""What a check found, with its remedy if something is wrong."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal


@dataclass(frozen=True)
class Finding:
    level: Literal["ok", "warning", "problem"]
    text: str


def is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
