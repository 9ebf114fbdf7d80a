import { z } from "zod";
import { storableText } from "@/lib/core/text";

const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

export const backendInput = z.object({ backendId: z.coerce.number().int().positive() });
export type BackendInput = z.output<typeof backendInput>;

const name = storableText.trim().min(1, "Give it a name.").max(200);

const address = z
  .string()
  .trim()
  .max(2_000)
  .regex(/^https?:\/\/./i, "Write the address of the dashboard, such as https://ray.example.org.")
  .refine((text) => URL.canParse(text), "This is no address.")
  .refine((text) => !/[?#]/.test(text), "Leave out what follows a question mark or a number sign.");

const headerInput = z.object({
  name: z
    .string()
    .trim()
    .max(100)
    .regex(/^[\w!#$%&'*+.^`|~-]+$/, "This is no name of a header. Authorization is the usual one."),
  value: z
    .string()
    .min(1, "Write what is sent.")
    .max(8_000)
    .regex(/^[\x20-\x7e]+$/, "A header takes printable characters of ASCII only."),
});
export type Header = z.output<typeof headerInput>;

const certificate = z
  .string()
  .trim()
  .max(100_000)
  .regex(
    /^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----$/,
    "This is no PEM certificate.",
  );

const maxJobs = count(1, 64);
const maxJobsPerUser = count(1, 64).nullable().meta({
  description: "How many jobs of one person it runs at once for the workspace; null for no limit",
});

export const createBackendInput = z.object({
  name,
  kind: z.literal("ray").default("ray"),
  address,
  header: headerInput.optional().meta({ description: "Sent with each request; kept encrypted" }),
  certificate: certificate.nullable().default(null).meta({
    description:
      "PEM of the authority that signed the cluster's certificate, when no public one has",
  }),
  maxJobs: maxJobs.default(8),
  maxJobsPerUser: maxJobsPerUser.default(null),
});
export type CreateBackendInput = z.output<typeof createBackendInput>;

/** What is absent stays as it is. */
export const reviseBackendInput = z.object({
  name: name.optional(),
  address: address.optional(),
  header: headerInput.nullable().optional().meta({ description: "null to send none any more" }),
  certificate: certificate.nullable().optional(),
  maxJobs: maxJobs.optional(),
  maxJobsPerUser: maxJobsPerUser.optional(),
  isEnabled: z.boolean().optional(),
});
export type ReviseBackendInput = BackendInput & z.output<typeof reviseBackendInput>;
