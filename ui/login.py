"""Who may come in, where the desk was given a file of users (``gongkai serve --auth FILE``).

A line of the file is ``name:scrypt$N$r$p$salt$hash`` (salt and hash in hexadecimal; `#` begins a comment). This makes
one, asking for the password twice:

    python -m ui.login NAME >> users.txt && chmod 600 users.txt
"""

import asyncio
import getpass
import hashlib
import hmac
import os
import re
import secrets
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path

from ingest.errors import SettingsError

COST = (2**14, 8, 1)  # scrypt's N, r, p: 16 MB and about 50 ms a guess (RFC 7914, section 2)
SHORTEST = 8  # characters of a new password
TRIES, WINDOW = 5, 300.0  # wrong passwords of one name in so many seconds; then it waits until they are that old
AT_ONCE = 2  # passwords checked together: guessing must not take the machine
_LINE = re.compile(r"(?P<name>[^\s:]{1,64}):scrypt\$(?P<cost>\d{1,7}\$\d{1,2}\$\d{1,2})\$(?P<salt>[0-9a-f]{16,128})"
                   r"\$(?P<hash>[0-9a-f]{32,128})")  # fmt: skip
_NOBODY = "\0"  # every name that is not in the file counts its wrong passwords together


class Users:
    """The users of one desk: `check` is what Gradio asks at every login.

    Wrong passwords are counted by name, not by address: behind a proxy all addresses are one.
    """

    def __init__(self, lines: Mapping[str, str], now: Callable[[], float] = time.monotonic) -> None:
        self._lines, self._now = dict(lines), now
        self._wrong: dict[str, deque[float]] = {}
        self._decoy = line(_NOBODY, secrets.token_hex(8)).partition(":")[2]
        self._room = asyncio.Semaphore(AT_ONCE)

    async def check(self, name: str, password: str) -> bool:
        """Whether this is a user with this password; an unknown name takes as long to refuse.

        Raises:
            HTTPException: 429, too many wrong passwords of late.
        """
        key = name if name in self._lines else _NOBODY
        self._slow_down(key)
        async with self._room:
            self._slow_down(key)  # again: those that waited beside this one may have used up the tries
            right = await asyncio.to_thread(matches, self._lines.get(name, self._decoy), password)
            if right and key != _NOBODY:
                self._wrong.pop(key, None)
                return True
            self._wrong.setdefault(key, deque(maxlen=TRIES)).append(self._now())
            return False

    def _slow_down(self, key: str) -> None:
        from starlette.exceptions import HTTPException

        wrong = self._wrong.get(key, ())
        if len(wrong) == TRIES and (left := wrong[0] + WINDOW - self._now()) > 0:
            told = "too many wrong passwords: try again in a few minutes"
            raise HTTPException(429, told, {"retry-after": str(int(left) + 1)})


def read_users(path: Path) -> Users:
    """The users in a file.

    Raises:
        SettingsError: It cannot be read, others on this machine may read it, it names nobody, or a line is malformed.
    """
    try:
        text, mode = path.read_text("utf-8-sig"), path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot read the users in {str(path)!r}: {error}") from None
    if os.name == "posix" and mode & 0o007:
        raise SettingsError(f"everybody on this machine may read {str(path)!r}: run `chmod 600` on it")
    found: dict[str, str] = {}
    for number, raw in enumerate(text.splitlines(), 1):
        said = raw.strip()
        if not said or said.startswith("#"):
            continue
        known = _LINE.fullmatch(said)
        if known is None or known["name"] in found or not _affordable(known["cost"]):
            raise SettingsError(f"line {number} of {str(path)!r} is no user, or one named twice: {_HOW}")
        found[known["name"]] = said.partition(":")[2]
    if not found:
        raise SettingsError(f"{str(path)!r} names no user: {_HOW}")
    return Users(found)


_HOW = "`python -m ui.login NAME` makes a line `name:scrypt$…`"


def _affordable(cost: str) -> bool:
    """Whether scrypt takes these parameters and they take less than 256 MB."""
    n, r, p = map(int, cost.split("$"))
    return n > 1 and n & (n - 1) == 0 and r > 0 and 0 < p <= 4 and 128 * n * r <= 2**28


def line(name: str, password: str) -> str:
    """A line of the file for a user with that password."""
    salt = secrets.token_bytes(16)
    return f"{name}:scrypt${'$'.join(map(str, COST))}${salt.hex()}${_derived(password, salt, COST).hex()}"


def matches(kept: str, password: str) -> bool:
    """Whether a password is the one of which this hash was kept."""
    _, n, r, p, salt, known = kept.split("$")
    found = _derived(password, bytes.fromhex(salt), (int(n), int(r), int(p)), len(known) // 2)
    return hmac.compare_digest(found, bytes.fromhex(known))


def _derived(password: str, salt: bytes, cost: tuple[int, int, int], length: int = 32) -> bytes:
    n, r, p = cost
    given = password.encode("utf-8", "surrogatepass")[:1024]
    return hashlib.scrypt(given, salt=salt, n=n, r=r, p=p, maxmem=2**29, dklen=length)


def main(name: str) -> str:
    """Ask for a password twice and give the line for it.

    Raises:
        SystemExit: The name or the password will not do.
    """
    password = getpass.getpass("Password: ")
    if len(password) < SHORTEST or password != getpass.getpass("Again: "):
        sys.exit(f"The two must be the same and have {SHORTEST} characters or more.")
    made = line(name, password)
    return made if _LINE.fullmatch(made) else sys.exit("A name has no spaces and no colon.")


if __name__ == "__main__":
    print(main(*sys.argv[1:2]) if len(sys.argv) == 2 else sys.exit("usage: python -m ui.login NAME"))
