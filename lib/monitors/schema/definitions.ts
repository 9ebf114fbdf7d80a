import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { definitionSettings, monitorInput, referenceInput } from "./monitors";

const version = z.int().min(1).max(2_147_483_647);

/** A definition in place of the one that was read. */
export const draftDefinitionInput = definitionSettings.extend({
  reference: referenceInput.meta({
    description: "A dataset version that was read here; without it the present one",
  }),
});
export type DraftDefinitionInput = z.output<typeof monitorInput> &
  z.output<typeof draftDefinitionInput>;

export const redefineMonitorInput = draftDefinitionInput.extend({
  version: version.meta({
    description: "The definition that was read before; refused when it changed since",
  }),
  judgesAgain: z.boolean().default(true).meta({
    description: "Whether the newest windows are judged again by it, or only those from now on",
  }),
});
export type RedefineMonitorInput = z.output<typeof monitorInput> &
  z.output<typeof redefineMonitorInput>;

export const listDefinitionsInput = monitorInput.extend(pageInput.shape);
export type ListDefinitionsInput = z.output<typeof listDefinitionsInput>;
