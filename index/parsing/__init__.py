"""Turns files into articles: finds the files of a corpus folder and parses even damaged or hostile ones safely."""

from index.parsing.files import CorpusFile, corpus_files, open_below
from index.parsing.parse import PARSER_VERSION, Parsed, distinct_id, parse_file

__all__ = ["PARSER_VERSION", "CorpusFile", "Parsed", "corpus_files", "distinct_id", "open_below", "parse_file"]
