import "server-only";

/** The module's name, without `.py`. */
export const RAY_SERVE_MODULE = "slipway_model";

/** What Ray Serve runs: the model that lies beside it, asked as MLflow's scoring server is asked. */
export const RAY_SERVE_PROGRAM = `"""Answers MLflow's /invocations with the model in the folder "model"."""

import mlflow.pyfunc
from mlflow.exceptions import MlflowException
from mlflow.pyfunc import scoring_server
from ray import serve
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response


@serve.deployment
class Model:
    def __init__(self) -> None:
        self.model = mlflow.pyfunc.load_model("model")
        self.schema = self.model.metadata.get_input_schema()

    async def __call__(self, request: Request) -> Response:
        if request.url.path.endswith("/ping"):
            return Response()
        body = (await request.body()).decode()
        kind = request.headers.get("content-type", "application/json")
        try:
            answer = await run_in_threadpool(scoring_server.invocations, body, kind, self.model, self.schema)
        except MlflowException as failure:
            return Response(failure.serialize_as_json(), failure.get_http_status_code(), media_type="application/json")
        return Response(answer.response, answer.status, media_type=answer.mimetype)


app = Model.bind()
`;
