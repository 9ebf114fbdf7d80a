import { Boxes, GitBranch, Rocket, Signature, Siren, Undo2 } from "lucide-react";
import type { Route } from "next";
import { type Look, LookBadge } from "@/components/approvals/look-badge";
import { statusLook } from "@/components/approvals/request-status";
import { useWorkspace } from "@/components/shell/workspace-context";
import { RelativeTime } from "@/components/ui/relative-time";
import { REQUEST_STATUSES } from "@/lib/approvals/schema/requests";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { ChangeDto, HomeDto } from "@/lib/home/dto";
import type { ChangeKind } from "@/lib/home/schema";
import { HomeLine, HomeLines, HomeNothing } from "./home-line";
import { HomeSection } from "./home-section";

interface Told {
  look: Look;
  href: Route;
  title: string;
  detail: string;
}

const TITLES: Readonly<Record<ChangeKind, string>> = {
  deployment: "Deployments and traffic",
  rollback: "Rollbacks",
  version: "New versions",
  approval: "Approvals",
  incident: "Incidents",
};

const DECIDED: Look = { label: "Decided", tone: "neutral", Icon: Signature };

/** The status as the approvals tell it. */
function requestLook(status: ChangeDto["status"]): Look {
  const known = REQUEST_STATUSES.find((one) => one === status);
  return known ? statusLook(known) : DECIDED;
}

function tell(workspace: string, kind: ChangeKind, change: ChangeDto): Told {
  const { subject, number, count, status, isNew, detail } = change;
  const place = number ?? 0;
  switch (kind) {
    case "deployment":
      return {
        look: isNew
          ? { label: "Deployed", tone: "info", Icon: Rocket }
          : { label: "Traffic", tone: "neutral", Icon: GitBranch },
        href: routes.deployment(workspace, subject, "history"),
        title: subject,
        detail: [count > 1 ? `${count} changes` : "", detail].filter(Boolean).join(", the last: "),
      };
    case "rollback":
      return {
        look: { label: "Rolled back", tone: "warning", Icon: Undo2 },
        href: routes.deployment(workspace, subject, "history"),
        title: subject,
        detail: [count > 1 ? `${count} times` : "", detail].filter(Boolean).join(", the last: "),
      };
    case "version":
      return {
        look: { label: "Registered", tone: "neutral", Icon: Boxes },
        href: routes.modelVersion(workspace, subject, place),
        title: `${subject} version ${place}`,
        detail: count > 1 ? `the newest of ${formatPlural(count, "version")}` : "",
      };
    case "approval":
      return {
        look: requestLook(status),
        href: routes.approval(workspace, place),
        title: `${subject} version ${count} to ${detail}`,
        detail: `#${place}`,
      };
    case "incident":
      return {
        look: {
          label: status === "resolved" ? "Resolved" : "Opened",
          tone: status === "resolved" ? "success" : "warning",
          Icon: Siren,
        },
        href: routes.incident(workspace, place),
        title: subject,
        detail: `#${place}, ${detail}`,
      };
  }
}

/** What changed since whoever looks was last here, by kind. */
export function ChangesSection({ changes, since }: Pick<HomeDto, "changes" | "since">) {
  const { slug } = useWorkspace();
  const total = changes.reduce((sum, group) => sum + group.total, 0);
  const shown = changes.reduce((sum, group) => sum + group.items.length, 0);
  return (
    <HomeSection
      section="changes"
      title="Changed since you were here"
      total={total}
      shown={shown}
      actions={
        <span className="text-muted text-xs">
          since <RelativeTime at={since} />
        </span>
      }
    >
      {changes.length === 0 ? (
        <HomeNothing>
          Nothing changed. New versions, deployments, rollbacks, decisions and incidents appear
          here.
        </HomeNothing>
      ) : (
        <div className="divide-y divide-line">
          {changes.map(({ kind, items, total: all }) => (
            <div key={kind}>
              <h3 className="px-4 pt-2.5 text-muted text-xs">
                {TITLES[kind]}
                {all > items.length ? `, ${items.length} of ${all}` : ""}
              </h3>
              <HomeLines label={TITLES[kind]}>
                {items.map((change) => {
                  const { look, ...told } = tell(slug, kind, change);
                  return (
                    <HomeLine
                      key={`${change.subject} ${change.number ?? ""}`}
                      badge={<LookBadge look={look} />}
                      {...told}
                      at={change.at}
                    />
                  );
                })}
              </HomeLines>
            </div>
          ))}
        </div>
      )}
    </HomeSection>
  );
}
