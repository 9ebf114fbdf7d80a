/** The least that a server can do for a point: parse it, hand it to the same group commit, answer. The yardstick. */
import { createServer, type IncomingMessage } from "node:http";
import { pool } from "@/lib/db/pool";
import { commitPoints } from "@/lib/runs/sql/group-commit";

interface Known {
  runId: number;
  experimentId: number;
  keyId: number;
}

interface Sent {
  run_id: string;
  value: number;
  timestamp: number;
  step: number;
}

const known = new Map<string, Known>();

async function lookUp(uuid: string): Promise<Known> {
  const found = known.get(uuid);
  if (found) return found;
  const { rows } = await pool().query<Known>(
    `SELECT r.id AS "runId", r.experiment_id AS "experimentId", k.id AS "keyId"
     FROM runs r JOIN attribute_keys k ON k.workspace_id = r.workspace_id AND k.name = 'loss' WHERE r.uuid = $1`,
    [uuid],
  );
  const [row] = rows;
  if (!row) throw new Error(`There is no run ${uuid} with a loss.`);
  known.set(uuid, row);
  return row;
}

async function read(request: IncomingMessage): Promise<Sent> {
  let text = "";
  for await (const chunk of request) text += chunk;
  // The benchmark sends nothing else.
  return JSON.parse(text) as Sent;
}

const server = createServer(async (request, response) => {
  if (request.method === "POST") {
    const { run_id, value, timestamp, step } = await read(request);
    await commitPoints([{ ...(await lookUp(run_id)), value, step, time: timestamp }]);
  }
  response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
