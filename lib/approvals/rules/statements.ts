import type { Target } from "../schema/policies";
import type { Decision } from "../schema/requests";
import { describeTarget } from "./targets";

interface Signed {
  modelName: string;
  version: number;
  action: "set" | "clear";
  target: Target;
  revision: number;
  /** For an approval that holds until a time. */
  validUntil?: Date | null | undefined;
}

/** A moment as it is signed: the same words whoever reads them and wherever. */
export function signedMoment(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
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
  if (decision === "approve") {
    const until = request.validUntil ? `, until ${signedMoment(request.validUntil)}` : "";
    return `I approve ${what} ${on}${until}.`;
  }
  if (decision === "reject") return `I reject ${what} ${on}.`;
  return `I ask for changes before ${what}, ${on}.`;
}
