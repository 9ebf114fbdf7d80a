import { Card, CardHeader } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Timeline, TimelineItem } from "@/components/ui/timeline";
import { formatPlural } from "@/lib/core/format";
import type { DefinitionDto, DefinitionPageDto } from "@/lib/monitors/dto/definitions";
import { DefinitionChanges } from "./definition-changes";

const FOLDED = 5;

function Changed({ changes }: Pick<DefinitionDto, "changes">) {
  if (changes.length === 0) return null;
  if (changes.length <= FOLDED) return <DefinitionChanges changes={changes} />;
  return (
    <details>
      <summary>{formatPlural(changes.length, "difference")}</summary>
      <div className="mt-1">
        <DefinitionChanges changes={changes} />
      </div>
    </details>
  );
}

/** Every definition that a monitor had, with who made it and what it changed. */
export function DefinitionHistory({ page: { history, isWhole } }: { page: DefinitionPageDto }) {
  return (
    <Card aria-label="History">
      <CardHeader
        title="History"
        description={isWhole ? "The newest first." : "The newest ones first; older ones by REST."}
      />
      <Timeline label="Definitions">
        {history.map(
          ({ version, createdBy, createdAt, judgesFrom, changes, reference, definition }) => (
            <TimelineItem
              key={version}
              detail={
                <>
                  {createdBy}, <RelativeTime at={createdAt} />
                  {judgesFrom > 0 ? (
                    <>
                      ; judges windows that begin from <RelativeTime at={judgesFrom} /> on
                    </>
                  ) : null}
                </>
              }
            >
              <h3 className="font-medium">{`Version ${version}`}</h3>
              {changes.length === 0 ? (
                <p className="text-muted">
                  {`${formatPlural(definition.columns.length, "column")} beside ${reference.dataset}, version ${reference.version}`}
                </p>
              ) : (
                <Changed changes={changes} />
              )}
            </TimelineItem>
          ),
        )}
      </Timeline>
    </Card>
  );
}
