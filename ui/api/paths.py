"""Where the interfaces are, below the page's own address."""

REST = "/api/v1"
HEALTH = f"{REST}/healthz"
OPENAI = "/v1"
MCP = "/mcp"
METRICS = "/metrics"
PROGRAM_PATHS = (f"{REST}/", f"{OPENAI}/", MCP, METRICS)
"""What programs may ask for: these paths, and what is below those that end with a slash."""
