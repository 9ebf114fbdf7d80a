import { z } from "zod";
import { JOB_STATUSES } from "@/lib/compute/schema/jobs";
import type {
  PipelineDto,
  PipelineSummaryDto,
  VersionDto,
  VersionSummaryDto,
} from "@/lib/pipelines/dto/pipelines";
import type { Declaration } from "@/lib/pipelines/schema/declaration";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });

const summary = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  version: z.int().meta({ description: "The newest one, which the next launch takes" }),
  isArchived: z.boolean(),
  createdAt: millis,
  lastJob: z
    .object({ number: z.int(), status: z.enum(JOB_STATUSES), createdAt: millis })
    .nullable(),
});

export const pipelineSummaryEntity: z.ZodType<PipelineSummaryDto> = summary.meta({
  id: "PipelineSummary",
});

const version = z.object({ version: z.int(), createdBy: z.string(), createdAt: millis });

export const pipelineVersionSummaryEntity: z.ZodType<VersionSummaryDto> = version.meta({
  id: "PipelineVersionSummary",
});

export const pipelineVersionEntity: z.ZodType<VersionDto> = version
  .extend({
    text: z.string().meta({ description: "The YAML, as it was written" }),
    declaration: z
      .custom<Declaration | null>()
      .meta({ description: "What it declares, with defaults; null where it is refused today" }),
  })
  .meta({ id: "PipelineVersion" });

export const pipelineEntity: z.ZodType<PipelineDto> = summary
  .extend({ newest: pipelineVersionEntity })
  .meta({ id: "Pipeline" });
