import type { Target } from "../schema/policies";
import type { Decision } from "../schema/requests";
import { describeTarget } from "./targets";

interface Change {
  modelName: string;
  version: number;
  action: "set" | "clear";
  target: Target;
  /** The only one that is meant; null for all of the place. */
  deployment: { name: string } | null;
}

interface Signed extends Change {
  revision: number;
  /** For an approval that holds until a time. */
  validUntil?: Date | null | undefined;
}

/** A moment as it is signed: the same words whoever reads them and wherever. */
export function signedMoment(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function described({ modelName, version: number, action, target, deployment }: Change): string {
  const version = `version ${number} of ${modelName}`;
  const where = describeTarget(target);
  const place = deployment ? `deployment "${deployment.name}" of the ${where}` : where;
  return action === "set"
    ? `bringing ${version} to the ${place}`
    : `taking ${version} from the ${place}`;
}

/** What somebody signs, word by word; the hash beside it says which evidence it is about. */
export function statementOf(decision: Decision, request: Signed): string {
  const what = described(request);
  const on = `on the evidence of revision ${request.revision}`;
  if (decision === "approve") {
    const until = request.validUntil ? `, until ${signedMoment(request.validUntil)}` : "";
    return `I approve ${what} ${on}${until}.`;
  }
  if (decision === "reject") return `I reject ${what} ${on}.`;
  return `I ask for changes before ${what}, ${on}.`;
}

/** What somebody signs who goes past every approval. */
export function emergencyStatement(change: Change): string {
  return `I answer for ${described(change)} at once, without the approvals that its policy asks for.`;
}
