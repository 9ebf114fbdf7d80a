import type { Route } from "next";
import { parseSubject } from "@/lib/audit/catalog";
import { routes } from "@/lib/core/routes";

const VERSION = /^(.*)\/(\d+)$/;
const NUMBER = /^\d{1,9}$/;

/** Pages of the kinds that have one, by name or number. */
const PAGES: Readonly<Record<string, (workspace: string, name: string) => Route | null>> = {
  run: routes.run,
  model: routes.model,
  "model version": (workspace, name) => {
    const [, model, version] = VERSION.exec(name) ?? [];
    return model && version ? routes.modelVersion(workspace, model, version) : null;
  },
  experiment: routes.experiment,
  dataset: (workspace, name) =>
    NUMBER.test(name) ? routes.dataset(workspace, Number(name)) : null,
  "approval request": (workspace, name) =>
    NUMBER.test(name) ? routes.approval(workspace, Number(name)) : null,
  job: (workspace, name) => (NUMBER.test(name) ? routes.job(workspace, Number(name)) : null),
  deployment: (workspace, name) => routes.deployment(workspace, name),
  monitor: (workspace, name) =>
    NUMBER.test(name) ? routes.monitor(workspace, Number(name)) : null,
  incident: (workspace, name) =>
    NUMBER.test(name) ? routes.incident(workspace, Number(name)) : null,
  "deployment environment": (workspace, name) =>
    routes.deployments(workspace, { environment: name }),
  member: routes.members,
  invitation: routes.members,
  token: routes.tokens,
  webhook: routes.webhooks,
  "alert route": routes.alerting,
  maintenance: routes.alerting,
  "compute backend": routes.computeBackends,
  retention: routes.retention,
  "legal hold": routes.retention,
  workspace: routes.settings,
};

/** The page of what an event happened to, as it is now; null for what has none. */
export function subjectHref(workspace: string, subject: string): Route | null {
  const { kind, name } = parseSubject(subject);
  return name === "" ? null : (PAGES[kind]?.(workspace, name) ?? null);
}
