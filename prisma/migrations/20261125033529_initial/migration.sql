-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "role" AS ENUM ('viewer', 'contributor', 'approver', 'admin');

-- CreateTable
CREATE TABLE "audit_events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "workspace_id" UUID,
    "user_id" UUID,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "datasets" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "source_type" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "schema" TEXT,
    "profile" TEXT,
    "created_at" BIGINT NOT NULL,

    CONSTRAINT "datasets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_inputs" (
    "run_id" BIGINT NOT NULL,
    "dataset_id" BIGINT NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '[]',
    "context" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "run_inputs_pkey" PRIMARY KEY ("run_id","dataset_id")
);

-- CreateTable
CREATE TABLE "experiments" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "artifact_location" TEXT NOT NULL,
    "creation_time" BIGINT NOT NULL,
    "last_update_time" BIGINT NOT NULL,
    "deleted_at" BIGINT,
    "owner" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "experiments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "experiment_tags" (
    "experiment_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "experiment_tags_pkey" PRIMARY KEY ("experiment_id","key")
);

-- CreateTable
CREATE TABLE "attribute_keys" (
    "id" SERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "attribute_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "experiment_columns" (
    "experiment_id" BIGINT NOT NULL,
    "kind" SMALLINT NOT NULL,
    "key_id" INTEGER NOT NULL,

    CONSTRAINT "experiment_columns_pkey" PRIMARY KEY ("experiment_id","kind","key_id")
);

-- CreateTable
CREATE TABLE "logged_models" (
    "id" BIGSERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "model_type" TEXT NOT NULL DEFAULT '',
    "source_run_uuid" TEXT,
    "status" SMALLINT NOT NULL,
    "status_message" TEXT NOT NULL DEFAULT '',
    "artifact_uri" TEXT NOT NULL,
    "creation_time" BIGINT NOT NULL,
    "last_update_time" BIGINT NOT NULL,
    "deleted_at" BIGINT,

    CONSTRAINT "logged_models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "logged_model_params" (
    "model_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "logged_model_params_pkey" PRIMARY KEY ("model_id","key")
);

-- CreateTable
CREATE TABLE "logged_model_tags" (
    "model_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "logged_model_tags_pkey" PRIMARY KEY ("model_id","key")
);

-- CreateTable
CREATE TABLE "logged_model_metrics" (
    "model_id" BIGINT NOT NULL,
    "run_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "step" BIGINT NOT NULL,
    "time" BIGINT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "dataset_name" TEXT NOT NULL DEFAULT '',
    "dataset_digest" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "logged_model_metrics_pkey" PRIMARY KEY ("model_id","key","run_id","step","time","value","dataset_name","dataset_digest")
);

-- CreateTable
CREATE TABLE "run_model_links" (
    "run_id" BIGINT NOT NULL,
    "model_uuid" TEXT NOT NULL,
    "is_output" BOOLEAN NOT NULL,
    "step" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "run_model_links_pkey" PRIMARY KEY ("run_id","model_uuid","is_output")
);

-- CreateTable
CREATE TABLE "registered_models" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "creation_time" BIGINT NOT NULL,
    "last_update_time" BIGINT NOT NULL,
    "owner" TEXT NOT NULL DEFAULT '',
    "next_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "registered_models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registered_model_tags" (
    "model_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "registered_model_tags_pkey" PRIMARY KEY ("model_id","key")
);

-- CreateTable
CREATE TABLE "model_aliases" (
    "model_id" BIGINT NOT NULL,
    "alias" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "model_aliases_pkey" PRIMARY KEY ("model_id","alias")
);

-- CreateTable
CREATE TABLE "model_versions" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "model_id" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "description" TEXT,
    "source" TEXT NOT NULL,
    "run_uuid" TEXT,
    "run_link" TEXT,
    "logged_model_uuid" TEXT,
    "stage" TEXT NOT NULL DEFAULT 'None',
    "status" SMALLINT NOT NULL DEFAULT 3,
    "status_message" TEXT,
    "owner" TEXT NOT NULL DEFAULT '',
    "creation_time" BIGINT NOT NULL,
    "last_update_time" BIGINT NOT NULL,
    "deleted_at" BIGINT,

    CONSTRAINT "model_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_version_tags" (
    "version_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "model_version_tags_pkey" PRIMARY KEY ("version_id","key")
);

