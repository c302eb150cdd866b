"""Asking a shortener where a link leads: one question, to a public address, whose answer is not followed."""

import http.client
import io
import re
import socket
import ssl
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from time import monotonic
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

SECONDS: Final = 5.0  # for a whole question: look-up, connection and answer
_MOST_BYTES: Final = 16 * 1024  # of an answer's head
_LONGEST_TARGET: Final = 2000
_HOST: Final = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]+"
)
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))

LookUp = Callable[[str], list[str]]
Connect = Callable[[str, str, float], socket.socket]  # address, host, seconds


class NoAnswer(Exception):
    """Why it is not known where a link leads, in words for the person who asked."""


@dataclass(frozen=True)
class Answer:
    """Where a short link leads, or why that is not known; one of the two is None."""

    short: str
    target: str | None
    why: str | None


def ask(
    short: str,
    hosts: Collection[str],
    look_up: LookUp | None = None,
    connect: Connect | None = None,
    seconds: float = SECONDS,
) -> Answer:
    """Send one HEAD for a short link (`t.co/abc`) and return where its Location points.

    Only `hosts` are asked, over https, at the address that the look-up gave, which must be public.
    The whole takes at most `seconds`, and the Location is returned and never visited.
    """
    deadline = monotonic() + seconds
    try:
        host, path = _parts(short, hosts)
        address = _public_address(host, look_up or _look_up, deadline)
        with (connect or _connect)(address, host, _left(deadline)) as channel:
            status, location = _head(channel, host, path, deadline)
        return Answer(short, _target(f"https://{host}{path}", status, location), None)
    except NoAnswer as reason:
        return Answer(short, None, str(reason))
    except TimeoutError:
        return Answer(short, None, f"it gave no answer within {seconds:g} seconds")
    except ssl.SSLError:
        return Answer(short, None, "its certificate is not valid")
    except (OSError, http.client.HTTPException, UnicodeError, ValueError):
        return Answer(short, None, "it could not be asked")


def _parts(short: str, hosts: Collection[str]) -> tuple[str, str]:
    """The host and the path to ask for; raises NoAnswer for whatever is not host and path."""
    read = urlsplit(f"https://{short}")
    host = (read.hostname or "").rstrip(".")
    if read.netloc.lower().rstrip(".") != host or not _HOST.fullmatch(host):
        raise NoAnswer("it is not the address of a shortener")
    if host not in hosts:
        raise NoAnswer(f"{host} is not a known shortener; name it to have it asked")
    query = f"?{read.query}" if read.query else ""
    return host, quote(f"{read.path or '/'}{query}", safe="/?&=%:@!$'()*+,;~-._")


def _public_address(host: str, look_up: LookUp, deadline: float) -> str:
    """The address to connect to; raises NoAnswer where any of the host's is not public."""
    addresses = _in_time(lambda: look_up(host), _left(deadline))
    if not addresses:
        raise NoAnswer(f"there is no {host}")
    for address in addresses:
        if not is_public(address):
            raise NoAnswer(f"{host} is at {address}, which is inside a network and never asked")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, also where it holds an older one inside."""
    try:
        read = ip_address(address)
    except ValueError:
        return False
    return all(_is_global(each) for each in (read, *_embedded(read)))


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
    )


_TRANSLATED: Final = int(IPv6Address("64:ff9b::"))  # NAT64 writes the IPv4 address behind it


def _embedded(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for: mapped, 6to4, Teredo and NAT64."""
    if isinstance(address, IPv4Address):
        return []
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if int(address) >> 32 == _TRANSLATED >> 32:
        inside.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in inside if each is not None]


def _head(channel: socket.socket, host: str, path: str, deadline: float) -> tuple[int, str | None]:
    """Status and Location of one HEAD; raises NoAnswer for an answer that is none."""
    request = (
        f"HEAD {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: rhumbline\r\nAccept: */*\r\n"
        "Connection: close\r\n\r\n"
    )
    channel.settimeout(_left(deadline))
    channel.sendall(request.encode("ascii"))
    received = b""
    while b"\r\n\r\n" not in received and b"\n\n" not in received:
        channel.settimeout(_left(deadline))
        block = channel.recv(4096)
        received += block
        if len(received) > _MOST_BYTES:
            raise NoAnswer("its answer is longer than an answer is")
        if not block:
            break
    return _read_head(received)


def _read_head(received: bytes) -> tuple[int, str | None]:
    first, _, rest = received.partition(b"\n")
    status = re.match(rb"HTTP/1\.[01] (\d{3})\b", first)
    if not status:
        raise NoAnswer("its answer cannot be read")
    headers = http.client.parse_headers(io.BytesIO(rest))
    return int(status[1]), headers.get("Location")


def _target(asked: str, status: int, location: str | None) -> str:
    """Where it leads, as an address of the web; raises NoAnswer where it names none."""
    if status not in _REDIRECTS or not location:
        raise NoAnswer(f"it answered {status} and did not say where it leads")
    # Servers send UTF-8 where headers are read as Latin-1.
    written = location.encode("latin-1", "ignore").decode("utf-8", "ignore").strip()
    target = urljoin(asked, written)
    read = urlsplit(target)
    if read.scheme not in ("http", "https") or not read.hostname or "@" in read.netloc:
        raise NoAnswer("it leads to something that is not a page")
    if len(target) > _LONGEST_TARGET or re.search(r"[\s\x00-\x1f\x7f\"<>]", target):
        raise NoAnswer("it leads to an address that cannot be written down")
    if _is_inside(read.hostname):
        raise NoAnswer(f"it leads to {read.hostname}, which is inside a network")
    return target


def _is_inside(host: str) -> bool:
    """Whether a host is an address that is not public, or a name without a domain."""
    try:
        ip_address(host)
    except ValueError:
        return "." not in host
    return not is_public(host)


def _left(deadline: float) -> float:
    seconds = deadline - monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def _in_time(act: Callable[[], list[str]], seconds: float) -> list[str]:
    """What a call returns, which cannot be told to end by itself; raises TimeoutError after a while."""
    results: list[list[str]] = []

    def run() -> None:
        try:
            results.append(act())
        except OSError:
            results.append([])

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not results:
        raise TimeoutError
    return results[0]


def _look_up(host: str) -> list[str]:
    """All addresses of a host, each once."""
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def _connect(address: str, host: str, seconds: float) -> socket.socket:
    """A channel to that address, encrypted, whose certificate must be the host's."""
    begun = monotonic()
    channel = socket.create_connection((address, 443), timeout=seconds)
    try:
        channel.settimeout(_left(begun + seconds))
        return ssl.create_default_context().wrap_socket(channel, server_hostname=host)
    except BaseException:
        channel.close()
        raise
