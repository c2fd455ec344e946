# The page and the interfaces for programs over the articles in /corpus, or the sample articles without any.
#   docker build --tag dzherelo .
#   docker run --rm --read-only --tmpfs /tmp --publish 127.0.0.1:7860:7860 --env DZHERELO_PASSWORD=... dzherelo
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY dzherelo dzherelo
COPY index index
COPY qa qa
COPY ui ui
COPY corpus corpus
RUN python -m venv /opt/dzherelo \
    && /opt/dzherelo/bin/pip install --no-cache-dir --constraint constraints.txt ".[mcp,metrics]"
# The models are prepared and the sample indexed here, so that the container needs no writable disk.
ENV XDG_CACHE_HOME=/opt/cache
RUN /opt/dzherelo/bin/dzherelo setup \
    && /opt/dzherelo/bin/dzherelo build corpus --index /opt/index

FROM python:3.11-slim-bookworm
COPY --from=build /opt /opt
COPY corpus /corpus
ENV PATH=/opt/dzherelo/bin:$PATH XDG_CACHE_HOME=/opt/cache PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --no-create-home --uid 10001 dzherelo
USER 10001
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/api/v1/healthz', timeout=4)"]
# Listening on all addresses needs a password: DZHERELO_PASSWORD.
CMD ["dzherelo", "serve", "--host", "0.0.0.0", "--read-only", "--index", "/opt/index", "--corpus", "/corpus"]