-- CreateTable
CREATE TABLE "runs" (
    "id" BIGSERIAL NOT NULL,
    "uuid" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "status" SMALLINT NOT NULL,
    "start_time" BIGINT NOT NULL,
    "end_time" BIGINT,
    "artifact_uri" TEXT NOT NULL,
    "deleted_at" BIGINT,
    "parent_uuid" TEXT,
    "last_activity_at" BIGINT NOT NULL,

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_params" (
    "run_id" BIGINT NOT NULL,
    "key_id" INTEGER NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "run_params_pkey" PRIMARY KEY ("run_id","key_id")
);

-- CreateTable
CREATE TABLE "run_tags" (
    "run_id" BIGINT NOT NULL,
    "key_id" INTEGER NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "run_tags_pkey" PRIMARY KEY ("run_id","key_id")
);

-- CreateTable
CREATE TABLE "metric_series" (
    "run_id" BIGINT NOT NULL,
    "key_id" INTEGER NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "points" BIGINT NOT NULL,
    "last_value" DOUBLE PRECISION NOT NULL,
    "last_step" BIGINT NOT NULL,
    "last_time" BIGINT NOT NULL,
    "min_value" DOUBLE PRECISION NOT NULL,
    "min_step" BIGINT NOT NULL,
    "max_value" DOUBLE PRECISION NOT NULL,
    "max_step" BIGINT NOT NULL,
    "first_step" BIGINT NOT NULL,
    "first_time" BIGINT NOT NULL,
    "is_monotone" BOOLEAN NOT NULL,

    CONSTRAINT "metric_series_pkey" PRIMARY KEY ("run_id","key_id")
);

-- CreateTable
CREATE TABLE "metric_points" (
    "run_id" BIGINT NOT NULL,
    "key_id" INTEGER NOT NULL,
    "step" BIGINT NOT NULL,
    "time" BIGINT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "metric_points_pkey" PRIMARY KEY ("run_id","key_id","step","time","value")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "is_operator" BOOLEAN NOT NULL DEFAULT false,
    "session_epoch" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identities" (
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "identities_pkey" PRIMARY KEY ("provider","subject")
);

-- CreateTable
CREATE TABLE "workspaces" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "default_experiment_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "invited_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "workspace_id" UUID,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_failures" (
    "id" BIGSERIAL NOT NULL,
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_failures_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_events_workspace_id_id_idx" ON "audit_events"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "datasets_workspace_id_created_at_idx" ON "datasets"("workspace_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "datasets_experiment_id_name_digest_key" ON "datasets"("experiment_id", "name", "digest");

-- CreateIndex
CREATE INDEX "run_inputs_dataset_id_idx" ON "run_inputs"("dataset_id");

