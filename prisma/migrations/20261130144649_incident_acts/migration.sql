-- AlterTable
ALTER TABLE "incident_events" ADD COLUMN     "about" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "incident_responses" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "deployment_id" BIGINT NOT NULL,
    "act" TEXT NOT NULL,
    "signals" TEXT[],
    "severity" TEXT NOT NULL,
    "cool_down_hours" INTEGER NOT NULL,
    "wish" JSONB NOT NULL DEFAULT '{}',
    "set_by_id" UUID NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_responses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "incident_acts" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "incident_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "wish" JSONB NOT NULL DEFAULT '{}',
    "actor_id" UUID NOT NULL,
    "response_id" BIGINT,
    "job_number" INTEGER,
    "model_name" TEXT,
    "model_version" INTEGER,
    "request_number" INTEGER,
    "rollout_number" INTEGER,
    "said" TEXT NOT NULL DEFAULT '',
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "incident_acts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "incident_responses_deployment_id_idx" ON "incident_responses"("deployment_id");

-- CreateIndex
CREATE UNIQUE INDEX "incident_responses_id_workspace_id_key" ON "incident_responses"("id", "workspace_id");

-- CreateIndex
CREATE INDEX "incident_acts_workspace_id_job_number_idx" ON "incident_acts"("workspace_id", "job_number");

-- CreateIndex
CREATE UNIQUE INDEX "incident_acts_incident_id_key_key" ON "incident_acts"("incident_id", "key");

-- AddForeignKey
ALTER TABLE "incident_responses" ADD CONSTRAINT "incident_responses_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_responses" ADD CONSTRAINT "incident_responses_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_responses" ADD CONSTRAINT "incident_responses_set_by_id_fkey" FOREIGN KEY ("set_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_acts" ADD CONSTRAINT "incident_acts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_acts" ADD CONSTRAINT "incident_acts_incident_id_workspace_id_fkey" FOREIGN KEY ("incident_id", "workspace_id") REFERENCES "incidents"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_acts" ADD CONSTRAINT "incident_acts_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "incident_acts" ADD CONSTRAINT "incident_acts_response_id_workspace_id_fkey" FOREIGN KEY ("response_id", "workspace_id") REFERENCES "incident_responses"("id", "workspace_id") ON DELETE NO ACTION ON UPDATE CASCADE;

ALTER TABLE incident_acts ADD CONSTRAINT incident_acts_sane
  CHECK (act IN ('roll_back', 'pause_rollout', 'retrain')
    AND (ended_at IS NOT NULL) = (status IN ('done', 'refused', 'failed', 'declined')));
-- One retraining at a time for an incident.
CREATE UNIQUE INDEX incident_acts_retraining ON incident_acts (incident_id) WHERE act = 'retrain' AND ended_at IS NULL;
CREATE INDEX incident_acts_due ON incident_acts (due_at) WHERE ended_at IS NULL;
ALTER TABLE incident_responses ADD CONSTRAINT incident_responses_sane
  CHECK (act IN ('roll_back', 'pause_rollout', 'retrain') AND severity IN ('info', 'warning', 'critical') AND cool_down_hours >= 0);
-- One of each act for a deployment.
CREATE UNIQUE INDEX incident_responses_in_force ON incident_responses (deployment_id, act) WHERE removed_at IS NULL;
