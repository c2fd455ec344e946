"""The access policy of the page: hosts, password, token, and upload limits."""

import base64
import binascii
import ipaddress
import re
import secrets
from dataclasses import dataclass

from index.errors import DzhereloError

BODY_BYTES = 256 << 10
# A chat client sends the whole conversation each time, and JSON may have six bytes for a letter: a draft of 500,000
# characters has 3 MB.
PROGRAM_BYTES = 4 << 20
_NAME = r"[^:@/\\\[\]\s]+|\[[0-9a-fA-F:.]+\]"
_HOST = re.compile(rf"({_NAME})(?::\d{{1,5}})?")


class HostNameError(DzhereloError):
    """No browser would send this as the name of a host."""


def read_host_name(typed: str) -> str:
    """The name as browsers send it, «джерело.укр» as `xn--…`; HostNameError if it has a port or is a web address."""
    try:
        name = typed.encode("idna").decode().rstrip(".")
    except UnicodeError:
        name = ""
    if not re.fullmatch(_NAME, name):
        raise HostNameError(f"{typed!r} is not a host name", "Give the name alone, such as archive.example.org")
    return name


@dataclass(frozen=True, slots=True)
class Policy:
    """The access policy: the `host` to listen on, further host `names`, and the password if any.

    `upload_bytes` is the maximum size of an uploaded file. With a `token`, programs must send it as a bearer token, or
    send the password.
    """

    host: str
    names: tuple[str, ...] = ()
    password: str = ""
    upload_bytes: int = 0
    token: str = ""

    def knows_host(self, host: str) -> bool:
        """Whether this `Host` header is ours: a given name, or an IP address, which DNS rebinding cannot forge."""
        match = _HOST.fullmatch(host)
        name = match[1].lower().rstrip(".") if match else ""
        if name in {"localhost", "127.0.0.1", "[::1]", self.host.lower(), *map(str.lower, self.names)}:
            return True
        return not is_loopback(self.host) and _is_address(name.strip("[]"))

    def accepts(self, authorization: str) -> bool:
        """Whether this Authorization header has the password; any user name is accepted."""
        return not self.password or self._has_password(authorization)

    def accepts_program(self, authorization: str) -> bool:
        """Whether this Authorization header gives a program access: it has the token or the password."""
        if not (self.token or self.password):
            return True
        kind, _, value = authorization.partition(" ")
        if self.token and kind.lower() == "bearer":
            sent = value.strip().encode("latin-1")  # as headers are decoded
            return secrets.compare_digest(sent, self.token.encode())
        return bool(self.password) and self._has_password(authorization)

    def _has_password(self, authorization: str) -> bool:
        kind, _, value = authorization.partition(" ")
        if kind.lower() != "basic":
            return False
        try:
            given = base64.b64decode(value, validate=True).partition(b":")[2]
        except (binascii.Error, ValueError):
            return False
        return secrets.compare_digest(given, self.password.encode())


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
