import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { CardPage } from "@/components/models/card/card-page";
import { Page } from "@/components/shell/page";
import type { Actor } from "@/lib/access/actor";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { listEnvironments } from "@/lib/deployments/queries/environments";
import { proposeModelCard } from "@/lib/models/queries/card-proposal";
import { compareModelCards, getModelCard, listModelCardVersions } from "@/lib/models/queries/cards";
import { getRegisteredModel } from "@/lib/models/queries/registered-models";
import { getVersionPage } from "@/lib/models/queries/version-page";
import { parseCardRef } from "@/lib/models/rules/card-refs";
import { cardVersionInput } from "@/lib/models/schema/cards";
import { loadCardPageParams } from "@/lib/models/search-params";

interface Props {
  params: Promise<{ workspace: string; name: string; version: string }>;
  searchParams: Promise<SearchParams>;
}

/** Cards that the list and the choice of a card to compare with offer at once. */
const CARDS = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name, version } = await params;
  return { title: `Card of ${decodeURIComponent(name)} version ${version}` };
}

async function readCards(actor: Actor, ref: { name: string; version: string }, asked: Asked) {
  const current = await getModelCard(actor, { ...ref, card: asked.card ?? undefined });
  const other = asked.with === null ? null : parseCardRef(asked.with, ref.version);
  const [history, others, comparison] = await Promise.all([
    listModelCardVersions(actor, { ...ref, limit: CARDS, pageToken: asked.after ?? undefined }),
    listModelCardVersions(actor, { name: ref.name, limit: CARDS }),
    other && current.card
      ? compareModelCards(actor, {
          ...ref,
          card: current.card.number,
          withVersion: other.version,
          withCard: other.card,
        })
      : null,
  ]);
  return { current, history, others: others.items, comparison };
}

type Asked = Awaited<ReturnType<typeof loadCardPageParams>>;

export default async function ModelCardPage({ params, searchParams }: Props) {
  const { workspace, name: encoded, version } = await params;
  const actor = await getActor(workspace);
  const ref = cardVersionInput.safeParse({ name: decodeURIComponent(encoded), version });
  if (!ref.success) notFound();
  const asked = await loadCardPageParams(searchParams);
  const [page, model, proposal, cards, environments] = await orNotFound(
    Promise.all([
      getVersionPage(actor, ref.data),
      getRegisteredModel(actor, ref.data.name),
      proposeModelCard(actor, ref.data),
      readCards(actor, ref.data, asked),
      listEnvironments(actor),
    ]),
  );
  return (
    <Page>
      <CardPage
        page={page}
        aliases={model.aliases}
        environments={environments}
        proposal={proposal}
        edit={asked.edit}
        {...cards}
      />
    </Page>
  );
}
