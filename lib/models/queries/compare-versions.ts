import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { withoutCredentials } from "@/lib/core/text";
import type { RunDto } from "@/lib/runs/dto/runs";
import type { Package } from "@/lib/storage/preview/preview";
import type { ComparedVersionDto, VersionComparisonDto, VersionFilesDto } from "../dto/comparison";
import type { ModelVersionDto } from "../dto/models";
import { compareDatasets, compareFlavors, comparePackages } from "../rules/compare-origins";
import {
  type Change,
  compareMetrics,
  compareSlices,
  compareTexts,
  type NamedText,
  stateOf,
  toChanges,
} from "../rules/compare-values";
import { compareSignatures } from "../rules/signatures";
import type { CompareVersionsInput } from "../schema";
import { getModelVersion, getVersionByAlias } from "./registered-models";
import { describeVersionFiles } from "./version-files";
import { readVersionSources, type VersionSources } from "./version-sources";

interface Side extends VersionSources {
  version: ModelVersionDto;
  files: VersionFilesDto;
}

async function readSide(actor: Actor, ref: { name: string; version: string }): Promise<Side> {
  const version = ref.version.startsWith("@")
    ? await getVersionByAlias(actor, { name: ref.name, alias: ref.version.slice(1) })
    : await getModelVersion(actor, ref);
  const [sources, files] = await Promise.all([
    readVersionSources(actor, version),
    describeVersionFiles(actor, version),
  ]);
  return { version, files, ...sources };
}

function toComparedVersion({ version, run }: Side): ComparedVersionDto {
  const { name, version: number, stage, aliases, owner, creationTime } = version;
  return {
    name,
    version: number,
    stage,
    aliases,
    owner,
    creationTime,
    run: run && { uuid: run.uuid, name: run.name, color: run.color },
  };
}

/** What clients note on a run of where its code came from, in the order in which it is read. */
const CODE_TAGS = [
  { tag: "mlflow.source.git.repoURL", key: "repository" },
  { tag: "mlflow.source.git.branch", key: "branch" },
  { tag: "mlflow.source.git.commit", key: "commit" },
  { tag: "mlflow.source.name", key: "entry point" },
] as const;

function codeOf(run: RunDto | null): NamedText[] {
  return CODE_TAGS.flatMap(({ tag, key }) => {
    const value = run?.tags.find((known) => known.key === tag)?.value ?? "";
    return value === "" ? [] : [{ key, value: withoutCredentials(value) }];
  });
}

const change = (candidate: string | null, base: string | null): Change<string> => ({
  state: candidate === base ? "same" : stateOf(candidate, base),
  candidate,
  base,
});

const packagesOf = ({ files }: Side): Package[] => files.environment?.packages ?? [];
const pythonOf = ({ files }: Side) =>
  files.environment?.python ?? files.model?.pythonVersion ?? null;

function environmentOf(candidate: Side, base: Side): VersionComparisonDto["environment"] {
  const [own, other] = [packagesOf(candidate), packagesOf(base)];
  const isKnown = own.length > 0 && other.length > 0;
  return {
    python: change(pythonOf(candidate), pythonOf(base)),
    mlflow: change(
      candidate.files.model?.mlflowVersion ?? null,
      base.files.model?.mlflowVersion ?? null,
    ),
    // A list beside none would read as if everything had been added.
    packages: toChanges(isKnown ? comparePackages(own, other) : []),
    isKnown,
  };
}

function sizeOf(candidate: Side, base: Side): VersionComparisonDto["size"] {
  const [own, other] = [candidate.files.size, base.files.size];
  const isWhole = own?.isComplete && other?.isComplete;
  return { candidate: own, base: other, difference: isWhole ? own.bytes - other.bytes : null };
}

/**
 * What changed from one version to another, which may be of another model of the workspace: `with` names the base, which
 * is usually what serves now, and `version` the candidate. Either may be a number or "@" and an alias. Throws NOT_FOUND.
 */
export async function compareVersions(
  actor: Actor,
  { name, version, with: other, withModel }: CompareVersionsInput,
): Promise<VersionComparisonDto> {
  assertCan(actor, "model:read");
  const [candidate, base] = await Promise.all([
    readSide(actor, { name, version }),
    readSide(actor, { name: withModel ?? name, version: other }),
  ]);
  return {
    candidate: toComparedVersion(candidate),
    base: toComparedVersion(base),
    params: toChanges(compareTexts(candidate.params, base.params)),
    metrics: toChanges(compareMetrics(candidate.metrics, base.metrics)),
    slices: compareSlices(candidate.metrics, base.metrics),
    datasets: toChanges(compareDatasets(candidate.datasets, base.datasets)),
    signature: compareSignatures(candidate.files.model, base.files.model),
    environment: environmentOf(candidate, base),
    code: compareTexts(codeOf(candidate.run), codeOf(base.run)),
    flavors: compareFlavors(candidate.files.model?.flavors ?? [], base.files.model?.flavors ?? []),
    size: sizeOf(candidate, base),
  };
}
