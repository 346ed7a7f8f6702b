FROM rust:1.82.0-slim-bookworm AS chef
RUN cargo install cargo-chef --version 0.1.68 --locked
WORKDIR /app
FROM chef AS planner
COPY . .
RUN cargo chef prepare --recipe-path recipe.json
FROM chef AS builder
COPY --from=planner /app/recipe.json recipe.json
RUN cargo chef cook --release --recipe-path recipe.json
COPY . .
RUN cargo build --release --locked
FROM debian:bookworm-20241016-slim AS runtime
COPY --from=builder /app/target/release/app /usr/local/bin/app
RUN useradd --uid 10001 --no-create-home app
USER app
CMD ["/usr/local/bin/app"]
