"""The paths of the interfaces, below the page's own address."""

REST = "/api/v1"
HEALTH = f"{REST}/healthz"
OPENAI = "/v1"
MCP = "/mcp"
METRICS = "/metrics"
