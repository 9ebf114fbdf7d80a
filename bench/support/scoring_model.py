"""Trains a model with scikit-learn and saves it into a folder: as MLflow serves it, and as ONNX with the same signature."""

from __future__ import annotations

import sys
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
import skl2onnx
from mlflow.models import infer_signature
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FEATURES = 20

folder = Path(sys.argv[1])
data, target = make_classification(n_samples=5_000, n_features=FEATURES, random_state=1)
frame = pd.DataFrame(data, columns=[f"feature_{at}" for at in range(FEATURES)])
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(frame, target)
mlflow.sklearn.save_model(model, str(folder / "mlflow"), signature=infer_signature(frame, model.predict(frame)))
exported = skl2onnx.to_onnx(model, data.astype(np.float32)[:1], options={"zipmap": False})
(folder / "model.onnx").write_bytes(exported.SerializeToString())
