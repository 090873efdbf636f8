"""Every error a person may read is one of these: one sentence that says what happened and what to do.

FootnoteError
  SettingsError     an option or environment variable makes no sense
  SourceError       a file or address could not be read into a document
  LibraryError      the library folder cannot be used
    Damaged         an index or the store does not hold what it should
    Busy            another process is writing to the library
    EmptyLibrary    there is nothing to ask yet
  ModelError        an embedding or language model is missing, wrong or silent
  QuestionError     a question that cannot be asked (empty, too long)
  GoldError         a gold file, dataset or report that cannot be used
"""

from __future__ import annotations


class FootnoteError(Exception):
    """Base of every error whose text is written for the person using the program."""


class SettingsError(FootnoteError):
    """An option or environment variable makes no sense."""


class SourceError(FootnoteError):
    """A file or address could not be read into a document; the others of the run are not affected."""


class LibraryError(FootnoteError):
    """The library folder cannot be used."""


class Damaged(LibraryError):
    """The library does not hold what it should; it is reported, never searched."""


class Busy(LibraryError):
    """Another process is writing to the library; a later try may succeed."""


class EmptyLibrary(LibraryError):
    """There is nothing to ask yet."""


class ModelError(FootnoteError):
    """An embedding or language model is missing, wrong or silent."""


class QuestionError(FootnoteError):
    """A question that cannot be asked."""


class GoldError(FootnoteError):
    """A gold file, dataset or report that cannot be used."""
