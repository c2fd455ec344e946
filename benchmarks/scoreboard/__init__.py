"""The scoreboard: Dzherelo and other programs over the same articles, questions and model, by one command."""
