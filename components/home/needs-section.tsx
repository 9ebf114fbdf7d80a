import {
  CalendarClock,
  Hourglass,
  MessageCircleWarning,
  RefreshCw,
  Signature,
  TriangleAlert,
} from "lucide-react";
import { type Look, LookBadge } from "@/components/approvals/look-badge";
import { RequestStatusBadge } from "@/components/approvals/request-status";
import { JobStatusBadge } from "@/components/compute/job-status";
import { SeverityBadge } from "@/components/incidents/incident-looks";
import { useWorkspace } from "@/components/shell/workspace-context";
import { routes } from "@/lib/core/routes";
import type { HomeDto, NeedDto, RequestNeedDto } from "@/lib/home/dto";
import { HomeLine, HomeLines, HomeNothing } from "./home-line";
import { HomeSection } from "./home-section";

const VOTE: Look = { label: "Your decision", tone: "info", Icon: Signature };
const OVERDUE: Look = { label: "Overdue", tone: "warning", Icon: TriangleAlert };

const REQUESTS: Readonly<Record<Exclude<RequestNeedDto["why"], "refused">, Look>> = {
  changes: { label: "Changes asked", tone: "warning", Icon: MessageCircleWarning },
  due: { label: "Due soon", tone: "warning", Icon: CalendarClock },
  unused: { label: "Not applied", tone: "warning", Icon: Hourglass },
  renewal: { label: "To be renewed", tone: "warning", Icon: RefreshCw },
};

const REASONS: Readonly<Record<RequestNeedDto["why"], string>> = {
  refused: "Your request did not come through",
  changes: "Somebody asked for changes to your request",
  due: "Your request is to be decided by then",
  unused: "It was approved and ends unless it is applied by then",
  renewal: "Its approval ends unless it is renewed by then",
};

function NeedLine({ need }: { need: NeedDto }) {
  const { slug } = useWorkspace();
  const { at } = need;
  switch (need.kind) {
    case "vote":
      return (
        <HomeLine
          badge={<LookBadge look={need.isOverdue ? OVERDUE : VOTE} />}
          href={routes.approval(slug, need.number)}
          title={`${need.model} version ${need.version} to ${need.target}`}
          detail={`#${need.number}, asked for by ${need.by}`}
          at={at}
        />
      );
    case "incident":
      return (
        <HomeLine
          badge={<SeverityBadge severity={need.severity} />}
          href={routes.incident(slug, need.number)}
          title={need.title}
          detail={need.isMine ? "Yours" : "Nobody has taken it up, and it is about what is yours"}
          at={at}
        />
      );
    case "request":
      return (
        <HomeLine
          badge={
            need.why === "refused" ? (
              <RequestStatusBadge status={need.status} />
            ) : (
              <LookBadge look={REQUESTS[need.why]} />
            )
          }
          href={routes.approval(slug, need.number)}
          title={`${need.model} version ${need.version}`}
          detail={`#${need.number}. ${REASONS[need.why]}`}
          at={at}
        />
      );
    case "job":
      return (
        <HomeLine
          badge={<JobStatusBadge job={need} />}
          href={routes.job(slug, need.number)}
          title={need.name}
          detail={need.reason ?? `Job ${need.number}`}
          at={at}
        />
      );
  }
}

const keyOf = (need: NeedDto) => `${need.kind} ${need.number}`;

/** What waits for whoever looks. */
export function NeedsSection({ needs: { items, total } }: Pick<HomeDto, "needs">) {
  return (
    <HomeSection section="needs" title="Needs you" total={total} shown={items.length}>
      {items.length === 0 ? (
        <HomeNothing>
          Nothing waits for you. Requests to decide, incidents of yours, and jobs and requests of
          yours that went wrong appear here.
        </HomeNothing>
      ) : (
        <HomeLines label="Needs you">
          {items.map((need) => (
            <NeedLine key={keyOf(need)} need={need} />
          ))}
        </HomeLines>
      )}
    </HomeSection>
  );
}
