import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { PredictionsPage } from "@/components/deployments/predictions-page";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { orNull } from "@/lib/core/errors";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import { getLogSettings, getQuality } from "@/lib/gateway/queries/prediction-log";
import { getPrediction, listPredictions } from "@/lib/gateway/queries/predictions";
import { predictionInput } from "@/lib/gateway/schema/predictions";
import { loadPredictionParams, toPredictionFilter } from "@/lib/gateway/search-params/predictions";

interface Props {
  params: Promise<{ workspace: string; name: string }>;
  searchParams: Promise<SearchParams>;
}

const PAGE_SIZE = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Predictions of ${(await params).name}` };
}

export default async function PredictionsRoute({ params, searchParams }: Props) {
  const { workspace, name } = await params;
  const parsed = deploymentInput.safeParse({ deployment: name });
  if (!parsed.success) notFound();
  const actor = await getActor(workspace);
  const asked = await loadPredictionParams(searchParams);
  const filter = toPredictionFilter(asked);
  const { deployment } = parsed.data;
  const opened = predictionInput.safeParse({ deployment, predictionId: asked.prediction });
  const [page, settings, quality, open] = await orNotFound(
    Promise.all([
      listPredictions(actor, {
        deployment,
        ...filter,
        limit: PAGE_SIZE,
        pageToken: asked.after ?? undefined,
      }),
      getLogSettings(actor, { deployment }),
      getQuality(actor, { deployment, from: filter.from, to: filter.to }),
      opened.success ? orNull(getPrediction(actor, opened.data)) : null,
    ]),
  );
  return (
    <PredictionsPage
      workspace={workspace}
      deployment={deployment}
      page={page}
      settings={settings}
      quality={quality}
      open={open}
      asked={asked}
      filter={filter}
    />
  );
}
