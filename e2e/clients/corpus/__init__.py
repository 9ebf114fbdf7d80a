"""Raw requests whose answers the genuine MLflow server has given and Slipway has to give too."""
