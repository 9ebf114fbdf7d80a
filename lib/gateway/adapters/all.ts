import "server-only";
import { join } from "node:path";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import type { ServingRevision } from "@/lib/deployments/queries/serving";
import { workspaceStore } from "@/lib/storage/artifact-store";
import { storePath } from "@/lib/storage/artifact-uri";
import { rayApplicationName } from "../rules/ray-serve";
import { holdCluster } from "../sql/clusters";
import type { ModelAdapter, ModelFiles } from "./adapter";
import { ElsewhereAdapter } from "./elsewhere";
import { ExternalAdapter } from "./external";
import { OnnxAdapter } from "./onnx";
import { ProcessAdapter } from "./process";
import { RayServeAdapter } from "./ray-serve";

interface Held extends ServingRevision {
  workspaceId: string;
  deployment: string;
}

/** The files of a revision's version, in the part of the store that belongs to its workspace. */
function filesOf({ workspaceId, location, modelName, modelVersion }: Held): ModelFiles {
  const place = (): { root: string; store: ReturnType<typeof workspaceStore> } => {
    const root = location === null ? null : storePath(location);
    if (root === null)
      throw new AppError(
        "INVALID",
        `The files of ${modelName} version ${modelVersion} are not in the artifact store of this server.`,
      );
    return { root, store: workspaceStore(workspaceId) };
  };
  return {
    list: async function* () {
      const { root, store } = place();
      yield* store.walk(root);
    },
    open: async (path) => {
      const { root, store } = place();
      return (await store.get(`${root}/${path}`)).body;
    },
  };
}

/** What serves a revision. */
export function adapterOf(revision: Held, onOutput: (text: string) => void): ModelAdapter {
  const { settings, id } = revision;
  const files = filesOf(revision);
  const folder = join(env().SLIPWAY_DATA, "serving", String(id));
  if (settings.kind === "elsewhere") return new ElsewhereAdapter(revision.deployment);
  if (settings.kind === "external") return new ExternalAdapter(settings);
  if (settings.kind === "process")
    return new ProcessAdapter({
      settings,
      files: revision.location === null ? null : files,
      folder,
      onOutput,
    });
  if (settings.kind === "onnx") return new OnnxAdapter({ settings, files, folder });
  return new RayServeAdapter({
    settings,
    files,
    folder,
    name: rayApplicationName(revision.workspaceId, id),
    hold: holdCluster,
  });
}
