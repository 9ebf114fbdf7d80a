"use client";
import { useState } from "react";
import { useCan } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import type { MonitorPageDto } from "@/lib/monitors/dto/screens";
import { alertInWords } from "@/lib/monitors/rules/words";
import { alertKey } from "@/lib/monitors/schema/alerts";
import { AlertsDialog } from "./alerts-dialog";
import { SilenceMenu } from "./silence-menu";

interface AlertsCardProps {
  monitor: MonitorPageDto["monitor"];
  /** When the page was read, by the server's clock. */
  now: number;
}

/** What opens an incident, and whether it does so now. */
export function AlertsCard({ monitor, now }: AlertsCardProps) {
  const [isOpen, setIsOpen] = useState(false);
  const mayWrite = useCan("monitor:write");
  const { id, alerts } = monitor;
  const silencedUntil =
    monitor.silencedUntil !== null && monitor.silencedUntil > now ? monitor.silencedUntil : null;
  return (
    <Card aria-label="Alerts">
      <CardHeader
        title="Alerts"
        description="What opens an incident"
        actions={
          mayWrite ? (
            <>
              <SilenceMenu monitorId={id} silencedUntil={silencedUntil} />
              <Button size="sm" onClick={() => setIsOpen(true)}>
                Change
              </Button>
            </>
          ) : undefined
        }
      />
      <CardBody className="grid gap-2 text-sm">
        {silencedUntil === null ? null : (
          <Callout>
            Silenced: nothing is told, and it tells again <RelativeTime at={silencedUntil} />.
          </Callout>
        )}
        {alerts.length === 0 ? (
          <p className="text-muted">Nothing: what it finds is only shown.</p>
        ) : (
          <ul className="grid gap-1">
            {alerts.map((alert) => (
              <li key={alertKey(alert)} className="break-words [overflow-wrap:anywhere]">
                {alertInWords(alert)}
              </li>
            ))}
          </ul>
        )}
      </CardBody>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        {isOpen ? <AlertsDialog monitor={monitor} onClose={() => setIsOpen(false)} /> : null}
      </Dialog>
    </Card>
  );
}
