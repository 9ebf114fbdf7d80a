import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { LineageScreen } from "@/components/lineage/lineage-screen";
import { HydrateQuery, seedQuery } from "@/components/shell/hydrate-query";
import { Page } from "@/components/shell/page";
import type { Actor } from "@/lib/access/actor";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { AppError } from "@/lib/core/errors";
import { routes } from "@/lib/core/routes";
import { getLineage } from "@/lib/lineage/queries/graph";
import { getVersionNode, searchNodes } from "@/lib/lineage/queries/search";
import { lineageGraphOptions, lineageSearchOptions } from "@/lib/lineage/query-options";
import { lineageInput, searchNodesInput } from "@/lib/lineage/schema";
import {
  type LineageAsked,
  loadLineageLink,
  loadLineageParams,
  toGraphQuery,
} from "@/lib/lineage/search-params";

export const metadata: Metadata = { title: "Lineage" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

/** What the screen asks first; nothing when that is not there, which the screen then says by itself. */
async function readGraph(actor: Actor, asked: LineageAsked) {
  const input = lineageInput.safeParse(toGraphQuery(asked));
  if (!input.success) return [];
  try {
    const graph = await getLineage(actor, input.data);
    return [seedQuery(lineageGraphOptions(actor.workspaceSlug, asked), graph)];
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

async function readBeginnings(actor: Actor) {
  const nodes = await searchNodes(actor, searchNodesInput.parse({}));
  return [seedQuery(lineageSearchOptions(actor.workspaceSlug, ""), nodes)];
}

export default async function LineagePage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await getActor(workspace);
  const { model, version } = await loadLineageLink(searchParams);
  if (model !== null && version !== null) {
    const node = await orNotFound(getVersionNode(actor, { name: model, version }));
    redirect(routes.lineage(workspace, { node }));
  }
  const { focus, ...view } = await loadLineageParams(searchParams);
  const seeds = await (focus === null
    ? readBeginnings(actor)
    : readGraph(actor, { ...view, focus }));
  return (
    <Page fill>
      <HydrateQuery seeds={seeds}>
        <LineageScreen />
      </HydrateQuery>
    </Page>
  );
}
