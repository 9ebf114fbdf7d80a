"use client";
import { RiskCard } from "@/components/approvals/risk-tiers/risk-card";
import { PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { NotesCard } from "@/components/ui/notes-card";
import { RelativeTime } from "@/components/ui/relative-time";
import { TagsCard } from "@/components/ui/tags-card";
import type { ModelRiskDto } from "@/lib/approvals/dto/risk-tiers";
import type { ApprovalRequestDto } from "@/lib/approvals/dto/shapes";
import { NO_VALUE } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { deleteModelTagAction, describeModelAction, setModelTagAction } from "@/lib/models/actions";
import type { RegisteredModelDto } from "@/lib/models/dto/models";
import type { ModelOverviewDto } from "@/lib/models/dto/overview";
import { isOwnTag } from "@/lib/models/dto/versions";
import { ActivityCard } from "./activity-card";
import { ModelHealth } from "./model-health";
import { ModelMenu } from "./model-menu";
import { PlacesCard } from "./places-card";
import { VersionsCard } from "./versions-card";
import { WaitingCard } from "./waiting-card";

interface ModelPageProps {
  model: RegisteredModelDto;
  overview: ModelOverviewDto;
  risk: ModelRiskDto;
  /** Approval requests that wait. */
  requests: readonly ApprovalRequestDto[];
  versionCount: number;
  metricKeys: readonly string[];
}

function About({ model, overview }: Pick<ModelPageProps, "model" | "overview">) {
  return (
    <Card>
      <CardHeader title="About" />
      <CardBody>
        <DescriptionList>
          <DescriptionItem term="Owner">{model.owner || NO_VALUE}</DescriptionItem>
          <DescriptionItem term="Health">
            <span className="flex flex-wrap gap-1">
              <ModelHealth attention={overview.attention} />
            </span>
          </DescriptionItem>
          <DescriptionItem term="Created">
            <RelativeTime at={model.creationTime} />
          </DescriptionItem>
          <DescriptionItem term="Last change">
            <RelativeTime at={model.lastUpdateTime} />
          </DescriptionItem>
        </DescriptionList>
      </CardBody>
    </Card>
  );
}

export function ModelPage(props: ModelPageProps) {
  const { model, overview, risk, requests, versionCount, metricKeys } = props;
  const mayWrite = useCan("model:write");
  const { slug } = useWorkspace();
  const { name } = model;
  const target = { workspace: slug, name };
  return (
    <>
      <RefreshOnChange topics={[`model:${name}`, "approvals"]} />
      <PageHeader
        crumbs={[{ label: "Models", href: routes.models(slug) }]}
        title={name}
        meta={<CopyButton value={name} noun="model name" />}
        actions={<ModelMenu name={name} versionCount={versionCount} />}
      />
      <PageBody>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(19rem,24rem)]">
          <div className="grid min-w-0 gap-4">
            <NotesCard
              title="Description"
              mayWrite={mayWrite}
              note={model.description ?? ""}
              invitation="Say what this model predicts, for whom, and who answers for it."
              save={(description) => describeModelAction({ ...target, description })}
            />
            <WaitingCard requests={requests} />
            <VersionsCard name={name} aliases={model.aliases} metricKeys={metricKeys} />
          </div>
          <aside aria-label="Facts" className="grid min-w-0 gap-4">
            <About model={model} overview={overview} />
            <RiskCard name={name} risk={risk} />
            <PlacesCard name={name} places={overview.places} />
            <TagsCard
              mayWrite={mayWrite}
              tags={model.tags.filter(isOwnTag)}
              emptyText="None. Tags help to find models again: team, domain, risk."
              onSet={(tag) => setModelTagAction({ ...target, ...tag })}
              onRemove={(key) => deleteModelTagAction({ ...target, key })}
            />
            <ActivityCard name={name} activity={overview.activity} />
          </aside>
        </div>
      </PageBody>
    </>
  );
}
