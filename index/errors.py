"""Errors that the caller can fix; each has the actual values and the command or action that fixes it.

DzhereloError
├── CorpusError      the folder of articles, or a file in it, cannot be used
├── QuestionError    the question or a filter cannot be searched
├── NoIndexError     there is no index at the expected place
├── MismatchError    the index was built with another model, other settings or another version
├── DamageError      a part of the index is damaged and could not be repaired
├── BusyError        another build holds the lock of the index
├── DiskError        the disk is full, cannot be accessed, or fails
├── ModelError       the encoder's weights are missing or wrong
└── StoreError       the server that holds the index cannot be used, or the index was closed
"""


class DzhereloError(Exception):
    """What went wrong (`message`) and what to do about it (`fix`)."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message}. {self.fix}"


class CorpusError(DzhereloError):
    """The folder of articles cannot be used."""


class QuestionError(DzhereloError):
    """The question, or a filter given with it, cannot be searched."""


class NoIndexError(DzhereloError):
    """There is no index at the expected place."""


class MismatchError(DzhereloError):
    """The index was built with another model, other settings or another version."""


class DamageError(DzhereloError):
    """A part of the index is damaged and could not be repaired."""


class BusyError(DzhereloError):
    """Another build holds the lock of the index."""


class DiskError(DzhereloError):
    """The disk of the index is full, cannot be accessed, or fails."""


class ModelError(DzhereloError):
    """The encoder's weights are missing, damaged or of another model."""


class StoreError(DzhereloError):
    """The server that holds the index, or its client, cannot be used; or the index was closed."""
