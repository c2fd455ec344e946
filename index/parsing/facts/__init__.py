"""The facts of an article that its text or its fields state: title, date, authors, language."""
