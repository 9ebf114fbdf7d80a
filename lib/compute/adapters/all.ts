import "server-only";
import { join } from "node:path";
import { z } from "zod";
import { openSecret } from "@/lib/access/sealed-secrets";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import type { ComputeAdapter } from "./adapter";
import { LocalBackend } from "./local";
import { RayBackend } from "./ray";
import { RayClient } from "./ray-client";

/** What is sealed, and for whom. */
export const HEADERS_PURPOSE = "compute backend headers";
export const headersOwner = (backendId: number): string => `compute backend ${backendId}`;

/** How a backend is reached; the last three are null for this machine. */
export interface BackendPlace {
  id: number;
  kind: string;
  address: string | null;
  sealedHeaders: Uint8Array | null;
  certificate: string | null;
}

const headers = z.record(z.string(), z.string());

function openHeaders({ id, sealedHeaders }: BackendPlace): Record<string, string> {
  if (sealedHeaders === null) return {};
  const opened = openSecret(HEADERS_PURPOSE, headersOwner(id), sealedHeaders);
  if (opened === null)
    throw new AppError(
      "UNAVAILABLE",
      "The header of this backend was kept with another SLIPWAY_SECRET. Set it again.",
    );
  return headers.parse(JSON.parse(opened));
}

/** The adapter of a backend; null for one that this process may not use. */
export function adapterOf(backend: BackendPlace): ComputeAdapter | null {
  const { LOCAL_JOBS, SLIPWAY_DATA } = env();
  if (backend.kind === "local")
    return LOCAL_JOBS > 0 ? new LocalBackend(join(SLIPWAY_DATA, "jobs")) : null;
  if (backend.kind !== "ray" || backend.address === null) return null;
  const { address, certificate } = backend;
  return new RayBackend(
    new RayClient({ address, certificate, headers: () => openHeaders(backend) }),
  );
}
