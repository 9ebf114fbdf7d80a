import { pythonJson } from "@/lib/core/python-json";

export const LOGGED_MODEL_STATUS = { PENDING: 1, READY: 2, UPLOAD_FAILED: 3 } as const;

export type LoggedModelStatus = keyof typeof LOGGED_MODEL_STATUS;

/** On a logged model: which registered versions were made from it, as JSON. */
export const REGISTRATIONS_TAG = "mlflow.modelVersions";

export function loggedModelStatusName(status: number): LoggedModelStatus {
  if (status === LOGGED_MODEL_STATUS.READY) return "READY";
  return status === LOGGED_MODEL_STATUS.UPLOAD_FAILED ? "UPLOAD_FAILED" : "PENDING";
}

export interface Registration {
  name: string;
  version: number;
}

function parseRegistrations(value: string | undefined): unknown[] {
  if (!value) return [];
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function toRegistration(item: unknown): Registration[] {
  if (typeof item !== "object" || item === null) return [];
  const name: unknown = Reflect.get(item, "name");
  const version = Number(Reflect.get(item, "version"));
  return typeof name === "string" && Number.isInteger(version) ? [{ name, version }] : [];
}

/** The versions that a logged model's tag names. Server and client both write it, so a version may be in it twice. */
export function registrationsOf(value: string | undefined): Registration[] {
  const found = parseRegistrations(value).flatMap(toRegistration);
  return [...new Map(found.map((item) => [`${item.name}/${item.version}`, item])).values()];
}

/** The tag's value with one more version in it. */
export function withRegistration(value: string | undefined, added: Registration): string {
  const items = parseRegistrations(value);
  const isKnown = items.some((item) => pythonJson(item) === pythonJson(added));
  return pythonJson(isKnown ? items : [...items, added]);
}
