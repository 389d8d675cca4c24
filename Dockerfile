# The program alone, for audits: docker run --rm -v "$PWD:/src:ro" key2pat check
FROM rust:1.95-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN cargo build --release --locked

FROM debian:13-slim
# `--staged` and `--since` ask git; a mounted folder belongs to somebody else.
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*'
COPY --from=build /build/target/release/key2pat /usr/local/bin/key2pat
USER nobody
WORKDIR /src
ENTRYPOINT ["key2pat"]
