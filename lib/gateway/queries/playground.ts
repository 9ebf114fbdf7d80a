import "server-only";
import { text } from "node:stream/consumers";
import { type Actor, assertCan, isAllowed } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import { findServing } from "@/lib/deployments/queries/serving";
import { deploymentNotFound } from "@/lib/deployments/sql/deployments";
import { workspaceStore } from "@/lib/storage/artifact-store";
import { storePath } from "@/lib/storage/artifact-uri";
import type { DeploymentInputDto, TriedPredictionDto } from "../dto/playground";
import { findPlayground } from "../jobs/playground";
import { bodyOfExample, bodyOfSignature } from "../rules/example-input";
import { readSignature } from "../rules/signature";
import type { DescribeInputInput, TryPredictionInput } from "../schema/playground";

/** Asks as a program would, and answers what it would be told, with how long that took. */
export async function tryPrediction(
  actor: Actor,
  input: TryPredictionInput,
): Promise<TriedPredictionDto> {
  assertCan(actor, "deployment:predict");
  const ask = findPlayground();
  if (!ask) throw new AppError("UNAVAILABLE", "This process answers no predictions.");
  return ask(actor, input);
}

/** Larger examples are no help in a form. */
const MAX_EXAMPLE_BYTES = 64 * 1024;
/** The first is a body already. */
const EXAMPLE_FILES = ["serving_input_example.json", "input_example.json"] as const;

const isNoExample = (error: unknown): boolean =>
  error instanceof AppError || error instanceof SyntaxError;

async function readExample(workspaceId: string, location: string): Promise<object | null> {
  const root = storePath(location);
  if (root === null) return null;
  for (const name of EXAMPLE_FILES)
    try {
      const { size, body } = await workspaceStore(workspaceId).get(`${root}/${name}`);
      if (size > MAX_EXAMPLE_BYTES) body.destroy();
      else {
        const example = bodyOfExample(JSON.parse(await text(body)));
        if (example) return example;
      }
    } catch (error) {
      // Without one, and with one that is no JSON, the signature gives the form.
      if (!isNoExample(error)) throw error;
    }
  return null;
}

/** What a revision that a plan names takes, with an example. Throws NOT_FOUND. */
export async function describeInput(
  actor: Actor,
  { deployment, revision }: DescribeInputInput,
): Promise<DeploymentInputDto> {
  assertCan(actor, "deployment:read");
  const serving = await findServing(pool(), actor.workspaceId, deployment);
  if (!serving) throw deploymentNotFound(deployment);
  const [most] = serving.plan.weights.toSorted((a, b) => b.weight - a.weight);
  const wanted = revision ?? most?.revision;
  const found = serving.revisions.find(({ number }) => number === wanted);
  if (!found)
    throw new AppError("NOT_FOUND", `Revision ${wanted} of "${deployment}" gets no traffic.`);
  const signature = readSignature(found.signature);
  const mayRead = found.location !== null && isAllowed(actor, "artifact:read");
  const example = mayRead ? await readExample(actor.workspaceId, found.location ?? "") : null;
  const { inputs } = signature;
  return {
    revision: found.number,
    model: found.modelName,
    version: found.modelVersion,
    columns: inputs?.kind === "columns" ? [...inputs.columns] : null,
    example: JSON.stringify(example ?? bodyOfSignature(signature), null, 2),
    isLogged: example !== null,
  };
}
