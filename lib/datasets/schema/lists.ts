import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { datasetInput, versionInput } from "./checks";

export const listDatasetsInput = pageInput.extend({
  search: storableText.max(500).default(""),
});
export type ListDatasetsInput = z.output<typeof listDatasetsInput>;

export const listVersionsInput = pageInput.extend(datasetInput.shape);
export const listUsesInput = pageInput.extend(versionInput.shape);
export const compareInput = versionInput.extend({
  with: z.coerce.number().int().positive(),
});
