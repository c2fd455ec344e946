"""Words and languages of plain text, the ground that indexing and asking share. It knows nothing of articles."""
