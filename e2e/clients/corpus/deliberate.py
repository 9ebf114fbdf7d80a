"""Where Slipway answers another way than MLflow on purpose, each with the reason."""

REASONS: dict[str, str] = {}
