import { z } from "zod";
import type { BackendDto } from "@/lib/compute/dto/backends";
import { createBackendInput } from "@/lib/compute/schema/backends";

const { name, address, header, certificate } = createBackendInput.shape;

/** Says of a text field what the domain says of it, when it says anything. */
const checkedBy = (schema: z.ZodType) => (text: string, context: z.RefinementCtx<string>) => {
  const problem = text === "" ? undefined : schema.safeParse(text).error?.issues[0];
  if (problem) context.addIssue({ code: "custom", message: problem.message });
};

const places = z
  .string()
  .trim()
  .regex(/^(?:[1-9]|[1-5]\d|6[0-4])$/, "Write a whole number from 1 to 64.");

const headerShape = header.unwrap().shape;
const limits = { maxJobs: places, maxJobsPerUser: places.or(z.literal("")) };

/** The dialog's fields, all of them text. This machine has none of the first ones. */
export const clusterForm = z.object({
  name,
  address,
  headerName: z.string().trim().superRefine(checkedBy(headerShape.name)),
  headerValue: z.string().superRefine(checkedBy(headerShape.value)),
  certificate: z.string().trim().superRefine(checkedBy(certificate)),
  ...limits,
});
export const machineForm = clusterForm.extend({
  name: z.string(),
  address: z.string(),
});
export type BackendFormValues = z.output<typeof clusterForm>;

export function toBackendForm(backend: BackendDto | undefined): BackendFormValues {
  return {
    name: backend?.name ?? "",
    address: backend?.address ?? "",
    headerName: backend?.headerName ?? "",
    headerValue: "",
    certificate: "",
    maxJobs: String(backend?.maxJobs ?? 8),
    maxJobsPerUser: backend?.maxJobsPerUser?.toString() ?? "",
  };
}

const limitsOf = ({ maxJobs, maxJobsPerUser }: BackendFormValues) => ({
  maxJobs: Number(maxJobs),
  maxJobsPerUser: maxJobsPerUser === "" ? null : Number(maxJobsPerUser),
});

/** What the fields say of a new cluster. */
export function toNewBackend(values: BackendFormValues) {
  return {
    name: values.name,
    address: values.address,
    ...(values.headerValue === ""
      ? {}
      : { header: { name: values.headerName, value: values.headerValue } }),
    ...(values.certificate === "" ? {} : { certificate: values.certificate }),
    ...limitsOf(values),
  };
}

/** What they change of one that is there: an empty secret stays as it is, one without a name goes. */
export function toChanges(values: BackendFormValues, backend: BackendDto) {
  if (backend.kind === "local") return limitsOf(values);
  const { headerName, headerValue, certificate: pem } = values;
  const isHeaderGone = headerName === "" && backend.headerName !== null;
  return {
    name: values.name,
    address: values.address,
    ...(headerValue === "" ? {} : { header: { name: headerName, value: headerValue } }),
    ...(isHeaderGone ? { header: null } : {}),
    ...(pem === "" ? {} : { certificate: pem }),
    ...limitsOf(values),
  };
}
