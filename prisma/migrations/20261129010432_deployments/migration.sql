-- CreateTable
CREATE TABLE "deployment_environments" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_environments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployments" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "environment_id" BIGINT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'running',
    "traffic_version" INTEGER NOT NULL DEFAULT 1,
    "next_revision" INTEGER NOT NULL DEFAULT 1,
    "idempotency_key" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "deployments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment_revisions" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "deployment_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "model_version_id" BIGINT,
    "model_name" TEXT NOT NULL,
    "model_version" INTEGER NOT NULL,
    "backend" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "location" TEXT,
    "signature" JSONB,
    "note" TEXT NOT NULL DEFAULT '',
    "idempotency_key" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_revisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revision_states" (
    "revision_id" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "message" TEXT NOT NULL DEFAULT '',
    "observed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "revision_states_pkey" PRIMARY KEY ("revision_id")
);

-- CreateTable
CREATE TABLE "traffic_plans" (
    "deployment_id" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "plan" JSONB NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "origin" TEXT NOT NULL,
    "actor_id" UUID,
    "idempotency_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "traffic_plans_pkey" PRIMARY KEY ("deployment_id","version")
);

-- CreateIndex
CREATE UNIQUE INDEX "deployment_environments_id_workspace_id_key" ON "deployment_environments"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_environments_workspace_id_name_key" ON "deployment_environments"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "deployments_environment_id_idx" ON "deployments"("environment_id");

