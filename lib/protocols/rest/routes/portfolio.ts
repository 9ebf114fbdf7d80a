import { exportPortfolio, getPortfolio } from "@/lib/portfolio/queries/portfolio";
import { portfolioFilter, portfolioInput } from "@/lib/portfolio/schema";
import { portfolioEntity } from "../portfolio-entities";
import { defineExport, defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Portfolio";
const path = "/workspaces/{workspace}/portfolio";
const reading = { access: "portfolio:read", tag, params: inWorkspacePath } as const;

export const portfolioOperations = [
  defineOperation({
    ...reading,
    id: "getPortfolio",
    method: "GET",
    path,
    summary: "How every model in production is, the worst first, with the sums of all of them",
    query: portfolioInput,
    answer: portfolioEntity,
    run: getPortfolio,
  }),
  defineExport({
    ...reading,
    id: "exportPortfolio",
    path: `${path}/export`,
    summary: "Everything that the filter finds, as CSV",
    fileTypes: ["text/csv"],
    query: portfolioFilter,
    run: exportPortfolio,
  }),
];
