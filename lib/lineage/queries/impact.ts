import "server-only";
import { type Actor, assertCan, isAllowed } from "@/lib/access/actor";
import { csvLine } from "@/lib/core/csv";
import { AppError } from "@/lib/core/errors";
import type { ExportedFile } from "@/lib/core/exported-file";
import { encodePageToken, pageOffset } from "@/lib/core/page-token";
import { routes } from "@/lib/core/routes";
import type { LineageImpactDto, LineageImpactPageDto } from "../dto";
import { type NodeRef, nodeId, parseNodeId } from "../rules/nodes";
import { IMPACT_LIMITS } from "../rules/walk";
import type { ExportImpactInput, ImpactInput } from "../schema";
import { describeNodes } from "../sql/describe";
import { type ImpactRow, readImpact } from "../sql/impact";
import type { LineageView } from "../sql/neighbours";
import { viewFor } from "./view";

function pageOf(slug: string, row: ImpactRow): string | null {
  const { kind, key, model, version, deployment } = row;
  if (kind === "incident") return routes.incident(slug, Number(key));
  if (kind === "monitor") return row.isDeleted ? null : routes.monitor(slug, Number(key));
  if (kind === "model-version")
    return model === null || version === null ? null : routes.modelVersion(slug, model, version);
  if (deployment === null) return null;
  return routes.deployment(slug, deployment, kind === "rollout" ? "rollouts" : "history");
}

function toDto(slug: string, row: ImpactRow): LineageImpactDto {
  const { kind, title, detail, state, model, version, places, isDeleted, owner, createdAt } = row;
  return {
    ...{ id: nodeId(row), kind, title, detail, state, model, version },
    ...{ places, isDeleted, owner, createdAt, page: pageOf(slug, row) },
  };
}

/** What is told of deployments is told to who may read them. */
const readableFor = (actor: Actor) => ({
  withDeployments: isAllowed(actor, "deployment:read"),
});

async function findNode(actor: Actor, view: LineageView, id: string): Promise<NodeRef> {
  const ref = parseNodeId(id);
  const [found] = await describeNodes(view, actor.workspaceSlug, [id]);
  if (!ref || !found) throw new AppError("NOT_FOUND", `There is no ${id} in this workspace.`);
  return ref;
}

/**
 * Every model version that was made of a node, at whatever distance, with the rollouts and rollbacks of their traffic, page by
 * page: what is in use first. Throws NOT_FOUND.
 */
export async function listImpact(actor: Actor, input: ImpactInput): Promise<LineageImpactPageDto> {
  assertCan(actor, "lineage:read");
  const view = viewFor(actor, { asOf: input.asOf });
  const ref = await findNode(actor, view, input.node);
  const offset = pageOffset(input.pageToken);
  const { rows, matching, ...found } = await readImpact(view, ref, {
    ...readableFor(actor),
    isInUse: input.inUse,
    limit: input.limit,
    offset,
  });
  const end = offset + rows.length;
  return {
    items: rows.map((row) => toDto(actor.workspaceSlug, row)),
    ...(end < matching && rows.length > 0
      ? { nextPageToken: encodePageToken({ offset: end }) }
      : {}),
    ...found,
  };
}

const HEADINGS = [
  ...["id", "model", "version", "in_use_at", "deleted", "owner", "created_at", "page"],
  ...["kind", "title", "detail", "state"],
];
const LINES_A_CHUNK = 500;

function csvOf(row: LineageImpactDto): string {
  const { id, model, version, places, isDeleted, owner, createdAt, page } = row;
  const at = new Date(createdAt).toISOString();
  return csvLine([
    ...[id, model ?? "", version ?? "", places.join(" "), String(isDeleted), owner, at, page ?? ""],
    ...[row.kind, row.title, row.detail, row.state],
  ]);
}

function* csvChunks(items: readonly LineageImpactDto[], isCutOff: boolean): Generator<string> {
  yield csvLine(HEADINGS);
  for (let at = 0; at < items.length; at += LINES_A_CHUNK)
    yield items
      .slice(at, at + LINES_A_CHUNK)
      .map(csvOf)
      .join("");
  if (isCutOff)
    yield csvLine(["The graph goes on beyond what was searched: this list is not complete."]);
}

function* jsonChunks(
  items: readonly LineageImpactDto[],
  about: Readonly<Record<string, unknown>>,
): Generator<string> {
  const head = JSON.stringify(about).slice(0, -1);
  yield `${head},"items":[`;
  for (let at = 0; at < items.length; at += LINES_A_CHUNK) {
    const lines = items.slice(at, at + LINES_A_CHUNK).map((item) => JSON.stringify(item));
    yield `${at === 0 ? "" : ","}\n${lines.join(",\n")}`;
  }
  yield "\n]}\n";
}

/** The whole list as a file: CSV for a spreadsheet, in which no cell is a formula, or JSON. Throws NOT_FOUND. */
export async function exportImpact(
  actor: Actor,
  { node, asOf, inUse: isInUse, format }: ExportImpactInput,
): Promise<ExportedFile> {
  assertCan(actor, "lineage:read");
  const view = viewFor(actor, { asOf });
  const ref = await findNode(actor, view, node);
  const asked = { ...readableFor(actor), isInUse, limit: IMPACT_LIMITS.nodes, offset: 0 };
  const { rows, isCutOff, matching: _matching, ...counts } = await readImpact(view, ref, asked);
  const items = rows.map((row) => toDto(actor.workspaceSlug, row));
  const name = `impact-of-${node.replaceAll(/[^\w.-]+/g, "-").slice(0, 80)}.${format}`;
  if (format === "csv") return { name, type: "text/csv", chunks: csvChunks(items, isCutOff) };
  const about = { node, asOf: view.asOf, ...counts, isCutOff };
  return { name, type: "application/json", chunks: jsonChunks(items, about) };
}
