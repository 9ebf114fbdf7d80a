"use client";
import { CircleCheck, ExternalLink } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { IconButton } from "@/components/ui/icon-button";
import { Peek } from "@/components/ui/peek";
import { TabLinks } from "@/components/ui/tab-links";
import { routes } from "@/lib/core/routes";
import { ConnectionBadge } from "../connection-badge";
import { PageHeader } from "../page-header";
import { SidebarContent } from "../sidebar-content";
import { type WorkspaceInfo, WorkspaceProvider } from "../workspace-context";
import { Section, Specimen } from "./specimen";

const WORKSPACE: WorkspaceInfo = {
  slug: "gallery",
  name: "Research",
  role: "admin",
  person: { id: "1", name: "Ada Lovelace", email: "ada@example.org", isOperator: true },
  workspaces: [
    { slug: "gallery", name: "Research" },
    { slug: "production", name: "Production" },
  ],
};

export function FrameParts() {
  return (
    <WorkspaceProvider workspace={WORKSPACE}>
      <Section title="Frame">
        <Specimen name="Sidebar, open and collapsed">
          {[false, true].map((collapsed) => (
            <div
              key={String(collapsed)}
              className={`h-80 rounded-lg border bg-canvas ${collapsed ? "w-13" : "w-58"}`}
            >
              <SidebarContent
                collapsed={collapsed}
                status={
                  <ConnectionBadge state={collapsed ? "polling" : "live"} collapsed={collapsed} />
                }
              />
            </div>
          ))}
          <ConnectionBadge state="connecting" collapsed={false} />
        </Specimen>
        <Specimen name="Page header with tabs" stacked>
          <div className="overflow-hidden rounded-lg border">
            <PageHeader
              crumbs={[{ label: "Experiments", href: routes.gallery() }]}
              title="bright-heron-12"
              meta={
                <Badge tone="success" icon={<CircleCheck aria-hidden="true" />}>
                  Finished
                </Badge>
              }
              actions={<Button variant="primary">Register model</Button>}
              tabs={
                <TabLinks
                  label="Run"
                  current={routes.gallery()}
                  tabs={[
                    { href: routes.gallery(), label: "Overview" },
                    { href: routes.workspaces(), label: "Metrics", count: "18" },
                  ]}
                />
              }
            />
          </div>
        </Specimen>
        <PeekSpecimen />
      </Section>
    </WorkspaceProvider>
  );
}

function PeekSpecimen() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Specimen name="Peek: a panel beside a list, resized by hand or by key" stacked>
      <div className="flex h-56 overflow-hidden rounded-lg border">
        <div className="grid min-w-0 grow content-start gap-2 p-4">
          <Button onClick={() => setIsOpen(true)}>Peek at a run</Button>
        </div>
        {isOpen ? (
          <Peek
            name="sample"
            title="bright-heron-12"
            subject="bright-heron-12"
            actions={
              <IconButton label="Open the page">
                <ExternalLink aria-hidden="true" />
              </IconButton>
            }
            onClose={() => setIsOpen(false)}
          >
            <DescriptionList>
              <DescriptionItem term="Source">train.py</DescriptionItem>
              <DescriptionItem term="Duration">3m 07s</DescriptionItem>
            </DescriptionList>
          </Peek>
        ) : null}
      </div>
    </Specimen>
  );
}
