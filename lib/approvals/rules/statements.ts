import type { Target } from "../schema/policies";
import type { Decision } from "../schema/requests";
import { describeTarget } from "./targets";

interface Signed {
  modelName: string;
  version: number;
  action: "set" | "clear";
  target: Target;
  revision: number;
}

/** What somebody signs, word by word; the hash beside it says which evidence it is about. */
export function statementOf(decision: Decision, request: Signed): string {
  const version = `version ${request.version} of ${request.modelName}`;
  const where = describeTarget(request.target);
  const what =
    request.action === "set"
      ? `bringing ${version} to the ${where}`
      : `taking ${version} from the ${where}`;
  const on = `on the evidence of revision ${request.revision}`;
  if (decision === "approve") return `I approve ${what} ${on}.`;
  if (decision === "reject") return `I reject ${what} ${on}.`;
  return `I ask for changes before ${what}, ${on}.`;
}
