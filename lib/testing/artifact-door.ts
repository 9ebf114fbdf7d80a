import { beforeAll } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { forgetArtifactStore } from "@/lib/storage/artifact-store";
import { makeActor } from "./database";
import { makeToken, setUpProgramDoor } from "./program-door";
import { type RawAnswer, sendRaw } from "./raw-request";

export const PROXY = "/api/2.0/mlflow-artifacts/artifacts";

type Options = Omit<Partial<Parameters<typeof sendRaw>[1]>, "method" | "path">;

export function json(answer: { body: Buffer }) {
  return JSON.parse(answer.body.toString());
}

interface Fixture {
  actor: Actor;
  token: string;
  experiment: number;
  run: string;
}

async function startRun(actor: Actor, experimentId: number): Promise<string> {
  const input = { experimentId, name: "r", userId: "", startTime: 1, tags: [] };
  return (await createRun(actor, input)).uuid;
}

/** The program door with a contributor, an experiment and a run whose artifacts a test may fill. Call after `setUpDatabase()`. */
export function setUpArtifactDoor() {
  const door = setUpProgramDoor();
  const made: { fixture?: Fixture } = {};
  const fixture = (): Fixture => {
    if (!made.fixture) throw new Error("The door is open from beforeAll on, not earlier.");
    return made.fixture;
  };

  beforeAll(async () => {
    forgetArtifactStore();
    const actor = await makeActor({ role: "contributor" });
    const token = await makeToken(actor);
    const experiment = await createExperiment(actor, { name: "artifacts", tags: [] });
    made.fixture = { actor, token, experiment, run: await startRun(actor, experiment) };
  });

  return {
    door,
    fixture,
    /** The path of the run's artifacts. */
    root: () => `${fixture().experiment}/${fixture().run}/artifacts`,
    startRun: () => startRun(fixture().actor, fixture().experiment),
    send: (method: string, path: string, options: Options = {}): Promise<RawAnswer> =>
      sendRaw(door.url, { method, path, token: fixture().token, ...options }),
    put(path: string, body: Buffer | string): Promise<RawAnswer> {
      return this.send("PUT", `${PROXY}/${path}`, { body });
    },
    async list(path: string) {
      return json(await this.send("GET", `${PROXY}?path=${encodeURIComponent(path)}`));
    },
    postJson(path: string, body: unknown): Promise<RawAnswer> {
      const headers = { "Content-Type": "application/json" };
      return this.send("POST", path, { body: JSON.stringify(body), headers });
    },
  };
}
