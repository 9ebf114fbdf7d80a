import { z } from "zod";

/** What one application is asked to be. */
const applicationConfig = z.looseObject({ name: z.string() });
export type RayApplicationConfig = z.output<typeof applicationConfig>;

const application = z.object({
  status: z.string(),
  message: z.string().nullish(),
  /** Null for what a program has put there and not this API: a write leaves that alone. */
  deployed_app_config: applicationConfig.nullish(),
});

/** What Ray Serve says of all that it serves. */
export const rayServeDetails = z.object({
  proxy_location: z.string().nullish(),
  http_options: z.record(z.string(), z.unknown()).nullish(),
  grpc_options: z.record(z.string(), z.unknown()).nullish(),
  applications: z.record(z.string(), application),
});
export type RayServeDetails = z.output<typeof rayServeDetails>;
