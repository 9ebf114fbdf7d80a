import { z } from "zod";

/** What MLflow calls a schema with columns. */
export const colspec = z.object({
  mlflow_colspec: z.array(z.looseObject({ name: z.string().optional(), type: z.unknown() })),
});
export const tensorspec = z.array(
  z.looseObject({
    name: z.string().optional(),
    "tensor-spec": z.object({ dtype: z.string(), shape: z.array(z.number()) }),
  }),
);
export const tensors = z.object({
  mlflow_tensorspec: z.union([
    tensorspec,
    z.object({ features: z.unknown(), targets: z.unknown() }),
  ]),
});
