"use client";
import { Pencil, Plus, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { MoveButtons } from "@/components/ui/move-buttons";
import { toast } from "@/components/ui/toast";
import { formatPlural } from "@/lib/core/format";
import { deleteRouteAction, moveRouteAction, testRouteAction } from "@/lib/incidents/actions";
import type { AlertingChoicesDto } from "@/lib/incidents/dto/choices";
import type { AlertRouteDto, RouteTestDto } from "@/lib/incidents/dto/routes";
import { SEVERITY_LOOKS, SIGNAL_LABELS } from "./incident-looks";
import { RouteForm } from "./route-form";

interface RouteProps {
  route: AlertRouteDto;
  isLast: boolean;
  choices: AlertingChoicesDto;
}

function wantedBy({ match }: AlertRouteDto, choices: AlertingChoicesDto): string {
  const owners = match.ownerIds.map(
    (id) => choices.people.find(({ value }) => value === id)?.label ?? "somebody who left",
  );
  const parts = [
    match.severities.map((severity) => SEVERITY_LOOKS[severity].label),
    match.kinds.map((kind) => SIGNAL_LABELS[kind]),
    ...[match.deployments, match.environments, match.models, owners],
  ];
  const said = parts.filter((part) => part.length > 0).map((part) => part.join(" or "));
  return said.length === 0 ? "Every incident" : said.join(" · ");
}

function toldBy({ people, webhooks, escalateMinutes }: AlertRouteDto): string {
  const names = [...people, ...webhooks].map(({ name }) => name);
  const told = names.length === 0 ? "Tells nobody who is still here" : `Tells ${names.join(", ")}`;
  return escalateMinutes === null ? told : `${told}; the next route after ${escalateMinutes} min`;
}

function testInWords({ people, webhooks }: RouteTestDto): string {
  const answers = webhooks.map(
    ({ name, status, error }) => `${name}: ${error ?? status ?? "sent"}`,
  );
  return [`${formatPlural(people, "person", "people")} told`, ...answers].join("; ");
}

function Changes({ route, isLast, choices }: RouteProps) {
  const { slug: workspace } = useWorkspace();
  const [asked, setAsked] = useState<"change" | "delete" | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const { id: routeId, name, position } = route;
  const close = () => setAsked(null);
  const move = async (to: number) => {
    setIsBusy(true);
    const result = await moveRouteAction({ workspace, routeId, position: to });
    setIsBusy(false);
    if (!result.ok) toast(result.error.message, { tone: "danger" });
  };
  const tryOut = async () => {
    setIsBusy(true);
    const result = await testRouteAction({ workspace, routeId });
    setIsBusy(false);
    if (!result.ok) toast(result.error.message, { tone: "danger" });
    else toast(`Route “${name}” tried`, { description: testInWords(result.data) });
  };
  const remove = async () => {
    const result = await deleteRouteAction({ workspace, routeId });
    return result.ok ? undefined : result.error.message;
  };
  return (
    <div className="flex shrink-0 flex-wrap gap-1">
      <Button size="sm" loading={isBusy} onClick={() => void tryOut()}>
        <Send aria-hidden="true" />
        Test this route
      </Button>
      <MoveButtons {...{ name, position, isLast, isBusy }} onMove={(to) => void move(to)} />
      <IconButton label={`Change ${name}`} onClick={() => setAsked("change")}>
        <Pencil aria-hidden="true" />
      </IconButton>
      <IconButton label={`Delete ${name}`} onClick={() => setAsked("delete")}>
        <Trash2 aria-hidden="true" />
      </IconButton>
      <Dialog open={asked === "change"} onOpenChange={close}>
        {asked === "change" ? <RouteForm route={route} choices={choices} onClose={close} /> : null}
      </Dialog>
      <ConfirmDialog
        open={asked === "delete"}
        onOpenChange={close}
        title={`Delete route “${name}”?`}
        description="What it fits goes to the next route that does, or to whoever made the deployment."
        confirmLabel="Delete"
        tone="danger"
        onConfirm={remove}
      />
    </div>
  );
}

interface RoutesCardProps {
  routes: readonly AlertRouteDto[];
  choices: AlertingChoicesDto;
}

/** Who is told of which incidents, in the order in which routes are tried. */
export function RoutesCard({ routes, choices }: RoutesCardProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card aria-label="Alert routing">
      <CardHeader
        title="Alert routing"
        description="The first route that fits an incident says who is told of it."
        actions={
          <Button size="sm" onClick={() => setIsOpen(true)}>
            <Plus aria-hidden="true" />
            Add a route
          </Button>
        }
      />
      <ol aria-label="Routes" className="divide-y divide-line">
        {routes.map((route) => (
          <li key={route.id} className="flex flex-wrap items-center gap-3 px-4 py-3">
            <div className="grid min-w-0 grow basis-64 gap-0.5">
              <p className="break-words font-medium text-sm">{route.name}</p>
              <p className="break-words text-muted text-xs [overflow-wrap:anywhere]">
                {wantedBy(route, choices)}
              </p>
              <p className="break-words text-muted text-xs [overflow-wrap:anywhere]">
                {toldBy(route)}
              </p>
            </div>
            <Changes route={route} isLast={route.position === routes.length} choices={choices} />
          </li>
        ))}
        <li className="px-4 py-3 text-muted text-xs">
          {routes.length === 0 ? "No route yet. " : "Where none fits: "}
          Whoever made the deployment or its monitors is told, and the owner of the incident.
        </li>
      </ol>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        {isOpen ? <RouteForm choices={choices} onClose={() => setIsOpen(false)} /> : null}
      </Dialog>
    </Card>
  );
}
