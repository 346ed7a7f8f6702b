# An image of a database in the manner of the official ones: root prepares, gosu steps down.
FROM debian:bookworm-20241016-slim
RUN set -eux; \
    groupadd -r postgres --gid=999; \
    useradd -r -g postgres --uid=999 --home-dir=/var/lib/postgresql --shell=/bin/bash postgres; \
    install --verbose --directory --owner postgres --group postgres --mode 1777 /var/lib/postgresql
RUN set -ex; \
    apt-get update; \
    apt-get install -y --no-install-recommends gnupg=2.2.40-1.1 gosu=1.14-1+b6 ca-certificates=20230311; \
    rm -rf /var/lib/apt/lists/*; \
    gosu nobody true
ENV PGDATA=/var/lib/postgresql/data
VOLUME /var/lib/postgresql/data
COPY docker-entrypoint.sh docker-ensure-initdb.sh /usr/local/bin/
ENTRYPOINT ["docker-entrypoint.sh"]
STOPSIGNAL SIGINT
EXPOSE 5432
USER postgres
CMD ["postgres"]
