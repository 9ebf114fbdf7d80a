import { z } from "zod";
import type {
  ComparisonDto,
  DatasetDto,
  RunUseDto,
  VersionDetailDto,
} from "@/lib/datasets/dto/datasets";
import type { DatasetVersionDto } from "@/lib/datasets/dto/versions";
import { CONTENT_KINDS } from "@/lib/datasets/rules/content";
import { CHECK_SEVERITIES, checkDefinition } from "@/lib/datasets/schema/checks";
import { profileDocument } from "@/lib/datasets/schema/profile";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });

export const datasetEntity: z.ZodType<DatasetDto> = z
  .object({
    id: z.int(),
    name: z.string(),
    sourceType: z.string(),
    place: z.string(),
    versionCount: z.int(),
    createdAt: millis,
    lastUsedAt: millis,
  })
  .meta({ id: "Dataset" });

export const datasetVersionEntity: z.ZodType<DatasetVersionDto> = z
  .object({
    id: z.int(),
    datasetId: z.int(),
    datasetName: z.string(),
    number: z.int(),
    contentKey: z.string().meta({
      description:
        "sha256:…, dvc:… or lakefs:… name the content; weak:… only says that nothing better is known",
    }),
    contentKind: z.enum(CONTENT_KINDS),
    digest: z.string().meta({ description: "MLflow's 32-bit label, which contents may share" }),
    sourceType: z.string(),
    source: z.string(),
    file: z.object({ name: z.string(), format: z.string(), size: z.int() }).nullable(),
    createdAt: millis,
    createdBy: z.string(),
  })
  .meta({ id: "DatasetVersion" });

const column = z.object({ name: z.string(), type: z.string() });
const result = z.object({
  verdict: z.enum(["pass", "fail", "warn", "inconclusive"]),
  failing: z.int().nullable(),
  rows: z.int().nullable(),
  message: z.string(),
  evaluatedAt: millis,
});

export const checkEntity = z.object({ checkId: z.int() }).meta({ id: "DatasetCheckRef" });

export const versionDetailEntity: z.ZodType<VersionDetailDto> = z
  .object({
    version: datasetVersionEntity,
    columns: z.array(column).nullable(),
    clientProfile: z.array(z.object({ name: z.string(), value: z.string() })),
    rows: z.int().nullable(),
    profile: z.object({
      status: z.enum(["none", "ready", "failed"]),
      document: profileDocument.nullable(),
      problem: z.string().nullable(),
      updatedAt: millis.nullable(),
    }),
    isReadable: z.boolean(),
    checks: z.array(
      z.object({
        id: z.int(),
        definition: checkDefinition,
        severity: z.enum(CHECK_SEVERITIES),
        createdBy: z.string(),
        createdAt: millis,
        result: result.nullable(),
      }),
    ),
    same: z.array(z.object({ datasetId: z.int(), datasetName: z.string(), number: z.int() })),
  })
  .meta({ id: "DatasetVersionDetail" });

export const runUseEntity: z.ZodType<RunUseDto> = z
  .object({
    runUuid: z.string(),
    runName: z.string(),
    experimentId: z.int(),
    experimentName: z.string(),
    context: z.string(),
    startTime: millis,
    models: z.array(z.object({ name: z.string(), version: z.int() })),
  })
  .meta({ id: "DatasetUse" });

export const comparisonEntity: z.ZodType<ComparisonDto> = z
  .object({
    before: datasetVersionEntity,
    after: datasetVersionEntity,
    rowsBefore: z.int().nullable(),
    rowsAfter: z.int().nullable(),
    schema: z.array(
      z.object({
        name: z.string(),
        change: z.enum(["added", "removed", "retyped"]),
        before: z.string().nullable(),
        after: z.string().nullable(),
      }),
    ),
    columns: z
      .array(
        z.object({
          name: z.string(),
          type: z.string(),
          psi: z.number().nullable(),
          basis: z.string(),
          bins: z
            .array(z.object({ label: z.string(), reference: z.number(), current: z.number() }))
            .nullable()
            .meta({
              description: "What it was computed from, the earlier version as the reference",
            }),
          edges: z.array(z.number()).nullable(),
          nullShareBefore: z.number(),
          nullShareAfter: z.number(),
          meanBefore: z.number().nullable(),
          meanAfter: z.number().nullable(),
        }),
      )
      .nullable(),
  })
  .meta({ id: "DatasetComparison" });
