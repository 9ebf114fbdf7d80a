-- AlterTable
ALTER TABLE "monitors" ADD COLUMN     "alerts" JSONB NOT NULL DEFAULT '[{"kind":"drift","severity":"warning","windows":1}]',
ADD COLUMN     "silenced_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "incidents" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "deployment_id" BIGINT NOT NULL,
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "owner_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "acknowledged_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "resolution" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "incidents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_signals" (
    "incident_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "is_firing" BOOLEAN NOT NULL DEFAULT true,
    "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "incident_signals_pkey" PRIMARY KEY ("incident_id","key")
);

-- CreateTable
CREATE TABLE "incident_events" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "incident_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "incident_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "incidents_deployment_id_idx" ON "incidents"("deployment_id");

-- CreateIndex
CREATE UNIQUE INDEX "incidents_id_workspace_id_key" ON "incidents"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "incidents_workspace_id_number_key" ON "incidents"("workspace_id", "number");

-- CreateIndex
CREATE INDEX "incident_signals_workspace_id_key_idx" ON "incident_signals"("workspace_id", "key");

-- CreateIndex
CREATE INDEX "incident_events_incident_id_id_idx" ON "incident_events"("incident_id", "id" DESC);

-- AddForeignKey
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_signals" ADD CONSTRAINT "incident_signals_incident_id_workspace_id_fkey" FOREIGN KEY ("incident_id", "workspace_id") REFERENCES "incidents"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_events" ADD CONSTRAINT "incident_events_incident_id_workspace_id_fkey" FOREIGN KEY ("incident_id", "workspace_id") REFERENCES "incidents"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_events" ADD CONSTRAINT "incident_events_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE incidents ADD CONSTRAINT incidents_sane
  CHECK (severity IN ('info', 'warning', 'critical') AND status IN ('open', 'acknowledged', 'resolved')
    AND (status = 'resolved') = (resolved_at IS NOT NULL));
-- One at a time for a deployment: what is found meanwhile comes to it.
CREATE UNIQUE INDEX incidents_unresolved ON incidents (deployment_id) WHERE status <> 'resolved';
CREATE INDEX incidents_newest ON incidents (workspace_id, number DESC) WHERE status <> 'resolved';
-- Rollbacks of late, whatever deployment they were of.
CREATE INDEX traffic_plans_newest_rollbacks ON traffic_plans (created_at) WHERE origin = 'rollback';

CREATE FUNCTION refuse_incident_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what became of an incident is never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER incident_events_immutable BEFORE UPDATE ON incident_events
  FOR EACH ROW EXECUTE FUNCTION refuse_incident_event_change();
