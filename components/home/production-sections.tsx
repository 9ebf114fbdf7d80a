import { PortfolioFigures } from "@/components/portfolio/portfolio-figures";
import { PortfolioHealthBadge } from "@/components/portfolio/portfolio-health";
import { useWorkspace } from "@/components/shell/workspace-context";
import { LinkButton } from "@/components/ui/link-button";
import { formatCompact, formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { formatErrorRate } from "@/lib/deployments/rules/traffic-words";
import type { HomeDto } from "@/lib/home/dto";
import type { PortfolioItemDto } from "@/lib/portfolio/dto/portfolio";
import { HomeLine, HomeLines, HomeNothing } from "./home-line";
import { HomeSection } from "./home-section";

function ModelLine({ item }: { item: PortfolioItemDto }) {
  const { slug } = useWorkspace();
  const { deployment, model, version, health, reason, requestsPerDay, errorRate } = item;
  return (
    <HomeLine
      badge={<PortfolioHealthBadge health={health} />}
      href={routes.deployment(slug, deployment)}
      title={deployment}
      detail={[`${model} version ${version}`, reason].filter(Boolean).join(". ")}
      aside={`${formatCompact(Math.round(requestsPerDay))}/day, errors ${formatErrorRate(errorRate)}`}
    />
  );
}

/** Models that whoever looks owns, where they are in production. */
export function ModelsSection({ models: { items, total, elsewhere } }: Pick<HomeDto, "models">) {
  const { slug } = useWorkspace();
  return (
    <HomeSection
      section="models"
      title="Your models in production"
      total={total}
      shown={items.length}
      actions={
        <LinkButton href={routes.models(slug)} variant="ghost" size="sm">
          Models
        </LinkButton>
      }
    >
      {items.length === 0 ? null : (
        <HomeLines label="Your models in production">
          {items.map((item) => (
            <ModelLine key={item.deployment} item={item} />
          ))}
        </HomeLines>
      )}
      {elsewhere > 0 ? (
        <HomeNothing>
          {formatPlural(elsewhere, "model")} of yours {elsewhere === 1 ? "is" : "are"} not in
          production. Ask for an approval on the page of a version.
        </HomeNothing>
      ) : items.length === 0 ? (
        <HomeNothing>
          You own no model yet. Whoever registers a model owns it; its health in production appears
          here.
        </HomeNothing>
      ) : null}
    </HomeSection>
  );
}

/** What all of production comes to. */
export function PortfolioSection({ portfolio }: Pick<HomeDto, "portfolio">) {
  const { slug } = useWorkspace();
  if (portfolio === null) return null;
  return (
    <HomeSection
      section="portfolio"
      title="Production"
      total={0}
      shown={0}
      actions={
        <LinkButton href={routes.portfolio(slug)} variant="ghost" size="sm">
          Portfolio
        </LinkButton>
      }
    >
      <PortfolioFigures summary={portfolio} />
    </HomeSection>
  );
}
