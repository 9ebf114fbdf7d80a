import { z } from "zod";
import type { ComparedVersionDto, VersionComparisonDto } from "@/lib/models/dto/comparison";
import type { ModelDto, ModelItemDto } from "@/lib/models/dto/overview";
import type { VersionItemDto } from "@/lib/models/dto/versions";
import { CHANGE_STATES } from "@/lib/models/rules/compare-values";
import { METRIC_VERDICTS } from "@/lib/models/rules/metric-direction";
import { COMPATIBILITIES, SIGNATURE_SIDES } from "@/lib/models/rules/signatures";
import { RISK_TIERS, STAGES } from "@/lib/models/schema";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });
const tags = z.array(z.object({ key: z.string(), value: z.string() }));

const attention = z
  .object({
    waiting: z.int().meta({ description: "Approval requests that wait" }),
    overdue: z.int().meta({ description: "Of those, past their due date" }),
    failing: z.int().meta({ description: "Of those, with a gate that fails" }),
    renewals: z.int().meta({ description: "Approvals that ran out while their version serves" }),
    followUps: z.int().meta({ description: "What is owed after an emergency promotion" }),
  })
  .meta({ description: "What is known against its health; that nothing is does not make it well" });

const known = {
  name: z.string(),
  owner: z.string(),
  riskTier: z.enum(RISK_TIERS),
  versionCount: z.int(),
  latestVersion: z.int().nullable(),
  attention,
  tags,
  creationTime: millis,
  lastUpdateTime: millis,
};
const place = { kind: z.enum(["alias", "stage"]), value: z.string(), version: z.int() };

export const modelItemEntity: z.ZodType<ModelItemDto> = z
  .object({
    ...known,
    description: z.string().meta({ description: "The beginning of it" }),
    places: z.array(z.object(place)).meta({ description: "What serves where" }),
  })
  .meta({ id: "ModelItem" });

export const modelEntity: z.ZodType<ModelDto> = z
  .object({
    ...known,
    description: z.string(),
    riskReason: z.string().meta({ description: "Empty while nobody has classified the model" }),
    places: z.array(
      z.object({
        kind: z.enum(["alias", "stage", "environment"]),
        value: z.string(),
        isProtected: z.boolean(),
        version: z.int().nullable(),
        since: millis.nullable(),
        request: z.int().nullable().meta({ description: "Whose approval brought it there" }),
      }),
    ),
    activity: z.array(
      z.object({
        at: millis,
        kind: z.enum(["registered", "arrived", "left", "requested", "decided"]),
        version: z.int(),
        place: z.string(),
        person: z.string(),
        request: z.int().nullable(),
        status: z.string(),
      }),
    ),
  })
  .meta({ id: "Model" });

export const versionItemEntity: z.ZodType<VersionItemDto> = z
  .object({
    version: z.int(),
    stage: z.enum(STAGES),
    status: z.enum(["PENDING_REGISTRATION", "FAILED_REGISTRATION", "READY"]),
    aliases: z.array(z.string()),
    description: z.string(),
    run: z.object({ uuid: z.string(), name: z.string(), color: z.int() }).nullable(),
    owner: z.string(),
    creationTime: millis,
    lastUpdateTime: millis,
    tags,
    metrics: z
      .record(z.string(), z.number())
      .meta({ description: "Of those asked for, the ones that it has" }),
  })
  .meta({ id: "ModelVersionItem" });

const state = z.enum(CHANGE_STATES).meta({
  description: "added is only in the candidate, removed only in the base",
});
const text = { state, candidate: z.string().nullable(), base: z.string().nullable() };

const changes = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item).meta({ description: "What changed first, 500 at most" }),
    counts: z.object({
      same: z.int(),
      changed: z.int(),
      added: z.int(),
      removed: z.int(),
    }),
    isTruncated: z.boolean(),
  });

const comparedVersion: z.ZodType<ComparedVersionDto> = z
  .object({
    name: z.string(),
    version: z.int(),
    stage: z.enum(STAGES),
    aliases: z.array(z.string()),
    owner: z.string(),
    creationTime: millis,
    run: z.object({ uuid: z.string(), name: z.string(), color: z.int() }).nullable(),
  })
  .meta({ id: "ComparedVersion" });

const direction = z.enum(["higher", "lower"]).nullable().meta({
  description: "Which values are the good ones; null when the name of the metric does not say so",
});

const metric = {
  key: z.string(),
  state,
  candidate: z.number().nullable(),
  base: z.number().nullable(),
  direction,
  difference: z.number().nullable().meta({ description: "Candidate minus base" }),
  relative: z.number().nullable().meta({ description: "The difference as a share of the base" }),
  verdict: z.enum(METRIC_VERDICTS),
};

const slice = z.object({ dimension: z.string(), value: z.string() });
const point = z.object({
  digest: z.string(),
  datasetId: z.int().nullable(),
  number: z.int().nullable(),
});
const size = z.object({ bytes: z.int(), files: z.int(), isComplete: z.boolean() }).nullable();
const namedText = z.object({ key: z.string(), ...text });

export const versionComparisonEntity: z.ZodType<VersionComparisonDto> = z
  .object({
    candidate: comparedVersion,
    base: comparedVersion,
    params: changes(namedText),
    metrics: changes(z.object(metric)),
    slices: z.object({
      metrics: z.array(
        z.object({
          metric: z.string(),
          direction,
          overall: z.object(metric).nullable(),
          slices: z.array(z.object({ ...metric, ...slice.shape })),
          worst: slice.nullable().meta({ description: "Where the candidate does worst" }),
          mostWorsened: slice.nullable().meta({ description: "Where it lost most on the base" }),
          isTruncated: z.boolean(),
        }),
      ),
      isTruncated: z.boolean(),
    }),
    datasets: changes(
      z.object({
        name: z.string(),
        context: z.string(),
        state,
        candidate: point.nullable(),
        base: point.nullable(),
      }),
    ),
    signature: z.object({
      compatibility: z.enum(COMPATIBILITIES).meta({
        description: "Whether whoever calls the base can call the candidate instead",
      }),
      changes: z.array(
        z.object({
          side: z.enum(SIGNATURE_SIDES),
          name: z.string(),
          state: z.enum(["added", "removed", "retyped"]),
          candidate: z.string().nullable(),
          base: z.string().nullable(),
          problem: z.string().nullable(),
        }),
      ),
      reasons: z.array(z.string()),
    }),
    environment: z.object({
      python: z.object(text),
      mlflow: z.object(text),
      packages: changes(namedText),
      isKnown: z
        .boolean()
        .meta({ description: "Whether the files of both say what was installed" }),
    }),
    code: z.array(namedText),
    flavors: z.array(z.object({ flavor: z.string(), state: z.enum(["same", "added", "removed"]) })),
    size: z.object({ candidate: size, base: size, difference: z.int().nullable() }),
  })
  .meta({ id: "VersionComparison" });
