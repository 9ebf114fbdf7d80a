"""A PyTorch loop that predicts tomorrow's highest temperature, logged by hand: metrics, a figure, the model."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import mlflow
import torch
from torch import nn

from tables import weather

today, tomorrow = weather()
x = torch.tensor(today.to_numpy())
x = (x - x.mean(0)) / x.std(0)
y = torch.tensor(tomorrow.to_numpy()).unsqueeze(1)
cut = int(len(x) * 0.8)

settings = {"hidden": 32, "rate": 0.01, "epochs": 200, "seed": 1}
torch.manual_seed(settings["seed"])
model = nn.Sequential(nn.Linear(x.shape[1], settings["hidden"]), nn.ReLU(), nn.Linear(settings["hidden"], 1))
optimizer = torch.optim.Adam(model.parameters(), lr=settings["rate"])
distance = nn.SmoothL1Loss()

mlflow.set_experiment("tomorrow's weather with PyTorch")
with mlflow.start_run(run_name="two layers", log_system_metrics=True):
    mlflow.log_params(settings)
    for epoch in range(settings["epochs"]):
        optimizer.zero_grad()
        loss = distance(model(x[:cut]), y[:cut])
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            error = (model(x[cut:]) - y[cut:]).abs().mean()
        mlflow.log_metrics({"train/loss": loss.item(), "validation/mean_absolute_error": error.item()}, step=epoch)
    figure, axis = plt.subplots()
    with torch.no_grad():
        axis.scatter(y[cut:], model(x[cut:]), s=6)
    axis.set(xlabel="measured °C", ylabel="predicted °C")
    mlflow.log_figure(figure, "predictions.png")
    mlflow.pytorch.log_model(model, name="weather", input_example=x[:3].numpy())
