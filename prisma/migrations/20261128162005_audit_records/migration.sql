-- CreateTable
CREATE TABLE "audit_verifications" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "checkpoints" JSONB NOT NULL DEFAULT '[]',
    "verified" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "audit_verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "retention_rules" (
    "workspace_id" UUID NOT NULL,
    "tier" TEXT NOT NULL,
    "months" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "retention_rules_pkey" PRIMARY KEY ("workspace_id","tier")
);

-- CreateTable
CREATE TABLE "legal_holds" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workspace_id" UUID NOT NULL,
    "model_id" BIGINT,
    "model_name" TEXT,
    "reason" TEXT NOT NULL,
    "placed_by_id" UUID NOT NULL,
    "placed_by" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "released_by_id" UUID,
    "released_by" TEXT,
    "released_at" TIMESTAMPTZ(3),
    "release_reason" TEXT,

    CONSTRAINT "legal_holds_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_verifications_workspace_id_id_idx" ON "audit_verifications"("workspace_id", "id" DESC);

-- CreateIndex
CREATE INDEX "legal_holds_workspace_id_released_at_idx" ON "legal_holds"("workspace_id", "released_at");

-- One verification at a time in a workspace: asking twice is asking once.
CREATE UNIQUE INDEX "audit_verifications_unfinished_key" ON "audit_verifications"("workspace_id")
  WHERE state IN ('waiting', 'running');

-- What a hold says never changes; it is only released, once.
CREATE FUNCTION refuse_hold_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.released_at IS NOT NULL OR
    (OLD.id, OLD.workspace_id, OLD.model_id, OLD.model_name, OLD.reason, OLD.placed_by_id, OLD.placed_by, OLD.placed_at)
      IS DISTINCT FROM
    (NEW.id, NEW.workspace_id, NEW.model_id, NEW.model_name, NEW.reason, NEW.placed_by_id, NEW.placed_by, NEW.placed_at)
  THEN
    RAISE EXCEPTION 'legal_holds is immutable';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER legal_holds_immutable BEFORE UPDATE OR DELETE ON legal_holds
  FOR EACH ROW EXECUTE FUNCTION refuse_hold_change();
CREATE TRIGGER legal_holds_not_truncated BEFORE TRUNCATE ON legal_holds
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
