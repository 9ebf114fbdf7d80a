"""The public tables of the npm package vega-datasets, which `npm ci` has installed beside this folder."""

from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).resolve().parents[2] / "node_modules" / "vega-datasets" / "data"


def penguins() -> tuple[pd.DataFrame, pd.Series]:
    """Four measures of a penguin, and its species."""
    table = pd.read_json(FOLDER / "penguins.json").dropna(subset=["Body Mass (g)"])
    measures = ["Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)", "Body Mass (g)"]
    return table[measures], table["Species"]


def flights() -> tuple[pd.DataFrame, pd.Series]:
    """What is known of a flight before it leaves, and whether it arrived more than a quarter of an hour late."""
    table = pd.read_json(FOLDER / "flights-5k.json")
    leaves = pd.to_datetime(table["date"])
    known = pd.DataFrame({"distance": table["distance"], "hour": leaves.dt.hour, "weekday": leaves.dt.weekday, "month": leaves.dt.month})
    return known.astype(float), (table["delay"] > 15).astype(int)


def weather() -> tuple[pd.DataFrame, pd.Series]:
    """A day's weather in Seattle, and the next day's highest temperature."""
    table = pd.read_csv(FOLDER / "seattle-weather.csv")
    day = table[["precipitation", "temp_max", "temp_min", "wind"]].iloc[:-1].astype("float32")
    return day, table["temp_max"].iloc[1:].reset_index(drop=True).astype("float32")
