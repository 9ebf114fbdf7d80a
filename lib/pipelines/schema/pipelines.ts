import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { declarationText } from "./declaration";

const whole = z.coerce.number().int().min(1);

const name = storableText.trim().min(1, "Give the pipeline a name.").max(200);
const description = storableText.trim().max(5_000);
const declaration = declarationText.meta({
  description: "YAML: the command, its parameters and what else a job takes",
});

export const pipelineInput = z.object({ pipelineId: whole.max(Number.MAX_SAFE_INTEGER) });
export type PipelineInput = z.output<typeof pipelineInput>;

export const createPipelineInput = z.object({
  name,
  description: description.default(""),
  declaration,
});
export type CreatePipelineInput = z.output<typeof createPipelineInput>;

const version = whole.max(2_000_000_000);

/** What is absent stays as it is. */
export const revisePipelineInput = z.object({
  name: name.optional(),
  description: description.optional(),
  declaration: declaration.optional(),
  basedOn: version.optional().meta({
    description: "The version that was changed; refused when somebody has saved another since",
  }),
});
export type RevisePipelineInput = PipelineInput & z.output<typeof revisePipelineInput>;

export const listPipelinesInput = pageInput.extend({
  state: z.enum(["active", "archived"]).default("active"),
});
export type ListPipelinesInput = z.output<typeof listPipelinesInput>;

export const listVersionsInput = pipelineInput.extend(pageInput.shape);
export type ListVersionsInput = z.output<typeof listVersionsInput>;

export const versionInput = pipelineInput.extend({ version });
export type VersionInput = z.output<typeof versionInput>;

export const launchPipelineInput = z.object({
  parameters: z
    .record(z.string().max(100), z.unknown())
    .default({})
    .meta({ description: "By name, as the declaration has them; what is absent has its default" }),
  version: version.optional().meta({ description: "The newest when absent" }),
  name: storableText.trim().min(1).max(200).optional().meta({
    description: "Of the job and its run; the pipeline's when absent",
  }),
  idempotencyKey: storableText.min(1).max(200).optional().meta({
    description: "The same key launches the same job once, however often it is sent",
  }),
});
export type LaunchPipelineInput = PipelineInput & z.output<typeof launchPipelineInput>;
