import "server-only";
import type { KindSql } from "./kind";
import { describedAs, told, toldDatasets } from "./told";

const from = "external-job";

export const externalJob: KindSql = {
  described: describedAs(from, "x.id::text"),
  page: () => null,
  upstream: toldDatasets({ from, at: "target", role: "declared" }),
  downstream: [
    told("external-run", { from, at: "source", role: "ran" }),
    ...toldDatasets({ from, at: "source", role: "declared" }),
  ],
};
