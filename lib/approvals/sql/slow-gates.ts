import "server-only";
import { createHmac } from "node:crypto";
import { deriveSecret } from "@/lib/access/sealed-secrets";
import type { Tx } from "@/lib/db/client";
import type { NewItem } from "@/lib/queue/enqueue";
import type { SlowGate } from "../rules/slow-gates";
import { sha256 } from "./sha256";

export const EVALUATE_KIND = "gates.evaluate";

interface Place {
  id: string;
  workspaceId: string;
  number: number;
  versionId: bigint;
}

/** Hash of all that a slow evaluation depends on. Null when the version is gone. */
export async function basisOf(
  tx: Tx,
  { versionId, workspaceId }: Place,
  gate: SlowGate,
  reference: { id: bigint; storageLocation: string } | null,
): Promise<string | null> {
  const version = await tx.modelVersion.findFirst({
    where: { id: versionId, workspaceId, deletedAt: null },
    select: { storageLocation: true },
  });
  if (!version) return null;
  const { kind, config } = gate;
  const against = reference && [String(reference.id), reference.storageLocation];
  return sha256({ kind, config, version: [String(versionId), version.storageLocation], against });
}

/** Work that evaluates a slow gate; one of the same basis that waits already is enough. */
export function evaluateItem(place: Place, gateKey: string, basis: string): NewItem {
  const { id, workspaceId, number } = place;
  return {
    kind: EVALUATE_KIND,
    payload: { workspaceId, number, gateKey, basis },
    dedupeKey: `${EVALUATE_KIND}:${id}:${gateKey}:${basis}`,
  };
}

/** The key with which a webhook gate's questions are signed: another one for each gate of each policy. */
export function gateSecret(policyId: string, gateKey: string): string {
  return deriveSecret("gate webhook", `${policyId} ${gateKey}`);
}

/** What names one question to a webhook. Only who was asked knows it, so it proves that an answer is theirs. */
export function deliveryOf(secret: string, requestId: string, basis: string): string {
  return createHmac("sha256", secret).update(`${requestId} ${basis}`).digest("hex");
}
