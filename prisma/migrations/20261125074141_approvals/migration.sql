-- AlterTable
ALTER TABLE "registered_models" ADD COLUMN     "risk_reason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "risk_tier" TEXT NOT NULL DEFAULT 'medium';

-- CreateTable
CREATE TABLE "approval_policies" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "in_force_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approval_policies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_policy_versions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workspace_id" UUID NOT NULL,
    "policy_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'revise',
    "document" JSONB NOT NULL,
    "document_hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "is_weaker" BOOLEAN NOT NULL DEFAULT false,
    "author_id" UUID,
    "author" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_by_id" UUID,
    "published_by" TEXT,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_policy_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_requests" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workspace_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "model_id" BIGINT NOT NULL,
    "version_id" BIGINT NOT NULL,
    "model_name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "action" TEXT NOT NULL DEFAULT 'set',
    "target_kind" TEXT NOT NULL,
    "target_value" TEXT NOT NULL,
    "archives_existing" BOOLEAN NOT NULL DEFAULT false,
    "replaces_version" INTEGER,
    "risk_tier" TEXT NOT NULL,
    "policy_version_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "note" TEXT NOT NULL DEFAULT '',
    "ticket_url" TEXT,
    "plan" JSONB NOT NULL DEFAULT '{}',
    "opened_via" TEXT NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "requested_by" TEXT NOT NULL,
    "idempotency_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3),
    "scheduled_for" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 0,
    "evidence_hash" TEXT NOT NULL DEFAULT '',
    "decided_at" TIMESTAMPTZ(3),
    "valid_until" TIMESTAMPTZ(3),
    "promoted_at" TIMESTAMPTZ(3),
    "reapproval_due_at" TIMESTAMPTZ(3),
    "is_emergency" BOOLEAN NOT NULL DEFAULT false,
    "emergency_reason" TEXT,
    "failure" TEXT,

    CONSTRAINT "approval_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_evidence" (
    "request_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "bundle" JSONB NOT NULL,
    "changes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approval_evidence_pkey" PRIMARY KEY ("request_id","revision")
);

