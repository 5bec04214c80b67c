"""What PARLEY_REDIS_URL may say: where Redis is and, for TLS, whose certificates are trusted.

A certificate is always checked, and for the host in the URL: what goes to Redis and comes from it decides who is told
what, and how often somebody may guess a password.
"""

import ssl
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

# The authority that signed the certificate of Redis, where the system does not know it; and what this side shows.
FILES = ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile")


def problems(url: str) -> list[str]:
    """Why this is no address of a Redis. What it says of passwords is not repeated."""
    parts = urlsplit(url)
    if parts.scheme not in ("redis", "rediss"):
        return ["must start with redis:// or rediss://"]
    found = []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name not in FILES:
            found.append(f"does not take {name}: there are {', '.join(FILES)}")
        elif parts.scheme == "redis":
            found.append(f"{name} is for TLS: write rediss://")
        elif not Path(value).is_file():
            found.append(f"{name}: there is no file {value}")
    return found


def tls_context(url: str) -> ssl.SSLContext:
    """How a program that is not redis-py connects to the same."""
    files = dict(parse_qsl(urlsplit(url).query))
    context = ssl.create_default_context(cafile=files.get("ssl_ca_certs"))
    if certificate := files.get("ssl_certfile"):
        context.load_cert_chain(certificate, files.get("ssl_keyfile"))
    return context
