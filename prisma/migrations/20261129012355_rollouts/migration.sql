-- CreateTable
CREATE TABLE "rollouts" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "deployment_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "candidate" INTEGER NOT NULL,
    "stable" INTEGER NOT NULL,
    "plan" JSONB NOT NULL,
    "state" JSONB NOT NULL,
    "phase" TEXT NOT NULL,
    "step" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "traffic_version" INTEGER NOT NULL,
    "next_look_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leased_until" TIMESTAMPTZ(3),
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "rollouts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_checks" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "rollout_id" BIGINT NOT NULL,
    "step" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "is_early" BOOLEAN NOT NULL DEFAULT false,
    "observed" DOUBLE PRECISION,
    "baseline" DOUBLE PRECISION,
    "limit" DOUBLE PRECISION,
    "p_value" DOUBLE PRECISION,
    "samples" BIGINT NOT NULL,
    "baseline_samples" BIGINT,
    "traffic_version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rollout_checks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rollout_events" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "rollout_id" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "phase" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "reason_code" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "weight" INTEGER,
    "shadow" INTEGER,
    "traffic_version" INTEGER NOT NULL,
    "evidence" JSONB,
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rollout_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment_outcomes" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "deployment_id" BIGINT NOT NULL,
    "metric" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "n" BIGINT NOT NULL,
    "sum" DOUBLE PRECISION NOT NULL,
    "sum_squares" DOUBLE PRECISION NOT NULL,
    "idempotency_key" TEXT,
    "posted_by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_outcomes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ab_tests" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "deployment_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "control" INTEGER NOT NULL,
    "treatment" INTEGER NOT NULL,
    "question" JSONB NOT NULL,
    "decision" TEXT,
    "reason" TEXT NOT NULL DEFAULT '',
    "created_by_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "ab_tests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "rollouts_next_look_at_idx" ON "rollouts"("next_look_at");

-- CreateIndex
CREATE UNIQUE INDEX "rollouts_id_workspace_id_key" ON "rollouts"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "rollouts_deployment_id_number_key" ON "rollouts"("deployment_id", "number");

-- CreateIndex
CREATE INDEX "rollout_checks_rollout_id_id_idx" ON "rollout_checks"("rollout_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "rollout_events_rollout_id_version_key" ON "rollout_events"("rollout_id", "version");

-- CreateIndex
CREATE INDEX "deployment_outcomes_deployment_id_metric_at_idx" ON "deployment_outcomes"("deployment_id", "metric", "at");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_outcomes_deployment_id_idempotency_key_revision_key" ON "deployment_outcomes"("deployment_id", "idempotency_key", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "ab_tests_deployment_id_number_key" ON "ab_tests"("deployment_id", "number");

-- AddForeignKey
ALTER TABLE "rollouts" ADD CONSTRAINT "rollouts_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollouts" ADD CONSTRAINT "rollouts_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_checks" ADD CONSTRAINT "rollout_checks_rollout_id_workspace_id_fkey" FOREIGN KEY ("rollout_id", "workspace_id") REFERENCES "rollouts"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_events" ADD CONSTRAINT "rollout_events_rollout_id_workspace_id_fkey" FOREIGN KEY ("rollout_id", "workspace_id") REFERENCES "rollouts"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout_events" ADD CONSTRAINT "rollout_events_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment_outcomes" ADD CONSTRAINT "deployment_outcomes_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment_outcomes" ADD CONSTRAINT "deployment_outcomes_posted_by_id_fkey" FOREIGN KEY ("posted_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ab_tests" ADD CONSTRAINT "ab_tests_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ab_tests" ADD CONSTRAINT "ab_tests_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE rollouts
  ADD CONSTRAINT rollouts_phase_known CHECK (phase IN ('pending', 'initialising', 'progressing', 'waiting_approval', 'promoting',
    'paused', 'rolling_back', 'succeeded', 'rolled_back', 'aborted', 'superseded')),
  ADD CONSTRAINT rollouts_end_once CHECK ((phase IN ('succeeded', 'rolled_back', 'aborted', 'superseded')) = (ended_at IS NOT NULL)),
  ADD CONSTRAINT rollouts_two_revisions CHECK (candidate <> stable);
ALTER TABLE rollout_checks
  ADD CONSTRAINT rollout_checks_verdict_known CHECK (verdict IN ('pass', 'fail', 'inconclusive', 'no_data'));
ALTER TABLE ab_tests
  ADD CONSTRAINT ab_tests_decision_known CHECK (decision IN ('shipped', 'rolled_back', 'stopped')),
  ADD CONSTRAINT ab_tests_end_decided CHECK ((decision IS NULL) = (ended_at IS NULL)),
  ADD CONSTRAINT ab_tests_two_revisions CHECK (control <> treatment);

-- One decides over the traffic of a deployment at a time.
CREATE UNIQUE INDEX rollouts_one_at_a_time ON rollouts (deployment_id) WHERE ended_at IS NULL;
CREATE INDEX rollouts_due ON rollouts (next_look_at) WHERE ended_at IS NULL;

-- What a rollout and its evidence name exists in the same deployment.
ALTER TABLE rollouts
  ADD CONSTRAINT rollouts_candidate_fkey FOREIGN KEY (deployment_id, candidate) REFERENCES deployment_revisions (deployment_id, number),
  ADD CONSTRAINT rollouts_stable_fkey FOREIGN KEY (deployment_id, stable) REFERENCES deployment_revisions (deployment_id, number),
  ADD CONSTRAINT rollouts_traffic_fkey FOREIGN KEY (deployment_id, traffic_version) REFERENCES traffic_plans (deployment_id, version);
ALTER TABLE deployment_outcomes ADD CONSTRAINT deployment_outcomes_revision_fkey
  FOREIGN KEY (deployment_id, revision) REFERENCES deployment_revisions (deployment_id, number);
ALTER TABLE ab_tests
  ADD CONSTRAINT ab_tests_control_fkey FOREIGN KEY (deployment_id, control) REFERENCES deployment_revisions (deployment_id, number),
  ADD CONSTRAINT ab_tests_treatment_fkey FOREIGN KEY (deployment_id, treatment) REFERENCES deployment_revisions (deployment_id, number);

CREATE FUNCTION refuse_evidence_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what a rollout found and decided is INSERT-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER rollout_checks_immutable BEFORE UPDATE OR DELETE ON rollout_checks
  FOR EACH ROW EXECUTE FUNCTION refuse_evidence_change();
CREATE TRIGGER rollout_events_immutable BEFORE UPDATE OR DELETE ON rollout_events
  FOR EACH ROW EXECUTE FUNCTION refuse_evidence_change();
CREATE TRIGGER deployment_outcomes_immutable BEFORE UPDATE OR DELETE ON deployment_outcomes
  FOR EACH ROW EXECUTE FUNCTION refuse_evidence_change();

-- What was declared stays as it was.
CREATE FUNCTION refuse_plan_of_rollout_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.plan, NEW.candidate, NEW.stable, NEW.deployment_id) IS DISTINCT FROM (OLD.plan, OLD.candidate, OLD.stable, OLD.deployment_id)
    OR OLD.ended_at IS NOT NULL THEN
    RAISE EXCEPTION 'the plan of a rollout never changes, and one that is over changes no more' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rollouts_declared BEFORE UPDATE ON rollouts
  FOR EACH ROW EXECUTE FUNCTION refuse_plan_of_rollout_change();
