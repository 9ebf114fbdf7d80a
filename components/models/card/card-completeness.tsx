import { CircleCheck, CircleDashed } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import { routes } from "@/lib/core/routes";
import type { ModelCardDto } from "@/lib/models/dto/cards";
import { cardFieldLabel, REQUIRED_CARD_FIELDS } from "@/lib/models/rules/card-fields";

interface CardCompletenessProps {
  current: ModelCardDto;
  missing: readonly string[];
  mayWrite: boolean;
}

/** How much of a complete card there is, and the way to each part that is not. */
export function CardCompleteness({ current, missing, mayWrite }: CardCompletenessProps) {
  const { slug } = useWorkspace();
  const { model, version } = current;
  const all = REQUIRED_CARD_FIELDS.length;
  const said = all - missing.length;
  return (
    <Card>
      <CardHeader title="Completeness" />
      <CardBody className="grid gap-3">
        <div className="grid gap-1.5">
          <p className="flex items-center gap-1.5 text-sm tabular-nums">
            {missing.length === 0 ? (
              <CircleCheck aria-hidden="true" className="size-4 text-success-fg" />
            ) : (
              <CircleDashed aria-hidden="true" className="size-4 text-warning-fg" />
            )}
            {missing.length === 0 ? "Complete" : `${said} of ${all} parts`}
          </p>
          <Progress label="Completeness of the card" value={said / all} />
        </div>
        {missing.length > 0 ? (
          <div className="grid gap-1">
            <p className="text-muted text-xs">Still missing</p>
            <ul className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
              {missing.map((field) => (
                <li key={field}>
                  {mayWrite ? (
                    <Link
                      href={routes.modelCard(slug, model, version, { edit: field })}
                      className="rounded-xs text-accent-fg underline underline-offset-3"
                    >
                      {cardFieldLabel(field)}
                    </Link>
                  ) : (
                    cardFieldLabel(field)
                  )}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
      </CardBody>
    </Card>
  );
}
