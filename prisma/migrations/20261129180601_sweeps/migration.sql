-- CreateTable
CREATE TABLE "sweeps" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "run_id" BIGINT NOT NULL,
    "spec" JSONB NOT NULL,
    "max_parallel" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "reason" TEXT,
    "trouble" TEXT,
    "look_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requested_by_id" UUID NOT NULL,
    "idempotency_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sweeps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sweep_trials" (
    "sweep_id" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "parameters" JSONB NOT NULL,
    "job_id" BIGINT,

    CONSTRAINT "sweep_trials_pkey" PRIMARY KEY ("sweep_id","index")
);

-- CreateIndex
CREATE INDEX "sweeps_experiment_id_idx" ON "sweeps"("experiment_id");

-- CreateIndex
CREATE INDEX "sweeps_run_id_idx" ON "sweeps"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "sweeps_id_workspace_id_key" ON "sweeps"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "sweeps_workspace_id_number_key" ON "sweeps"("workspace_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "sweeps_workspace_id_idempotency_key_key" ON "sweeps"("workspace_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "sweep_trials_job_id_workspace_id_key" ON "sweep_trials"("job_id", "workspace_id");

-- AddForeignKey
ALTER TABLE "sweeps" ADD CONSTRAINT "sweeps_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweeps" ADD CONSTRAINT "sweeps_experiment_id_workspace_id_fkey" FOREIGN KEY ("experiment_id", "workspace_id") REFERENCES "experiments"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweeps" ADD CONSTRAINT "sweeps_run_id_workspace_id_fkey" FOREIGN KEY ("run_id", "workspace_id") REFERENCES "runs"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweeps" ADD CONSTRAINT "sweeps_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweep_trials" ADD CONSTRAINT "sweep_trials_sweep_id_workspace_id_fkey" FOREIGN KEY ("sweep_id", "workspace_id") REFERENCES "sweeps"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweep_trials" ADD CONSTRAINT "sweep_trials_job_id_workspace_id_fkey" FOREIGN KEY ("job_id", "workspace_id") REFERENCES "jobs"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE INDEX sweeps_open_idx ON sweeps (look_at) WHERE ended_at IS NULL;
