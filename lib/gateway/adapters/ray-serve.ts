import "server-only";
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import type { Agent } from "undici";
import { ZipFile } from "yazl";
import { AppError } from "@/lib/core/errors";
import { type ServingBackend, servingBackend } from "@/lib/deployments/schema/backends";
import { checkedAgent } from "@/lib/events/outbound";
import { ModelFailure } from "../rules/failures";
import {
  applicationOf,
  standingOf,
  withApplication,
  withoutApplications,
} from "../rules/ray-serve";
import type { ModelOutput } from "../schema/payload";
import type { RayApplicationConfig } from "../schema/ray-serve";
import type { InferCall, ModelAdapter, ModelFiles, ModelMetadata } from "./adapter";
import { ExternalAdapter } from "./external";
import { fetchModel, type ModelFolder } from "./model-folder";
import { RayServeClient } from "./ray-serve-client";
import { RAY_SERVE_MODULE, RAY_SERVE_PROGRAM } from "./ray-serve-program";
import { assertMayAsk } from "./remote";

type RaySettings = Extract<ServingBackend, { kind: "ray" }>;

/** Ray's dashboard takes 100 MiB in one request. */
const MAX_PACKAGE_BYTES = 95 * 1024 ** 2;
const DEPLOY_MS = 240_000;
const POLL_MS = 500;

export interface RayServeModel {
  settings: RaySettings;
  files: ModelFiles;
  folder: string;
  /** What it is called there; no other revision has the name. */
  name: string;
  /** Does something while nobody else of ours writes to the cluster: a write says what the whole of it is. */
  hold: <T>(url: string, work: () => Promise<T>) => Promise<T>;
}

/** How what Ray Serve serves is asked. */
function answeringSettings({ serveUrl, timeoutMs, maxQueue }: RaySettings, name: string) {
  const url = `${serveUrl.replace(/\/+$/, "")}/${name}`;
  const settings = servingBackend.parse({ kind: "external", url, timeoutMs, maxQueue });
  if (settings.kind !== "external") throw new Error("It was to be an external backend.");
  return settings;
}

async function assertFits({ path, files }: ModelFolder): Promise<void> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(path, file))).size));
  if (sizes.reduce((sum, size) => sum + size, 0) > MAX_PACKAGE_BYTES)
    throw new AppError(
      "TOO_LARGE",
      "Ray takes models of at most 95 MiB from Slipway. Serve a larger one there by yourself, and name its address as an external backend.",
    );
}

/** The program and the model's files as Ray unpacks them. */
function packageOf({ path, files }: ModelFolder): Readable {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(RAY_SERVE_PROGRAM), `${RAY_SERVE_MODULE}.py`);
  for (const file of files) zip.addFile(join(path, file), `model/${file}`, { compress: false });
  zip.end();
  const packed = new PassThrough();
  zip.on("error", (error) => packed.destroy(error));
  return zip.outputStream.pipe(packed);
}

/** A name for the program and the model together: the same for equal ones. */
function packageName({ digest }: ModelFolder): string {
  const hash = createHash("sha256").update(`${digest}\n${RAY_SERVE_PROGRAM}`).digest("hex");
  return `_ray_pkg_${hash.slice(0, 32)}.zip`;
}

/** Reads back what was written until it answers. Throws ModelFailure when it never will, or not in time. */
async function settle(client: RayServeClient, asked: RayApplicationConfig): Promise<void> {
  const deadline = Date.now() + DEPLOY_MS;
  for (;;) {
    const standing = standingOf(await client.details(), asked);
    if (standing.isUp) return;
    if (standing.trouble !== null) throw new ModelFailure("AWAY", standing.trouble);
    if (Date.now() > deadline)
      throw new ModelFailure(
        "AWAY",
        "Ray Serve has not brought it up in four minutes. Has the cluster room for it?",
      );
    await wait(POLL_MS);
  }
}

/** What a loaded one holds. */
interface Loaded {
  asked: RayApplicationConfig;
  client: RayServeClient;
  agent: Agent;
}

/** One application of Ray Serve on a cluster, which keeps answering when this process ends. */
export class RayServeAdapter implements ModelAdapter {
  private readonly answering: ExternalAdapter;
  private loaded: Loaded | null = null;
  private trouble: string | null = null;

  constructor(private readonly model: RayServeModel) {
    this.answering = new ExternalAdapter(answeringSettings(model.settings, model.name));
  }

  async load(): Promise<void> {
    const { url } = this.model.settings;
    assertMayAsk(url);
    const agent = checkedAgent();
    const client = new RayServeClient(url, agent);
    try {
      const asked = await this.deploy(client);
      await settle(client, asked);
      await this.answering.load();
      this.loaded = { asked, client, agent };
      this.trouble = null;
    } catch (error) {
      await agent.destroy();
      throw error;
    }
  }

  private async deploy(client: RayServeClient): Promise<RayApplicationConfig> {
    const { settings, files, folder, name, hold } = this.model;
    const copied = await fetchModel(files, join(folder, "model"));
    await assertFits(copied);
    const packed = packageName(copied);
    const asked = applicationOf({ ...settings, name, module: RAY_SERVE_MODULE, package: packed });
    const wishNow = async () => withApplication(await client.details(), settings.serveUrl, asked);
    if (!(await wishNow())) return asked;
    // Beforehand: others may write meanwhile, and it takes its time.
    if (!(await client.hasPackage(packed))) await client.upload(packed, packageOf(copied));
    await hold(settings.url, async () => {
      const wish = await wishNow();
      if (wish) await client.write(wish);
    });
    return asked;
  }

  isReady(): boolean {
    return this.loaded !== null && this.trouble === null;
  }

  problem(): string | null {
    return this.trouble ?? this.answering.problem();
  }

  metadata(): ModelMetadata | null {
    return null;
  }

  async check(): Promise<void> {
    const { loaded } = this;
    if (!loaded) return;
    // A dashboard that is away does not keep the model from answering, which is looked at besides.
    const details = await loaded.client.details().catch(() => null);
    if (details) this.trouble = standingOf(details, loaded.asked).trouble;
    await this.answering.check();
  }

  infer(call: InferCall): Promise<ModelOutput> {
    return this.answering.infer(call);
  }

  /** Leaves the application where it is: others ask it too. What no deployment runs any more is taken away by `tidyCluster`. */
  async unload(): Promise<void> {
    const { loaded } = this;
    this.loaded = null;
    await this.answering.unload();
    await loaded?.agent.destroy();
  }
}

/** Takes away what is left on a cluster of these applications. Throws ModelFailure when it does not answer. */
export async function tidyCluster(
  { url, serveUrl }: Pick<RaySettings, "url" | "serveUrl">,
  names: ReadonlySet<string>,
  hold: RayServeModel["hold"],
): Promise<void> {
  const agent = checkedAgent();
  const client = new RayServeClient(url, agent);
  try {
    if (!withoutApplications(await client.details(), serveUrl, names)) return;
    await hold(url, async () => {
      const wish = withoutApplications(await client.details(), serveUrl, names);
      if (wish) await client.write(wish);
    });
  } finally {
    await agent.destroy();
  }
}
