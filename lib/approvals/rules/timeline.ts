const text = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(text).join(" ");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};

type Details = Readonly<Record<string, unknown>>;

const withReason = (sentence: string, reason: unknown) =>
  text(reason) === "" ? `${sentence}.` : `${sentence}: ${text(reason)}`;

const DECIDED: Readonly<Record<string, string>> = {
  approve: "Signed an approval",
  request_changes: "Signed a request for changes",
  reject: "Signed a rejection",
};

const VIA: Readonly<Record<string, string>> = {
  mlflow: " when an MLflow client tried the change",
  rest: " through the REST API",
  schedule: ", because the policy wants it looked at again",
};

const PARTS: Readonly<Record<string, string>> = {
  note: "the note",
  ticketUrl: "the ticket",
  plan: "the rollout plan",
  scheduledFor: "when it is applied",
};

function changedParts(changed: unknown): string {
  const parts = Array.isArray(changed) ? changed.flatMap((part) => PARTS[text(part)] ?? []) : [];
  return parts.length === 0 ? "the request" : new Intl.ListFormat("en").format(parts);
}

const SENTENCES: Readonly<Record<string, (details: Details) => string>> = {
  requested: ({ via }) => `Asked for approval${VIA[text(via)] ?? ""}.`,
  revised: ({ changed }) => `Changed ${changedParts(changed)}.`,
  withdrawn: ({ reason }) => withReason("Withdrew the request", reason),
  signed: ({ decision }) => `${DECIDED[text(decision)] ?? "Signed"}.`,
  approved: () => "Everything needed was there: approved.",
  promoted: () => "The promotion was applied.",
  rejected: () => "The request was rejected.",
  changes_requested: () => "Changes are needed before anybody's approval counts.",
  commented: ({ severity }) => `Commented (${text(severity)}).`,
  comment_resolved: () => "Resolved a comment.",
  delegated: ({ to, reason }) => withReason(`Handed the turn to ${text(to)}`, reason),
  delegation_revoked: () => "Took the turn back.",
  emergency: ({ reason }) => withReason("Promoted in an emergency, past every approval", reason),
  follow_up_closed: ({ resolution }) => withReason("Closed the follow-up", resolution),
  evidence_changed: ({ changes }) =>
    `The evidence changed, and everybody is asked again. ${text(changes)}`.trim(),
  gate_reported: ({ gate, verdict, summary }) =>
    withReason(`Reported "${text(verdict)}" for the gate "${text(gate)}"`, summary),
  gate_waived: ({ gate, until, reason }) =>
    withReason(`Waived the gate "${text(gate)}" until ${text(until).slice(0, 10)}`, reason),
  waiver_revoked: ({ key }) => `Took the waiver of the gate "${text(key)}" back.`,
  waiver_ended: ({ key }) => `The waiver of the gate "${text(key)}" has ended.`,
  gates_run: () => "Ran the gates again.",
  expired: () => "The approval was not applied in time.",
  not_promoted: ({ missing }) => `It was time, but something was missing. ${text(missing)}`.trim(),
  overdue: () => "It is overdue: whoever is waited for was told again.",
  follow_up_overdue: () => "The follow-up is overdue: whoever may close it was told again.",
  renewal_opened: ({ number }) => `Approval request ${text(number)} asks for another look.`,
  lapsed: () => "The approval has lapsed: nobody has looked at it again in time.",
  failed: ({ failure }) => withReason("Could not go on", failure),
};

/** What happened to a request, in a sentence; what is not known here keeps its name. */
export function describeEvent(kind: string, details: Details): string {
  return SENTENCES[kind]?.(details) ?? `${kind.replaceAll("_", " ")}.`;
}
