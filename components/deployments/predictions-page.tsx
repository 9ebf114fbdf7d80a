import { DownloadLink } from "@/components/runs/artifacts/download-link";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { PageLinks } from "@/components/workspaces/page-links";
import type { Page as PageOf } from "@/lib/core/page";
import { routes } from "@/lib/core/routes";
import type {
  LogSettingsDto,
  PredictionDetailDto,
  PredictionDto,
  RevisionQualityDto,
} from "@/lib/gateway/dto/predictions";
import type { PredictionFilter } from "@/lib/gateway/schema/predictions";
import { type PredictionParams, predictionQuery } from "@/lib/gateway/search-params/predictions";
import { DeploymentTabs } from "./deployment-tabs";
import { PredictionLogButtons } from "./prediction-log-dialogs";
import { PredictionQuality } from "./prediction-quality";
import { PredictionToolbar } from "./prediction-toolbar";
import { Predictions } from "./predictions";

interface PredictionsPageProps {
  workspace: string;
  deployment: string;
  page: PageOf<PredictionDto>;
  settings: LogSettingsDto;
  quality: readonly RevisionQualityDto[];
  open: PredictionDetailDto | null;
  asked: PredictionParams;
  filter: PredictionFilter;
}

const snippetOf = (deployment: string) => `curl -X POST $SLIPWAY/serve/${deployment}/invocations \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"dataframe_split": {"columns": ["…"], "data": [["…"]]}}'`;

/** The browser of predictions of one deployment. */
export function PredictionsPage(props: PredictionsPageProps) {
  const { workspace, deployment, page, settings, quality, open, asked, filter } = props;
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const queryOf = (prediction: string | null) => predictionQuery({ ...asked, prediction });
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: "Deployments", href: routes.deployments(workspace) }]}
        title={deployment}
        tabs={<DeploymentTabs name={deployment} current="predictions" />}
        actions={
          <>
            <PredictionLogButtons deployment={deployment} settings={settings} />
            <DownloadLink href={routes.predictionsFile(workspace, deployment, { ...filter })} />
          </>
        }
      />
      <PageBody>
        <PredictionToolbar revisions={quality.map(({ revision }) => revision)} />
        <PredictionQuality quality={quality} />
        <Predictions
          predictions={page.items}
          open={open}
          isFiltered={isFiltered}
          everything={routes.predictions(workspace, deployment)}
          hrefOf={(id) => routes.predictions(workspace, deployment, queryOf(id))}
          snippet={snippetOf(deployment)}
        />
        {settings.isEnabled ? null : (
          <p className="text-muted text-sm">The log is switched off: nothing new appears here.</p>
        )}
        <PageLinks next={page.nextPageToken} />
      </PageBody>
    </Page>
  );
}
