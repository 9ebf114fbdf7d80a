import type { RolloutPlan as AgreedPlan } from "@/lib/approvals/schema/requests";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { pinnedSource } from "@/lib/compute/rules/source";
import { type LaunchInput, launchInput } from "@/lib/compute/schema/jobs";
import { FIRST_FORM, planOfForm } from "@/lib/deployments/rules/rollout-form";
import { stepsOf } from "@/lib/deployments/rules/rollout-steps";
import type { RolloutPlan } from "@/lib/deployments/schema/rollouts";
import type { CreateVersionInput } from "@/lib/models/schema";
import { loggedHistory } from "../schema/acts";

/** On runs and versions: the number of the incident that they were made for. */
export const INCIDENT_TAG = "slipway.incident";

/** The same job with the newest versions of its data. */
export const launchOf = (job: JobDto): LaunchInput =>
  launchInput.parse({
    ...job,
    source: pinnedSource(job.source, job.sourceCommit),
    datasets: job.datasets.map(({ datasetId }) => ({ dataset: datasetId, version: "latest" })),
    againOf: job.number,
  });

/** How a retrained version comes into the traffic where nothing else is said. */
export function usualRollout(): RolloutPlan {
  const plan = planOfForm(FIRST_FORM);
  if (!plan) throw new Error("The first form is a plan.");
  return plan;
}

/** A rollout as an approval request agrees on it. */
export function agreedOf({ strategy }: RolloutPlan): AgreedPlan {
  const steps = stepsOf(strategy)
    .filter(({ weight }) => weight > 0)
    .map(({ weight, bakeSeconds }) => ({
      weight: weight / 100,
      // What is looked at for longer than agreed is as agreed.
      bakeMinutes: Math.floor(bakeSeconds / 60),
    }));
  return {
    description: "The rollout of a retrained version.",
    // More than a request holds are agreed on without steps.
    steps: steps.length > 20 ? [] : steps,
    abortRule: "",
  };
}

/** What a run has logged that can become a version: a version that it registered by itself, else what to register. */
export interface RunModel {
  /** Of the model asked for. */
  version: number | null;
  loggedModel: string | null;
  /** Where its files are, and what a client before 3.0 noted of its models. */
  artifactUri: string;
  history: string | null;
}

/** Where a client before 3.0 put the last model of a run; null when it noted none. */
export function folderOf({ artifactUri, history: noted }: RunModel): string | null {
  try {
    const last = loggedHistory.safeParse(JSON.parse(noted ?? "[]")).data?.at(-1);
    return last ? `${artifactUri}/${last.artifact_path}` : null;
  } catch {
    return null;
  }
}

/** What makes a version of what a run logged; null when it logged no model. */
export function versionOf(
  found: RunModel,
  { run, model, incident }: { run: string; model: string; incident: number },
): CreateVersionInput | null {
  const common = {
    name: model,
    runUuid: run,
    description: `Retrained for incident ${incident}.`,
    tags: [{ key: INCIDENT_TAG, value: String(incident) }],
  };
  if (found.loggedModel !== null)
    return {
      ...common,
      source: `models:/${found.loggedModel}`,
      loggedModelUuid: found.loggedModel,
    };
  const folder = folderOf(found);
  return folder === null ? null : { ...common, source: folder };
}
