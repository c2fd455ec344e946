"""Files to articles: finds the files of a corpus folder and parses each safely, however damaged or hostile it is."""

from index.parsing.files import CorpusFile, corpus_files, open_below
from index.parsing.parse import PARSER_VERSION, Parsed, parse_file, told_apart

__all__ = ["PARSER_VERSION", "CorpusFile", "Parsed", "corpus_files", "open_below", "parse_file", "told_apart"]