-- CreateTable
CREATE TABLE "approval_votes" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "evidence_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "meaning" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "on_behalf_of_id" UUID,
    "method" TEXT NOT NULL,
    "token_name" TEXT,
    "signature_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approval_votes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_comments" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "author" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,

    CONSTRAINT "approval_comments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_delegations" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "from_user_id" UUID NOT NULL,
    "from_name" TEXT NOT NULL,
    "to_user_id" UUID NOT NULL,
    "to_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_delegations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gate_results" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "gate_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "threshold" TEXT NOT NULL DEFAULT '',
    "observed" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "evidence_hash" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'automatic',
    "reported_by" TEXT,
    "link" TEXT,
    "ran_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "fresh_until" TIMESTAMPTZ(3),

    CONSTRAINT "gate_results_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gate_waivers" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "gate_key" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "waived_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "gate_waivers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_events" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_id" UUID,
    "actor" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "approval_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_follow_ups" (
    "request_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by_id" UUID,
    "closed_by" TEXT,
    "resolution" TEXT,

    CONSTRAINT "approval_follow_ups_pkey" PRIMARY KEY ("request_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "approval_policies_in_force_id_key" ON "approval_policies"("in_force_id");

-- CreateIndex
CREATE UNIQUE INDEX "approval_policies_id_workspace_id_key" ON "approval_policies"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "approval_policies_workspace_id_name_key" ON "approval_policies"("workspace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "approval_policy_versions_id_workspace_id_key" ON "approval_policy_versions"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "approval_policy_versions_policy_id_number_key" ON "approval_policy_versions"("policy_id", "number");

-- CreateIndex
CREATE INDEX "approval_requests_workspace_id_status_created_at_idx" ON "approval_requests"("workspace_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "approval_requests_workspace_id_model_id_version_idx" ON "approval_requests"("workspace_id", "model_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "approval_requests_id_workspace_id_key" ON "approval_requests"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "approval_requests_workspace_id_number_key" ON "approval_requests"("workspace_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "approval_requests_workspace_id_requested_by_id_idempotency__key" ON "approval_requests"("workspace_id", "requested_by_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "approval_votes_request_id_revision_idx" ON "approval_votes"("request_id", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "approval_votes_workspace_id_user_id_signature_key_key" ON "approval_votes"("workspace_id", "user_id", "signature_key");

-- CreateIndex
CREATE INDEX "approval_comments_request_id_id_idx" ON "approval_comments"("request_id", "id");

-- CreateIndex
CREATE INDEX "approval_delegations_request_id_idx" ON "approval_delegations"("request_id");

-- CreateIndex
CREATE INDEX "approval_delegations_to_user_id_revoked_at_idx" ON "approval_delegations"("to_user_id", "revoked_at");

-- CreateIndex
CREATE INDEX "gate_results_request_id_gate_key_id_idx" ON "gate_results"("request_id", "gate_key", "id" DESC);

-- CreateIndex
CREATE INDEX "gate_waivers_request_id_gate_key_idx" ON "gate_waivers"("request_id", "gate_key");

-- CreateIndex
CREATE INDEX "approval_events_request_id_id_idx" ON "approval_events"("request_id", "id");

-- CreateIndex
CREATE INDEX "approval_follow_ups_workspace_id_closed_at_due_at_idx" ON "approval_follow_ups"("workspace_id", "closed_at", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "approval_follow_ups_request_id_workspace_id_key" ON "approval_follow_ups"("request_id", "workspace_id");

-- AddForeignKey
ALTER TABLE "approval_policies" ADD CONSTRAINT "approval_policies_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_policy_versions" ADD CONSTRAINT "approval_policy_versions_policy_id_workspace_id_fkey" FOREIGN KEY ("policy_id", "workspace_id") REFERENCES "approval_policies"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_policy_version_id_workspace_id_fkey" FOREIGN KEY ("policy_version_id", "workspace_id") REFERENCES "approval_policy_versions"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_evidence" ADD CONSTRAINT "approval_evidence_request_id_workspace_id_fkey" FOREIGN KEY ("request_id", "workspace_id") REFERENCES "approval_requests"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_votes" ADD CONSTRAINT "approval_votes_request_id_workspace_id_fkey" FOREIGN KEY ("request_id", "workspace_id") REFERENCES "approval_requests"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_comments" ADD CONSTRAINT "approval_comments_request_id_workspace_id_fkey" FOREIGN KEY ("request_id", "workspace_id") REFERENCES "approval_requests"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_delegations" ADD CONSTRAINT "approval_delegations_request_id_workspace_id_fkey" FOREIGN KEY ("request_id", "workspace_id") REFERENCES "approval_requests"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gate_results" ADD CONSTRAINT "gate_results_request_id_workspace_id_fkey" FOREIGN KEY ("request_id", "workspace_id") REFERENCES "approval_requests"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gate_waivers" ADD CONSTRAINT "gate_waivers_request_id_workspace_id_fkey" FOREIGN KEY ("request_id", "workspace_id") REFERENCES "approval_requests"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_events" ADD CONSTRAINT "approval_events_request_id_workspace_id_fkey" FOREIGN KEY ("request_id", "workspace_id") REFERENCES "approval_requests"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_follow_ups" ADD CONSTRAINT "approval_follow_ups_request_id_workspace_id_fkey" FOREIGN KEY ("request_id", "workspace_id") REFERENCES "approval_requests"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Every workspace begins with a policy: it protects what MLflow's own documentation calls production.
CREATE FUNCTION create_default_approval_policy(workspace uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  policy uuid := gen_random_uuid();
  first_version uuid := gen_random_uuid();
  -- Canonical JSON, so that its hash is that of the text.
  document text := '{"dueDays":3,"gates":[],"groups":[],"quorum":1,"reapprovalDays":null,"riskTiers":[],"roles":["approver","admin"],"targets":[{"kind":"alias","value":"champion"},{"kind":"alias","value":"production"},{"kind":"stage","value":"Production"},{"kind":"environment","value":"production"}],"validityDays":14}';
BEGIN
  INSERT INTO approval_policies (id, workspace_id, name, is_default) VALUES (policy, workspace, 'Production', true);
  INSERT INTO approval_policy_versions
    (id, workspace_id, policy_id, number, status, document, document_hash, reason, author, published_by, published_at)
  VALUES (first_version, workspace, policy, 1, 'published', document::jsonb, encode(sha256(document::bytea), 'hex'),
    'What every workspace begins with.', 'Slipway', 'Slipway', now());
  UPDATE approval_policies SET in_force_id = first_version WHERE id = policy;
END $$;

SELECT create_default_approval_policy(id) FROM workspaces;

CREATE FUNCTION begin_with_default_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM create_default_approval_policy(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER workspaces_begin_with_policy AFTER INSERT ON workspaces
  FOR EACH ROW EXECUTE FUNCTION begin_with_default_policy();

-- What was published is what was published. A draft may still become published or discarded; rows go with their workspace only.
CREATE FUNCTION refuse_policy_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM workspaces WHERE id = OLD.workspace_id) THEN
      RAISE EXCEPTION 'approval_policy_versions is immutable';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.status <> 'draft' OR (NEW.document, NEW.document_hash, NEW.policy_id, NEW.workspace_id, NEW.number, NEW.kind, NEW.author_id)
    IS DISTINCT FROM (OLD.document, OLD.document_hash, OLD.policy_id, OLD.workspace_id, OLD.number, OLD.kind, OLD.author_id) THEN
    RAISE EXCEPTION 'approval_policy_versions is immutable';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approval_policy_versions_immutable BEFORE UPDATE OR DELETE ON approval_policy_versions
  FOR EACH ROW EXECUTE FUNCTION refuse_policy_version_change();

CREATE FUNCTION refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is immutable', TG_TABLE_NAME;
END $$;
CREATE TRIGGER approval_votes_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON approval_votes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_decision_change();
CREATE TRIGGER approval_evidence_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON approval_evidence
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_decision_change();
CREATE TRIGGER approval_events_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON approval_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_decision_change();
CREATE TRIGGER gate_results_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON gate_results
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_decision_change();
