import "server-only";
import { log } from "@/lib/core/log";
import { tidyCluster } from "../adapters/ray-serve";
import { rayApplicationName } from "../rules/ray-serve";
import { findEmptiedClusters, holdCluster } from "../sql/clusters";

const MAX_REVISIONS = 500;

/** Takes away what Ray Serve still serves of deployments that were stopped or deleted. Never throws: it is tried again. */
export async function tidyClusters(): Promise<void> {
  try {
    for (const { url, serveUrl, over } of await findEmptiedClusters(MAX_REVISIONS)) {
      const names = new Set(
        over.map(({ id, workspaceId }) => rayApplicationName(workspaceId, BigInt(id))),
      );
      await tidyCluster({ url, serveUrl }, names, holdCluster).catch((error: unknown) =>
        log().warn({ err: error, url }, "a Ray cluster could not be tidied"),
      );
    }
  } catch (error) {
    log().warn({ err: error }, "tidying clusters waits for the database");
  }
}