-- CreateIndex
CREATE UNIQUE INDEX "deployments_id_workspace_id_key" ON "deployments"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "deployments_workspace_id_idempotency_key_key" ON "deployments"("workspace_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "deployment_revisions_model_version_id_idx" ON "deployment_revisions"("model_version_id");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_revisions_id_workspace_id_key" ON "deployment_revisions"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_revisions_deployment_id_number_key" ON "deployment_revisions"("deployment_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_revisions_deployment_id_idempotency_key_key" ON "deployment_revisions"("deployment_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "revision_states_revision_id_workspace_id_key" ON "revision_states"("revision_id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "traffic_plans_deployment_id_idempotency_key_key" ON "traffic_plans"("deployment_id", "idempotency_key");

-- AddForeignKey
ALTER TABLE "deployment_environments" ADD CONSTRAINT "deployment_environments_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_environment_id_workspace_id_fkey" FOREIGN KEY ("environment_id", "workspace_id") REFERENCES "deployment_environments"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment_revisions" ADD CONSTRAINT "deployment_revisions_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment_revisions" ADD CONSTRAINT "deployment_revisions_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revision_states" ADD CONSTRAINT "revision_states_revision_id_workspace_id_fkey" FOREIGN KEY ("revision_id", "workspace_id") REFERENCES "deployment_revisions"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "traffic_plans" ADD CONSTRAINT "traffic_plans_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "traffic_plans" ADD CONSTRAINT "traffic_plans_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE deployments
  ADD CONSTRAINT deployments_status_known CHECK (status IN ('running', 'stopped', 'deleted')),
  ADD CONSTRAINT deployments_deleted_once CHECK ((status = 'deleted') = (deleted_at IS NOT NULL));
ALTER TABLE deployment_revisions
  ADD CONSTRAINT deployment_revisions_backend_known CHECK (backend IN ('onnx', 'process', 'external', 'ray'));
ALTER TABLE revision_states
  ADD CONSTRAINT revision_states_status_known CHECK (status IN ('pending', 'loading', 'ready', 'failed', 'stopped'));
ALTER TABLE traffic_plans
  ADD CONSTRAINT traffic_plans_origin_known CHECK (origin IN ('person', 'rollout', 'rollback'));

-- A name is taken by the deployment that has it until that is deleted.
CREATE UNIQUE INDEX deployments_name_taken ON deployments (workspace_id, name) WHERE deleted_at IS NULL;

-- What is in force is a plan that is there, whatever a program does; both are written in one transaction. No foreign key:
-- tables that refer to each other in a circle cannot be backed up one after the other.
CREATE FUNCTION check_plan_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM traffic_plans p WHERE p.deployment_id = NEW.id AND p.version = NEW.traffic_version) THEN
    RAISE EXCEPTION 'deployment % has no traffic plan %', NEW.name, NEW.traffic_version USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER deployments_plan_in_force AFTER INSERT OR UPDATE OF traffic_version ON deployments
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_plan_in_force();

-- What was served stays on record when the version goes.
ALTER TABLE deployment_revisions ADD CONSTRAINT deployment_revisions_model_version_fkey
  FOREIGN KEY (model_version_id, workspace_id) REFERENCES model_versions (id, workspace_id)
  ON DELETE SET NULL (model_version_id);

-- Every workspace begins with three environments.
INSERT INTO deployment_environments (workspace_id, name, position)
  SELECT w.id, e.name, e.position FROM workspaces w
  CROSS JOIN (VALUES ('development', 1), ('staging', 2), ('production', 3)) AS e(name, position);

CREATE FUNCTION begin_with_environments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO deployment_environments (workspace_id, name, position)
    VALUES (NEW.id, 'development', 1), (NEW.id, 'staging', 2), (NEW.id, 'production', 3);
  RETURN NULL;
END $$;
CREATE TRIGGER workspaces_begin_with_environments AFTER INSERT ON workspaces
  FOR EACH ROW EXECUTE FUNCTION begin_with_environments();

CREATE FUNCTION refuse_revision_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- That the version is gone is all that may ever be added.
  IF TG_OP = 'UPDATE' AND NEW.model_version_id IS NULL
    AND to_jsonb(NEW) - 'model_version_id' = to_jsonb(OLD) - 'model_version_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'revisions of deployments are never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER deployment_revisions_immutable BEFORE UPDATE OR DELETE ON deployment_revisions
  FOR EACH ROW EXECUTE FUNCTION refuse_revision_change();

CREATE FUNCTION refuse_plan_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'traffic plans are INSERT-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER traffic_plans_immutable BEFORE UPDATE OR DELETE ON traffic_plans
  FOR EACH ROW EXECUTE FUNCTION refuse_plan_change();

-- The revisions that a plan names.
CREATE FUNCTION revisions_of_plan(plan jsonb) RETURNS TABLE (number int) LANGUAGE sql IMMUTABLE AS $$
  SELECT DISTINCT (named->>'revision')::int
  FROM jsonb_array_elements((plan->'weights') || coalesce(plan->'shadows', '[]') || coalesce(plan->'overrides', '[]')) AS named
$$;

-- No weight for what does not exist.
CREATE FUNCTION check_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT coalesce(sum((w->>'weight')::int), 0) FROM jsonb_array_elements(NEW.plan->'weights') AS w) <> 10000 THEN
    RAISE EXCEPTION 'the weights of a traffic plan make 10000 together' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM revisions_of_plan(NEW.plan) n WHERE NOT EXISTS (
    SELECT 1 FROM deployment_revisions r WHERE r.deployment_id = NEW.deployment_id AND r.number = n.number)) THEN
    RAISE EXCEPTION 'a traffic plan names a revision that does not exist' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER traffic_plans_checked BEFORE INSERT ON traffic_plans
  FOR EACH ROW EXECUTE FUNCTION check_plan();

-- Deployments that a version serves in, or would again with a rollback.
CREATE FUNCTION deployments_of_version(version_id bigint) RETURNS TABLE (name text) LANGUAGE sql STABLE AS $$
  SELECT DISTINCT d.name FROM deployment_revisions r
  JOIN deployments d ON d.id = r.deployment_id AND d.deleted_at IS NULL
  JOIN traffic_plans p ON p.deployment_id = d.id AND p.version BETWEEN d.traffic_version - 1 AND d.traffic_version
  WHERE r.model_version_id = version_id AND r.number IN (SELECT number FROM revisions_of_plan(p.plan))
$$;

CREATE FUNCTION guard_serving_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP = 'DELETE' OR (NEW.deleted_at, NEW.source, NEW.storage_location) IS DISTINCT FROM
      (OLD.deleted_at, OLD.source, OLD.storage_location))
    AND EXISTS (SELECT 1 FROM deployments_of_version(OLD.id)) THEN
    RAISE EXCEPTION 'version % serves in a deployment', OLD.version USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER model_versions_serving BEFORE DELETE OR UPDATE OF deleted_at, source, storage_location ON model_versions
  FOR EACH ROW EXECUTE FUNCTION guard_serving_version();
