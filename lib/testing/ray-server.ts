import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";

interface RayJob {
  submission_id: string;
  entrypoint: string;
  status: string;
  message: string;
  driver_exit_code: number | null;
  submitted: Record<string, unknown>;
  logs: string;
}

/** A cluster on loopback that answers as the documentation of Ray's Jobs API says; jobs stand as a test lets them. */
export interface RayServer {
  url: string;
  jobs: Map<string, RayJob>;
  /** Requests as "METHOD path", in their order. */
  asked: string[];
  headers: IncomingMessage["headers"];
  mode: "fine" | "says yes and does nothing" | "refuses" | "away" | "forbidden" | "another service";
  set: (key: string, change: Partial<RayJob>) => void;
}

const text = (response: ServerResponse, status: number, body: string) =>
  response.writeHead(status, { "Content-Type": "text/plain" }).end(body);
const json = (response: ServerResponse, body: unknown) =>
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));

function submit(server: RayServer, response: ServerResponse, body: string) {
  const asked = JSON.parse(body);
  const key = String(asked.submission_id);
  if (server.mode === "refuses")
    return text(response, 400, "Traceback\nTypeError: runtime_env is wrong\n.");
  if (server.jobs.has(key))
    return text(response, 500, `ValueError: Job with submission_id ${key} already exists.`);
  if (server.mode !== "says yes and does nothing")
    server.jobs.set(key, {
      submission_id: key,
      entrypoint: asked.entrypoint,
      status: "PENDING",
      message: "Job has not started yet.",
      driver_exit_code: null,
      submitted: asked,
      logs: "",
    });
  return json(response, { job_id: key, submission_id: key });
}

function answerJob(server: RayServer, response: ServerResponse, route: string) {
  const [, method, key = "", what = ""] =
    /^(\w+) \/cluster\/api\/jobs\/([\w-]+)(?:\/(\w+))?$/.exec(route) ?? [];
  const job = server.jobs.get(key);
  if (!job) return text(response, 404, `Job ${key} does not exist`);
  const isOver = !["PENDING", "RUNNING"].includes(job.status);
  if (method === "GET" && what === "logs") return json(response, { logs: job.logs });
  if (method === "GET") return json(response, job);
  if (method === "POST" && what === "stop") {
    if (!isOver) job.status = "STOPPED";
    return json(response, { stopped: !isOver });
  }
  if (method !== "DELETE") return text(response, 405, "Method Not Allowed");
  if (!isOver) return text(response, 500, "Only jobs in a terminal state can be deleted.\n.");
  server.jobs.delete(key);
  return json(response, { deleted: true });
}

function answer(
  server: RayServer,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
) {
  const route = `${request.method} ${request.url}`;
  server.asked.push(route);
  server.headers = request.headers;
  if (server.mode === "away") return request.socket.destroy();
  // As Ray does, which looks whether a browser asks.
  if (!request.headers["user-agent"]) return text(response, 500, "Server got itself in trouble");
  if (server.mode === "forbidden") return text(response, 403, "no");
  if (server.mode === "another service") return text(response, 404, "nothing here");
  if (route === "GET /cluster/api/version")
    return json(response, { version: "4", ray_version: "2.49.2", ray_commit: "abc" });
  if (route === "POST /cluster/api/jobs/") return submit(server, response, body);
  return answerJob(server, response, route);
}

export function setUpRay(): RayServer {
  const server: RayServer = {
    url: "",
    jobs: new Map(),
    asked: [],
    headers: {},
    mode: "fine",
    set: (key, change) => {
      const job = server.jobs.get(key);
      if (!job) throw new Error(`The cluster has no job ${key}.`);
      Object.assign(job, change);
    },
  };
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(server, request, response, Buffer.concat(chunks).toString()));
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    // A listening TCP server always has an AddressInfo.
    server.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/cluster`;
  });
  beforeEach(() => {
    server.jobs.clear();
    server.asked.length = 0;
    server.mode = "fine";
  });
  afterAll(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  return server;
}
