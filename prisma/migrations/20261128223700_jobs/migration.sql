-- CreateTable
CREATE TABLE "compute_backends" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "max_jobs" INTEGER NOT NULL DEFAULT 2,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "compute_backends_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "backend_id" BIGINT NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "run_id" BIGINT NOT NULL,
    "spec" JSONB NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "reason" TEXT,
    "exit_code" INTEGER,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "max_attempts" INTEGER NOT NULL DEFAULT 1,
    "submission_key" TEXT,
    "token_id" UUID,
    "log_offset" BIGINT NOT NULL DEFAULT 0,
    "log_size" BIGINT NOT NULL DEFAULT 0,
    "log_chunks" INTEGER NOT NULL DEFAULT 0,
    "requested_by_id" UUID NOT NULL,
    "idempotency_key" TEXT,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "heartbeat_at" TIMESTAMPTZ(3),
    "cancel_requested_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_log_chunks" (
    "job_id" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "job_log_chunks_pkey" PRIMARY KEY ("job_id","seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "compute_backends_id_workspace_id_key" ON "compute_backends"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "compute_backends_workspace_id_name_key" ON "compute_backends"("workspace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "jobs_submission_key_key" ON "jobs"("submission_key");

-- CreateIndex
CREATE INDEX "jobs_workspace_id_status_number_idx" ON "jobs"("workspace_id", "status", "number" DESC);

-- CreateIndex
CREATE INDEX "jobs_backend_id_status_idx" ON "jobs"("backend_id", "status");

-- CreateIndex
CREATE INDEX "jobs_experiment_id_idx" ON "jobs"("experiment_id");

-- CreateIndex
CREATE INDEX "jobs_run_id_idx" ON "jobs"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "jobs_id_workspace_id_key" ON "jobs"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "jobs_workspace_id_number_key" ON "jobs"("workspace_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "jobs_workspace_id_idempotency_key_key" ON "jobs"("workspace_id", "idempotency_key");

-- AddForeignKey
ALTER TABLE "compute_backends" ADD CONSTRAINT "compute_backends_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_backend_id_workspace_id_fkey" FOREIGN KEY ("backend_id", "workspace_id") REFERENCES "compute_backends"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_experiment_id_workspace_id_fkey" FOREIGN KEY ("experiment_id", "workspace_id") REFERENCES "experiments"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_run_id_workspace_id_fkey" FOREIGN KEY ("run_id", "workspace_id") REFERENCES "runs"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_tokens"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_log_chunks" ADD CONSTRAINT "job_log_chunks_job_id_workspace_id_fkey" FOREIGN KEY ("job_id", "workspace_id") REFERENCES "jobs"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE jobs ADD CONSTRAINT jobs_status_known
  CHECK (status IN ('queued', 'starting', 'running', 'succeeded', 'failed', 'cancelled', 'lost'));

-- Every workspace begins with the machine that Slipway runs on; whether that takes jobs is the operator's to say.
INSERT INTO compute_backends (workspace_id, name, kind) SELECT id, 'This machine', 'local' FROM workspaces;

CREATE FUNCTION begin_with_this_machine() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO compute_backends (workspace_id, name, kind) VALUES (NEW.id, 'This machine', 'local');
  RETURN NULL;
END $$;
CREATE TRIGGER workspaces_begin_with_this_machine AFTER INSERT ON workspaces
  FOR EACH ROW EXECUTE FUNCTION begin_with_this_machine();
