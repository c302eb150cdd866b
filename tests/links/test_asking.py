"""Asking a shortener: only public addresses, one question, nothing followed, nothing waited for long."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from rhumbline.links import asking
from rhumbline.links.asking import Answer, ask, is_public

HOSTS = frozenset({"t.co", "go.riverside.example"})
PUBLIC = "93.184.215.14"
Serve = Callable[[socket.socket], None]


@contextmanager
def shortener(serve: Serve) -> Iterator[list[bytes]]:
    """A server on this machine that answers one question; yields what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            channel, _ = listener.accept()
            with channel:
                asked.append(channel.recv(4096))
                try:
                    serve(channel)
                except OSError:
                    return  # the asker hung up

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                asking,
                "_connect",
                lambda _address, _host, seconds: socket.create_connection(
                    ("127.0.0.1", port), timeout=seconds
                ),
            )
            yield asked


def answering(head: str) -> Serve:
    return lambda channel: channel.sendall(head.replace("\n", "\r\n").encode())


def ask_public(short: str = "t.co/abc", seconds: float = 5.0) -> Answer:
    return ask(short, HOSTS, lambda _: [PUBLIC], seconds=seconds)


def test_one_head_is_sent_and_its_location_returned() -> None:
    head = "HTTP/1.1 301 Moved\nLocation: https://riverside.example/join?a=1\n\n"
    with shortener(answering(head)) as asked:
        answer = ask_public()
    assert answer == Answer("t.co/abc", "https://riverside.example/join?a=1", None)
    assert asked[0].startswith(b"HEAD /abc HTTP/1.1\r\nHost: t.co\r\n")


def test_a_location_without_a_host_is_of_the_shortener() -> None:
    with shortener(answering("HTTP/1.1 302 Found\nLocation: /join\n\n")):
        assert ask_public().target == "https://t.co/join"


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", "inside a network"),
        ("http://127.0.0.1:8080/", "inside a network"),
        ("http://[::ffff:10.0.0.1]/", "inside a network"),
        ("http://intranet/wiki", "inside a network"),
        ("file:///etc/passwd", "not a page"),
        ("javascript:alert(1)", "not a page"),
        ("https://bank.example@evil.example/", "not a page"),
        ("https://riverside.example/<script>", "cannot be written down"),
        (f"https://riverside.example/{'a' * 3000}", "cannot be written down"),
    ],
)
def test_a_redirect_to_where_it_should_not_lead_is_not_kept(location: str, why: str) -> None:
    with shortener(answering(f"HTTP/1.1 302 Found\nLocation: {location}\n\n")):
        answer = ask_public()
    assert answer.target is None
    assert why in str(answer.why)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("HTTP/1.1 200 OK\n\n", "answered 200"),
        ("HTTP/1.1 404 Not Found\nLocation: https://riverside.example/\n\n", "answered 404"),
        ("SSH-2.0-OpenSSH_9\n\n", "cannot be read"),
        ("", "cannot be read"),
        ("HTTP/1.1 301 Moved\n" + "X: y\n" * 8000 + "\n", "longer than an answer"),
    ],
)
def test_an_answer_that_says_nothing_is_told_in_words(answer: str, why: str) -> None:
    with shortener(answering(answer)):
        assert why in str(ask_public().why)


def test_a_server_that_drips_is_left_after_the_time_is_up() -> None:
    def drip(channel: socket.socket) -> None:
        for sign in b"HTTP/1.1 301 Moved\r\nLocation: https://riverside.example/":
            channel.sendall(bytes([sign]))
            sleep(0.1)

    begun = monotonic()
    with shortener(drip):
        answer = ask_public(seconds=0.5)
    assert "no answer within 0.5 seconds" in str(answer.why)
    assert monotonic() - begun < 2


def test_a_look_up_that_hangs_is_left_after_the_time_is_up() -> None:
    def hang(_: str) -> list[str]:
        sleep(3)
        return [PUBLIC]

    begun = monotonic()
    assert "no answer within" in str(ask("t.co/abc", HOSTS, hang, seconds=0.3).why)
    assert monotonic() - begun < 2


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1", "not an address",
    ],
)  # fmt: skip
def test_an_address_inside_a_network_is_never_connected_to(address: str) -> None:
    connections: list[str] = []

    def connect(where: str, host: str, seconds: float) -> socket.socket:
        connections.append(f"{where} {host} {seconds}")
        raise OSError

    assert not is_public(address)
    answer = ask("t.co/abc", HOSTS, lambda _: [PUBLIC, address], connect)
    assert "inside a network" in str(answer.why)
    assert connections == []


def test_what_is_connected_to_is_the_address_that_was_checked() -> None:
    looked_up: list[str] = []
    connections: list[tuple[str, str]] = []

    def look_up(host: str) -> list[str]:  # a second look-up would lead elsewhere
        looked_up.append(host)
        return [PUBLIC] if len(looked_up) == 1 else ["127.0.0.1"]

    def connect(address: str, host: str, seconds: float) -> socket.socket:
        assert seconds <= 5
        connections.append((address, host))
        raise OSError

    ask("t.co/abc", HOSTS, look_up, connect)
    assert (looked_up, connections) == (["t.co"], [(PUBLIC, "t.co")])


@pytest.mark.parametrize(
    "short",
    [
        "evil.example/abc", "t.co.evil.example/abc", "t.co@evil.example/abc", "t.co:22/abc",
        "127.0.0.1/abc", "[::1]/abc", "localhost/abc", "t.co\\@evil.example/abc", "/abc", "",
    ],
)  # fmt: skip
def test_only_the_hosts_that_were_named_are_looked_up(short: str) -> None:
    def look_up(host: str) -> list[str]:
        raise AssertionError(host)

    answer = ask(short, HOSTS, look_up)
    assert answer.target is None
    assert answer.why


def test_a_path_cannot_smuggle_a_second_request() -> None:
    with shortener(answering("HTTP/1.1 404 Not Found\n\n")) as asked:
        ask_public("t.co/a b\r\nX-Evil: 1\r\n\r\nGET /é")
    assert asked[0].count(b"\r\n") == 6
    assert b"X-Evil: 1\r\n" not in asked[0]


def test_a_certificate_nobody_vouches_for_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
         "/CN=t.co", "-keyout", str(key), "-out", str(certificate)],
        check=False, capture_output=True,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl made no certificate")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    create = socket.create_connection
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            channel, _ = listener.accept()
            with channel:
                try:
                    context.wrap_socket(channel, server_side=True)
                except OSError:
                    return  # the asker refused it

        threading.Thread(target=run, daemon=True).start()
        place = listener.getsockname()
        monkeypatch.setattr(socket, "create_connection", lambda _, timeout: create(place, timeout))
        assert "certificate is not valid" in str(ask_public().why)
