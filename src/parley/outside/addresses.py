"""Which network addresses this server may be sent to by a URL that it did not make up itself.

An address can hide another one: IPv4 is written inside of IPv6 in several ways, and a router or the kernel unwraps it.
So the inner one is what counts.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
NAT64 = IPv6Network("64:ff9b::/96")
COMPATIBLE = IPv6Network("::/96")
# What a provider of one's own network may have. Link-local addresses are not among them: clouds keep secrets there.
INSIDE: tuple[IPv4Network | IPv6Network, ...] = (
    *map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "100.64.0.0/10")),
    *map(IPv6Network, ("fc00::/7", "::1/128")),
)
# Where clouds answer with credentials, in networks that are private otherwise.
METADATA = frozenset(map(ip_address, ("100.100.100.200", "fd00:ec2::254", "192.0.0.192", "fd20:ce::254")))
# Python calls some of these global, or did in versions that Parley runs on.
NEVER: tuple[IPv4Network | IPv6Network, ...] = (
    *map(IPv4Network, ("0.0.0.0/8", "192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4")),
    *map(IPv6Network, ("64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "fec0::/10", "ff00::/8", "::/128")),
)


def may_connect(text: str, *, inside: bool) -> bool:
    """Whether a request may go there. `inside` also lets it into private networks."""
    try:
        address = _unwrapped(ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    if address in METADATA or any(_is_in(address, network) for network in NEVER):
        return False
    if inside and any(_is_in(address, network) for network in INSIDE):
        return True
    return address.is_global and not address.is_link_local


def _unwrapped(address: Address) -> Address:
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner is not None:
        return inner
    low = int(address) & 0xFFFF_FFFF
    if address in NAT64 or (address in COMPATIBLE and low > 1):
        return IPv4Address(low)
    return address


def _is_in(address: Address, network: IPv4Network | IPv6Network) -> bool:
    return address.version == network.version and address in network
