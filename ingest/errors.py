"""The exceptions of the house, all in one tree.

::

    GongkaiError                 every failure that a user can act on
    ├── ReadError                a file that cannot become text (binary, empty, undecodable, unsupported)
    ├── LibraryError             the library cannot be opened or used as asked
    │   ├── LibraryBusyError     another process is writing to it
    │   ├── EncoderMismatchError it was built with another encoder; `gongkai reindex` mends it
    │   └── ReportNotFoundError  no report, or more than one, answers to the name given
    ├── EncoderError             an encoder is missing, unreachable or broken
    ├── ModelError               a chat model is missing, unreachable, too slow or says nothing usable
    └── SettingsError            an environment variable or option has no usable value
"""


class GongkaiError(Exception):
    """A failure that a user can act on; the message names the thing and says what to do."""


class ReadError(GongkaiError):
    """A file that cannot become a report's text."""


class LibraryError(GongkaiError):
    """The library cannot be opened or used as asked."""


class LibraryBusyError(LibraryError):
    """Another process holds the library's writing lock."""


class EncoderMismatchError(LibraryError):
    """The library was encoded with another encoder than the one configured."""


class ReportNotFoundError(LibraryError):
    """No report, or more than one, answers to the name given."""


class EncoderError(GongkaiError):
    """An encoder that is missing, unreachable or broken."""


class ModelError(GongkaiError):
    """A chat model that is missing, unreachable, too slow, or says nothing that can be used."""


class SettingsError(GongkaiError):
    """An environment variable or option has no usable value."""
