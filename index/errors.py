"""The errors a caller can fix, each with the actual values and the command or action that fixes it.

DzhereloError
├── CorpusError      the folder of articles, or a file in it, cannot be used
├── QuestionError    the question or a filter cannot be searched
├── NoIndexError     there is no index where one was expected
├── MismatchError    the index was built by another model, other settings or another version
├── DamageError      a part of the index is damaged and could not be healed
├── BusyError        another build holds the index
├── DiskError        the disk is full, closed to us, or fails
└── ModelError       the encoder's weights are missing or wrong
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
    """No index where one was expected."""


class MismatchError(DzhereloError):
    """The index was built by another model, with other settings, or by another version."""


class DamageError(DzhereloError):
    """A part of the index is damaged and could not be healed."""


class BusyError(DzhereloError):
    """Another build holds the index."""


class DiskError(DzhereloError):
    """The disk that holds the index is full, closed to us, or fails."""


class ModelError(DzhereloError):
    """The encoder's weights are missing, damaged or not what they should be."""
