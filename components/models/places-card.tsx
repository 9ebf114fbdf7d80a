"use client";
import { Lock, X } from "lucide-react";
import { useState } from "react";
import { PromotionDialog } from "@/components/approvals/promotion-dialog";
import type { PromotionWish } from "@/components/approvals/promotion-wish";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { routes } from "@/lib/core/routes";
import { deleteAliasAction, setAliasAction } from "@/lib/models/actions";
import type { ModelPlaceDto } from "@/lib/models/dto/overview";

interface PlacesCardProps {
  name: string;
  places: readonly ModelPlaceDto[];
}

const link = "text-accent-fg underline underline-offset-2";

const labelOf = ({ kind, value }: ModelPlaceDto) =>
  kind === "alias" ? `@${value}` : `${kind === "stage" ? "Stage" : "Environment"} ${value}`;

function Occupant({ name, place }: { name: string; place: ModelPlaceDto }) {
  const { slug } = useWorkspace();
  const { version, since, request } = place;
  if (version === null) return <span className="text-muted">empty</span>;
  return (
    <span className="grid justify-items-start gap-0.5">
      <Link href={routes.modelVersion(slug, name, version)} className={link}>
        {`Version ${version}`}
      </Link>
      <span className="text-muted text-xs">
        {since === null ? null : (
          <>
            since <RelativeTime at={since} />
          </>
        )}
        {request === null ? null : (
          <>
            {", "}
            <Link href={routes.approval(slug, request)} className={link}>
              {`request #${request}`}
            </Link>
          </>
        )}
      </span>
    </span>
  );
}

/** Removes an alias; where that takes an approval, it is asked for. */
function useRemoveAlias(name: string) {
  const { slug } = useWorkspace();
  const [wish, setWish] = useState<PromotionWish | null>(null);
  const remove = async (alias: string, version: number) => {
    const result = await deleteAliasAction({ workspace: slug, name, alias });
    if (!result.ok) {
      if (result.error.code === "PROTECTED")
        return setWish({ name, version, action: "clear", target: { kind: "alias", value: alias } });
      toast(result.error.message, { tone: "danger" });
      return;
    }
    toast(`Removed alias @${alias}`, {
      undo: async () => {
        await setAliasAction({ workspace: slug, name, alias, version });
      },
    });
  };
  return { remove, dialog: <PromotionDialog wish={wish} onClose={() => setWish(null)} /> };
}

interface PlaceRowProps {
  name: string;
  place: ModelPlaceDto;
  onRemove: (alias: string, version: number) => Promise<void>;
}

function PlaceRow({ name, place, onRemove }: PlaceRowProps) {
  const mayWrite = useCan("model:write");
  const { kind, value, version } = place;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_1.75rem] items-start gap-2 py-1.5 pr-2 pl-4 text-sm">
      <span className="grid justify-items-start gap-1">
        <span className="max-w-full break-words font-medium">{labelOf(place)}</span>
        {place.isProtected ? <Badge icon={<Lock aria-hidden="true" />}>Protected</Badge> : null}
      </span>
      <Occupant name={name} place={place} />
      {mayWrite && kind === "alias" && version !== null ? (
        <IconButton
          size="sm"
          label={`Remove alias ${value}`}
          onClick={() => void onRemove(value, version)}
        >
          <X aria-hidden="true" className="size-3.5" />
        </IconButton>
      ) : null}
    </li>
  );
}

/** Where versions of a model serve, and where one can be brought with an approval only. */
export function PlacesCard({ name, places }: PlacesCardProps) {
  const { remove, dialog } = useRemoveAlias(name);
  return (
    <Card>
      <CardHeader title="What serves where" />
      {places.length === 0 ? (
        <CardBody className="py-3 text-muted text-sm">
          Nothing. An alias such as “candidate” names the version to load, and moves without a
          change of code.
        </CardBody>
      ) : (
        <ul className="py-1">
          {places.map((place) => (
            <PlaceRow
              key={`${place.kind} ${place.value} ${place.version}`}
              name={name}
              place={place}
              onRemove={remove}
            />
          ))}
        </ul>
      )}
      {dialog}
    </Card>
  );
}
