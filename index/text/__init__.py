"""Words and languages of plain text, shared by indexing and answering. It knows nothing of articles."""
