import { z } from "zod";
import type { DefinitionDto, DefinitionPreviewDto } from "@/lib/monitors/dto/definitions";
import { COLUMN_KINDS, monitorDefinition, WINDOW_VERDICTS } from "@/lib/monitors/schema/monitors";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });

const changes = z.array(
  z.object({
    of: z.string().meta({ description: "A column, or `the monitor`" }),
    what: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
);

export const definitionEntity: z.ZodType<DefinitionDto> = z
  .object({
    version: z.int(),
    reference: z.object({ datasetId: z.int(), dataset: z.string(), version: z.int() }),
    definition: monitorDefinition,
    kinds: z.record(z.string(), z.enum(COLUMN_KINDS)),
    createdBy: z.string(),
    createdAt: millis,
    judgesFrom: millis.meta({ description: "Windows that begin earlier are not judged by it" }),
    changes: changes.meta({ description: "What it changed, in words; nothing for the first one" }),
  })
  .meta({ id: "MonitorDefinitionVersion" });

const told = z.object({ verdict: z.enum(WINDOW_VERDICTS), share: z.number() });

export const definitionPreviewEntity: z.ZodType<DefinitionPreviewDto> = z
  .object({
    changes,
    windows: z.array(
      z.object({
        opensAt: millis,
        closesAt: millis,
        rows: z.number(),
        before: told.nullable(),
        after: told,
        drifted: z.array(z.string()),
      }),
    ),
    uncounted: z.array(z.string()).meta({
      description:
        "Columns that are counted anew first, so that nothing can be said of them before",
    }),
  })
  .meta({ id: "MonitorDefinitionPreview" });
