"""Files to articles: finds the files of a corpus folder and reads each, however damaged or hostile, without harm."""

from .files import CorpusFile, corpus_files, open_below
from .read import READER_VERSION, Reading, read_file

__all__ = ["READER_VERSION", "CorpusFile", "Reading", "corpus_files", "open_below", "read_file"]
