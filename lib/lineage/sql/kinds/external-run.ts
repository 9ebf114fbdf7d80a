import "server-only";
import type { KindSql } from "./kind";
import { describedAs, told, toldDatasets } from "./told";

const from = "external-run";

export const externalRun: KindSql = {
  described: describedAs(from, "x.namespace || ' ' || x.name"),
  page: () => null,
  upstream: [
    ...toldDatasets({ from, at: "target", role: "read" }),
    told("external-job", { from, at: "target", role: "ran" }),
    told("external-run", { from, at: "target", role: "started" }),
  ],
  downstream: [
    ...toldDatasets({ from, at: "source", role: "wrote" }),
    told("external-run", { from, at: "source", role: "started" }),
  ],
};
