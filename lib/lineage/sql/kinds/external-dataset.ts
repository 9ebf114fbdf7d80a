import "server-only";
import type { KindSql } from "./kind";
import { describedAs, ownAtPlace, ownOfContent, told } from "./told";

const from = "external-dataset";

export const externalDataset: KindSql = {
  described: describedAs(from, "x.namespace || ' ' || x.name"),
  page: () => null,
  upstream: [
    told("external-run", { from, at: "target", role: "wrote" }),
    told("external-job", { from, at: "target", role: "declared" }),
    told("external-dataset", { from, at: "target", role: "version" }),
  ],
  downstream: [
    told("external-run", { from, at: "source", role: "read" }),
    told("external-job", { from, at: "source", role: "declared" }),
    told("external-dataset", { from, at: "source", role: "version" }),
    ownOfContent,
    ownAtPlace,
  ],
};
