import { defineRoute } from "@/lib/access/define-route";
import { listDeployments } from "@/lib/deployments/queries/list-deployments";
import { listDeploymentsInput } from "@/lib/deployments/schema/deployments";

export const GET = defineRoute({ input: listDeploymentsInput, run: listDeployments });
