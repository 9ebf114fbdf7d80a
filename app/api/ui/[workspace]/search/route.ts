import { z } from "zod";
import type { SearchHit } from "@/components/shell/search-hits";
import type { Actor } from "@/lib/access/actor";
import { defineRoute } from "@/lib/access/define-route";
import { routes } from "@/lib/core/routes";
import { listExperiments } from "@/lib/experiments/queries/list-experiments";
import { listExperimentsInput } from "@/lib/experiments/schema";
import { searchRegisteredModels } from "@/lib/models/queries/search-registry";
import { listRunsNamed } from "@/lib/runs/queries/named-runs";

const PER_KIND = 6;

async function findExperiments(actor: Actor, text: string): Promise<SearchHit[]> {
  const input = listExperimentsInput.parse({ search: text, limit: PER_KIND });
  const { items } = await listExperiments(actor, input, Date.now());
  return items.map(({ id, name, owner }) => ({
    kind: "experiment",
    label: name,
    detail: owner,
    href: routes.experiment(actor.workspaceSlug, String(id)),
  }));
}

async function findRuns(actor: Actor, text: string): Promise<SearchHit[]> {
  const runs = await listRunsNamed(actor, text, PER_KIND);
  return runs.map(({ uuid, name, experimentName }) => ({
    kind: "run",
    label: name,
    detail: experimentName,
    href: routes.run(actor.workspaceSlug, uuid),
  }));
}

async function findModels(actor: Actor, text: string): Promise<SearchHit[]> {
  // The grammar has no escapes inside quotes, and a pattern's own signs match anything.
  const pattern = text.replaceAll(/['"]/g, "_");
  const { items } = await searchRegisteredModels(actor, {
    filter: `name ILIKE '%${pattern}%'`,
    orderBy: [],
    limit: PER_KIND,
  });
  return items.map(({ name, owner }) => ({
    kind: "model",
    label: name,
    detail: owner,
    href: routes.model(actor.workspaceSlug, name),
  }));
}

/** What the palette finds by name, over everything a workspace holds. */
export const GET = defineRoute({
  input: z.object({ workspace: z.string(), text: z.string().trim().min(2).max(200) }),
  run: async (actor, { text }) =>
    (
      await Promise.all([
        findExperiments(actor, text),
        findRuns(actor, text),
        findModels(actor, text),
      ])
    ).flat(),
});
