"""The paths of the interfaces, below the page's own address."""

REST = "/api/v1"
HEALTH = f"{REST}/healthz"
OPENAI = "/v1"
MCP = "/mcp"
METRICS = "/metrics"
PROGRAM_PATHS = (f"{REST}/", f"{OPENAI}/", MCP, METRICS)
"""The paths open to programs; a path that ends with a slash includes everything below it."""
