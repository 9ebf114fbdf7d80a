import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Callout } from "@/components/ui/callout";
import type { VoteDto } from "@/lib/approvals/dto/shapes";
import type { ApprovalRecordDto } from "@/lib/approvals/dto/trail";
import { signedMoment } from "@/lib/approvals/rules/statements";
import { describePlace, shortTarget } from "@/lib/approvals/rules/targets";
import { NO_VALUE } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { DECISION_LOOKS } from "./decision-looks";
import { MEANING_LOOKS } from "./meanings";
import { PrintButton } from "./print-button";
import { RecordTable } from "./record-table";
import { statusLabel } from "./request-status";
import { SEVERITY_LOOKS } from "./severity";
import { verdictLabel } from "./verdict-badge";

/** On paper a moment is read in one time zone, whoever printed it. */
const at = (iso: string | null) => (iso === null ? NO_VALUE : signedMoment(new Date(iso)));

const METHODS = { password: "password", sign_in: "sign-in", token: "token" } as const;

/** What 21 CFR 11.50 asks a signed record to show: the printed name, when, and in which meaning. */
function signatureRow(vote: VoteDto) {
  const proven = `${METHODS[vote.method]}${vote.tokenName ? ` ${vote.tokenName}` : ""}`;
  return {
    key: vote.id,
    cells: [
      `${vote.name} (${vote.email}), ${vote.role}${vote.onBehalfOf ? `, for ${vote.onBehalfOf.name}` : ""}`,
      DECISION_LOOKS[vote.decision].label,
      MEANING_LOOKS[vote.meaning].label,
      at(vote.createdAt),
      `${vote.statement}${vote.validUntil ? ` Holds until ${at(vote.validUntil)}.` : ""}`,
      `Revision ${vote.revision}, proven by ${proven}, sha256:${vote.evidenceHash}. ${vote.counts ? "Counts." : (vote.supersededReason ?? "")}`,
    ],
  };
}

function Facts({ record }: { record: ApprovalRecordDto }) {
  const { request } = record;
  const { policy, riskTier, riskReason, plan } = request;
  const steps = plan.steps.map(({ weight, bakeMinutes }) => `${weight} % for ${bakeMinutes} min`);
  return (
    <RecordTable
      title="What was asked for"
      rows={[
        ["Version", `${request.modelName} ${request.version}`],
        ["Target", describePlace(request.target, request.deployment)],
        ["There when asked", String(request.replacesVersion ?? "nothing")],
        ["Asked by", `${request.requestedBy.name} (${request.requestedBy.email})`],
        ["Asked at", at(request.createdAt)],
        ["Status", statusLabel(request.status)],
        ["Decided at", at(request.decidedAt)],
        ["Applied at", at(request.promotedAt)],
        ["Risk", `${riskTier}${riskReason === "" ? "" : `: ${riskReason}`}`],
        ["Policy", `${policy.name}, version ${policy.number}`],
        ["Note", request.note || NO_VALUE],
        ["Ticket", request.ticketUrl ?? NO_VALUE],
        ["Plan", plan.description || NO_VALUE],
        ["Steps", steps.join(", then ") || NO_VALUE],
        ["Broken off when", plan.abortRule || NO_VALUE],
        ["Emergency", request.emergencyReason ?? "No"],
      ].map(([term = "", value = ""]) => ({ key: term, cells: [term, value] }))}
    />
  );
}

function Evidence({ record }: { record: ApprovalRecordDto }) {
  const { request, revisions } = record;
  return (
    <>
      <RecordTable
        title="Gates"
        empty="The policy has none."
        head={["Check", "Verdict", "Asked for", "Seen", "Ran", "Waiver"]}
        rows={request.gateResults.map((gate) => ({
          key: gate.key,
          cells: [
            gate.title,
            verdictLabel(gate.verdict),
            gate.threshold || NO_VALUE,
            gate.observed || NO_VALUE,
            at(gate.ranAt),
            gate.waiver
              ? `${gate.waiver.waivedBy}, until ${at(gate.waiver.until)}: ${gate.waiver.reason}`
              : NO_VALUE,
          ],
        }))}
      />
      <RecordTable
        title="Evidence"
        head={["Revision", "Since", "Hash", "What changed"]}
        rows={revisions.map((one) => ({
          key: String(one.revision),
          cells: [
            String(one.revision),
            at(one.createdAt),
            `sha256:${one.hash}`,
            one.differences
              .map(({ what, before, after }) => `${what}: ${before ?? "–"} → ${after ?? "–"}`)
              .join("; ") ||
              one.changes.join(" ") ||
              NO_VALUE,
          ],
        }))}
      />
    </>
  );
}

function Trail({ record }: { record: ApprovalRecordDto }) {
  const { request, events, audit } = record;
  return (
    <>
      <RecordTable
        title="Discussion"
        empty="Nobody wrote a comment."
        head={["Who", "When", "Severity", "What", "Resolved"]}
        rows={request.comments.map((comment) => ({
          key: comment.id,
          cells: [
            comment.author.name,
            at(comment.createdAt),
            SEVERITY_LOOKS[comment.severity].label,
            comment.body,
            comment.resolvedAt ? `${at(comment.resolvedAt)} by ${comment.resolvedBy}` : "No",
          ],
        }))}
      />
      <RecordTable
        title="Timeline"
        head={["When", "Who", "What"]}
        rows={events.map((event) => ({
          key: event.id,
          cells: [at(event.at), event.actor, event.text],
        }))}
      />
      {audit ? (
        <RecordTable
          title="In the audit's chain"
          head={["Row", "When", "Action", "Hash"]}
          rows={audit.map((event) => ({
            key: String(event.id),
            cells: [String(event.seq ?? "–"), at(event.at), event.action, event.hash ?? NO_VALUE],
          }))}
        />
      ) : null}
    </>
  );
}

/** Everything on record of a request as one document, for paper or PDF. */
export function RequestRecord({ record }: { record: ApprovalRecordDto }) {
  const { request, workspace, madeAt, isTruncated } = record;
  const { number, modelName, version, action, target } = request;
  const title = `Approval request ${number}: ${modelName} ${version} ${action === "set" ? "to" : "away from"} ${shortTarget(target)}`;
  return (
    <Page>
      <div className="contents print:hidden">
        <PageHeader
          crumbs={[
            { label: "Approvals", href: routes.approvals(workspace) },
            { label: String(number), href: routes.approval(workspace, number) },
          ]}
          title="Record"
          actions={<PrintButton />}
        />
      </div>
      <PageBody>
        <div className="grid gap-1">
          <h2 className="break-words font-semibold text-lg">{title}</h2>
          <p className="text-muted text-sm">
            Workspace {workspace}, as it was on {at(madeAt)}. Moments are in UTC.
          </p>
        </div>
        {isTruncated ? (
          <Callout tone="warning">
            More happened than this document holds. The rest is at the REST API.
          </Callout>
        ) : null}
        <Facts record={record} />
        <RecordTable
          title="Signatures"
          empty="Nobody has signed."
          head={["Name", "Decision", "Meaning", "When", "Statement", "On which evidence"]}
          rows={request.votes.map(signatureRow)}
        />
        <Evidence record={record} />
        <Trail record={record} />
      </PageBody>
    </Page>
  );
}
