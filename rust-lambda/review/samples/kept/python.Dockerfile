FROM python:3.12.7-slim-bookworm AS base
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app
ARG UID=10001
RUN adduser --disabled-password --gecos "" --home "/nonexistent" --shell "/sbin/nologin" --no-create-home --uid "${UID}" appuser
COPY requirements.txt .
RUN --mount=type=cache,target=/var/cache/pip python -m pip install --no-cache-dir -r requirements.txt
USER appuser
COPY . .
EXPOSE 8000
HEALTHCHECK --interval=30s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/healthz')"]
CMD ["gunicorn", "app:app", "--bind=0.0.0.0:8000"]
