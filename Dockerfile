# Image de production : site, worker et beat (voir docker-compose.yml).
FROM python:3.12-slim AS build

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PATH=/opt/venv/bin:$PATH
RUN python -m venv /opt/venv
COPY requirements/runtime.lock /tmp/runtime.lock
RUN pip install --only-binary :all: --no-deps --require-hashes -r /tmp/runtime.lock

WORKDIR /srv/alliance
COPY . .
# Compressed and hashed here, once, outside the data volume: an upgrade must not meet old files.
RUN ALLIANCE_MODE=local SECRET_KEY=build DATABASE_URL=postgres://build/build \
    STATIC_ROOT=/srv/static python manage.py collectstatic --noinput -v0 \
    && python -m compileall -q .


FROM python:3.12-slim

ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/srv/data MEDIA_ROOT=/srv/media STATIC_ROOT=/srv/static
# Papers are set in PDF on the server: a name in Arabic needs a font that has its letters.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /srv/data --shell /usr/sbin/nologin alliance \
    && install --directory --owner alliance --mode 0750 /srv/data /srv/media
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /srv/alliance /srv/alliance

WORKDIR /srv/alliance
USER 10001
VOLUME /srv/data /srv/media
EXPOSE 8000
STOPSIGNAL SIGTERM
# No access log: the links sent to people carry their tokens. More: GUNICORN_CMD_ARGS.
CMD ["gunicorn", "alliance.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
