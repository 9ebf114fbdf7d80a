import { AppError } from "@/lib/core/errors";
import type { BackendKind } from "../schema/backends";

interface Served {
  name: string;
  serves: readonly { backend: { kind: BackendKind } }[];
}

/** Whether a deployment answers nothing here: its owner runs it, and posts what it was asked and answered. */
export const isElsewhere = ({ serves }: Pick<Served, "serves">): boolean =>
  serves.some(({ backend }) => backend.kind === "elsewhere");

/** What is refused of such a deployment, and why. */
export const servedElsewhere = (name: string, what: string) =>
  new AppError("CONFLICT", `The deployment "${name}" is served elsewhere: ${what}`);
