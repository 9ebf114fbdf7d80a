import fc from "fast-check";
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { guardRoutes } from "@/lib/access/route-access";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken } from "@/lib/testing/program-door";
import { mlflowPlugin } from "./plugin";

setUpDatabase();

interface Route {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
}

const routes: Route[] = [];
const known = { experiment: "0", run: "", model: "" };
let app: FastifyInstance;
let authorization: string;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

async function send(route: Route, payload: string, url = route.url) {
  return app.inject({
    method: route.method,
    url,
    headers: { authorization, "content-type": "application/json" },
    ...(route.method === "GET" ? {} : { payload }),
  });
}

beforeAll(async () => {
  authorization = `Bearer ${await makeToken(await makeActor())}`;
  app = Fastify();
  guardRoutes(app);
  app.addHook("onRoute", ({ method, url, config }) => {
    for (const one of METHODS)
      if ([method].flat().includes(one) && config?.access !== "public")
        routes.push({ method: one, url });
  });
  const plugin: FastifyPluginAsync = mlflowPlugin;
  await app.register(plugin);
  const post = async (url: string, body: object) =>
    (await send({ method: "POST", url: `/api/2.0/mlflow/${url}` }, JSON.stringify(body))).json();
  const experiment = await post("experiments/create", { name: "fuzzed" });
  known.experiment = experiment.experiment_id;
  const run = await post("runs/create", { experiment_id: known.experiment });
  known.run = run.run.info.run_id;
  const model = await post("logged-models", { experiment_id: known.experiment, name: "m" });
  known.model = model.model.info.model_id;
  await post("registered-models/create", { name: "model" });
  await post("model-versions/create", { name: "model", source: `models:/${known.model}` });
});

afterAll(() => app.close());

const FIELDS =
  "run_id run_uuid key value timestamp step metrics params tags experiment_id experiment_ids name new_name filter order_by page_token max_results run_view_type view_type status end_time start_time run_name user_id artifact_location metric_key model_id models datasets model_json version stage stages alias source description experiment_name path field_name ascending dataset dataset_name dataset_digest digest source_type schema profile model_type source_run_id archive_existing_versions run_ids start_step end_step run_link allow_deleted artifact_directory_path".split(
    " ",
  );

const text = fc.oneof(
  fc.constantFrom(
    "0",
    "1",
    "-1",
    "model",
    "champion",
    "latest",
    "Production",
    "READY",
    "FINISHED",
    "NaN",
    "9".repeat(30),
    "models:/model/1",
    "../../etc/passwd",
    "metrics.loss > 1 AND params.a = 'b'",
    "tags.`x` LIKE '%' OR NOT (name = \"y\")",
    "metrics.loss DESC",
    "eyJvZmZzZXQiOjF9",
    "mlflow-artifacts:/x",
    "mlflow.parentRunId",
    "mlflow.runName",
    '{"a":',
  ),
  fc.constant(null).map(() => known.run),
  fc.constant(null).map(() => known.model),
  fc.constant(null).map(() => known.experiment),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom("'", '"', "`", "(", ")", "=", " ", "%", "\\", ".", "a", "\0"),
    maxLength: 30,
  }),
  fc.nat({ max: 3 }).map((size) => "x".repeat(10 ** size * 3)),
);

const leaf = fc.oneof(
  text,
  text,
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -1, 2 ** 53, 2 ** 63, -(2 ** 63), 1e300, 0.5),
  fc.boolean(),
  fc.constant(null),
);

const { body } = fc.letrec<{ value: unknown; body: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    { weight: 6, arbitrary: leaf },
    { weight: 2, arbitrary: fc.array(tie("value"), { maxLength: 4 }) },
    { weight: 3, arbitrary: tie("body") },
  ),
  body: fc
    .array(fc.tuple(fc.constantFrom(...FIELDS), tie("value")), { maxLength: 7 })
    .map((pairs) => Object.fromEntries(pairs)),
}));

const payload = fc.oneof(
  { weight: 8, arbitrary: body.map((message) => JSON.stringify(message)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);

/** A query string of known names, and path parameters of any text. */
const query = fc.array(fc.tuple(fc.constantFrom(...FIELDS), text), { maxLength: 5 });

function addressOf(url: string, pairs: readonly [string, string][], filler: string): string {
  const path = url.replace(/[:*]\w*/g, () => encodeURIComponent(filler.toWellFormed() || "x"));
  return `${path}?${pairs
    .map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`)
    .join("&")}`;
}

it("no request, however strange, makes any route fail on our side", {
  timeout: 120_000,
}, async () => {
  expect(routes.length).toBeGreaterThan(80);
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: routes.length - 1 }),
      payload,
      query,
      text,
      async (index, message, pairs, filler) => {
        const route = routes[index];
        if (!route) return;
        const reply = await send(route, message, addressOf(route.url, pairs, filler));
        expect(
          { status: reply.statusCode, route, body: reply.body.slice(0, 300) },
          `${route.method} ${route.url}`,
        ).toMatchObject({ status: expect.toSatisfy((status: number) => status < 500) });
      },
    ),
    { numRuns: 1_500 },
  );
});
