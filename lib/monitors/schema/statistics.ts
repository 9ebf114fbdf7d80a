import { z } from "zod";
import { columnInput } from "./columns";

const MAX_METHODS = 100;

const kind = z.enum(["numeric", "categorical"]);

export const compareInput = z.object({
  kind,
  reference: columnInput,
  current: columnInput,
  methods: z
    .array(z.object({ method: z.string().max(100), preset: z.string().max(100).optional() }))
    .min(1)
    .max(MAX_METHODS)
    .optional()
    .meta({
      description: "All methods of the kind when absent; all presets of one without a preset",
    }),
});
