"""One module for each program on the scoreboard. Each runs as a process of its own, in its own environment."""
