"""Words and languages of plain text, shared by indexing and answering. It does not depend on articles."""
