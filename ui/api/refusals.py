"""The guard's refusals in the form of each interface."""

from ui.asgi.problem import problem_refusal

from .openai_errors import openai_refusal
from .paths import MCP, METRICS, OPENAI, REST

REFUSALS = {
    f"{REST}/": problem_refusal,
    f"{OPENAI}/": openai_refusal,
    MCP: problem_refusal,
    METRICS: problem_refusal,
}
"""The paths open to programs, each with its form; a path that ends with a slash includes everything below it."""