-- CreateIndex
CREATE INDEX "experiments_workspace_id_creation_time_id_idx" ON "experiments"("workspace_id", "creation_time" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "experiments_id_workspace_id_key" ON "experiments"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "experiments_workspace_id_name_key" ON "experiments"("workspace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "attribute_keys_workspace_id_name_key" ON "attribute_keys"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "experiment_columns_key_id_idx" ON "experiment_columns"("key_id");

-- CreateIndex
CREATE UNIQUE INDEX "logged_models_uuid_key" ON "logged_models"("uuid");

-- CreateIndex
CREATE INDEX "logged_models_experiment_id_creation_time_uuid_idx" ON "logged_models"("experiment_id", "creation_time" DESC, "uuid");

-- CreateIndex
CREATE INDEX "logged_models_source_run_uuid_idx" ON "logged_models"("source_run_uuid");

-- CreateIndex
CREATE INDEX "logged_model_metrics_run_id_idx" ON "logged_model_metrics"("run_id");

-- CreateIndex
CREATE INDEX "run_model_links_model_uuid_idx" ON "run_model_links"("model_uuid");

-- CreateIndex
CREATE UNIQUE INDEX "registered_models_id_workspace_id_key" ON "registered_models"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "registered_models_workspace_id_name_key" ON "registered_models"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "model_versions_workspace_id_last_update_time_idx" ON "model_versions"("workspace_id", "last_update_time" DESC);

-- CreateIndex
CREATE INDEX "model_versions_run_uuid_idx" ON "model_versions"("run_uuid");

-- CreateIndex
CREATE INDEX "model_versions_logged_model_uuid_idx" ON "model_versions"("logged_model_uuid");

-- CreateIndex
CREATE UNIQUE INDEX "model_versions_model_id_version_key" ON "model_versions"("model_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "runs_uuid_key" ON "runs"("uuid");

-- CreateIndex
CREATE INDEX "runs_experiment_id_start_time_uuid_idx" ON "runs"("experiment_id", "start_time" DESC, "uuid");

-- CreateIndex
CREATE INDEX "runs_parent_uuid_idx" ON "runs"("parent_uuid");

-- CreateIndex
CREATE INDEX "runs_workspace_id_start_time_idx" ON "runs"("workspace_id", "start_time" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "runs_id_workspace_id_key" ON "runs"("id", "workspace_id");

-- CreateIndex
CREATE INDEX "metric_series_experiment_id_key_id_last_value_run_id_idx" ON "metric_series"("experiment_id", "key_id", "last_value", "run_id");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "identities_user_id_idx" ON "identities"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "workspaces_slug_key" ON "workspaces"("slug");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_secret_hash_key" ON "invitations"("secret_hash");

-- CreateIndex
CREATE INDEX "invitations_workspace_id_created_at_idx" ON "invitations"("workspace_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_hash_key" ON "api_tokens"("hash");

-- CreateIndex
CREATE INDEX "api_tokens_user_id_created_at_idx" ON "api_tokens"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "sign_in_failures_subject_at_idx" ON "sign_in_failures"("subject", "at");

-- CreateIndex
CREATE INDEX "sign_in_failures_at_idx" ON "sign_in_failures"("at");

-- AddForeignKey
ALTER TABLE "datasets" ADD CONSTRAINT "datasets_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "datasets" ADD CONSTRAINT "datasets_experiment_id_workspace_id_fkey" FOREIGN KEY ("experiment_id", "workspace_id") REFERENCES "experiments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_inputs" ADD CONSTRAINT "run_inputs_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_inputs" ADD CONSTRAINT "run_inputs_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "datasets"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiments" ADD CONSTRAINT "experiments_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_tags" ADD CONSTRAINT "experiment_tags_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attribute_keys" ADD CONSTRAINT "attribute_keys_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_columns" ADD CONSTRAINT "experiment_columns_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_columns" ADD CONSTRAINT "experiment_columns_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "attribute_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_models" ADD CONSTRAINT "logged_models_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_models" ADD CONSTRAINT "logged_models_experiment_id_workspace_id_fkey" FOREIGN KEY ("experiment_id", "workspace_id") REFERENCES "experiments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_model_params" ADD CONSTRAINT "logged_model_params_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "logged_models"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_model_tags" ADD CONSTRAINT "logged_model_tags_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "logged_models"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_model_metrics" ADD CONSTRAINT "logged_model_metrics_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "logged_models"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_model_metrics" ADD CONSTRAINT "logged_model_metrics_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_model_links" ADD CONSTRAINT "run_model_links_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registered_models" ADD CONSTRAINT "registered_models_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registered_model_tags" ADD CONSTRAINT "registered_model_tags_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "registered_models"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_aliases" ADD CONSTRAINT "model_aliases_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "registered_models"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_versions" ADD CONSTRAINT "model_versions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_versions" ADD CONSTRAINT "model_versions_model_id_workspace_id_fkey" FOREIGN KEY ("model_id", "workspace_id") REFERENCES "registered_models"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version_tags" ADD CONSTRAINT "model_version_tags_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "model_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_experiment_id_workspace_id_fkey" FOREIGN KEY ("experiment_id", "workspace_id") REFERENCES "experiments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_params" ADD CONSTRAINT "run_params_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_tags" ADD CONSTRAINT "run_tags_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "metric_series" ADD CONSTRAINT "metric_series_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identities" ADD CONSTRAINT "identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_id_fkey" FOREIGN KEY ("invited_by_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The audit trail is INSERT-only, whoever asks.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_events is immutable';
END $$;
CREATE TRIGGER audit_events_immutable BEFORE UPDATE OR DELETE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_events_not_truncated BEFORE TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
