-- CreateTable
CREATE TABLE "risk_tier_changes" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workspace_id" UUID NOT NULL,
    "model_id" BIGINT NOT NULL,
    "model_name" TEXT NOT NULL,
    "from_tier" TEXT NOT NULL,
    "to_tier" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "needs_two" BOOLEAN NOT NULL,
    "weakens" TEXT[],
    "proposed_by_id" UUID NOT NULL,
    "proposed_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by_id" UUID,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "risk_tier_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_name_tiers" (
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "tier" TEXT NOT NULL,

    CONSTRAINT "model_name_tiers_pkey" PRIMARY KEY ("workspace_id","name")
);

-- CreateIndex
CREATE INDEX "risk_tier_changes_workspace_id_model_id_created_at_idx" ON "risk_tier_changes"("workspace_id", "model_id", "created_at");

-- CreateIndex
CREATE INDEX "risk_tier_changes_workspace_id_model_name_idx" ON "risk_tier_changes"("workspace_id", "model_name");

-- CreateIndex
CREATE UNIQUE INDEX "risk_tier_changes_id_workspace_id_key" ON "risk_tier_changes"("id", "workspace_id");

-- A tier is lowered by two people, and changed by nothing but a change on record.
ALTER TABLE risk_tier_changes ADD CONSTRAINT lower_tier_needs_two
  CHECK (status <> 'applied' OR NOT needs_two OR decided_by_id IS DISTINCT FROM proposed_by_id);
CREATE UNIQUE INDEX risk_tier_changes_one_proposal ON risk_tier_changes (model_id) WHERE status = 'proposed';

CREATE FUNCTION tier_rank(tier text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_position(ARRAY['low', 'medium', 'high', 'critical'], tier), 4)
$$;

CREATE FUNCTION refuse_tier_change_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.status = 'proposed'
    AND (to_jsonb(NEW) - '{status,decided_by_id,decided_by,decided_at}'::text[])
      = (to_jsonb(OLD) - '{status,decided_by_id,decided_by,decided_at}'::text[]) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'risk_tier_changes is immutable';
END $$;
CREATE TRIGGER risk_tier_changes_immutable BEFORE UPDATE OR DELETE ON risk_tier_changes
  FOR EACH ROW EXECUTE FUNCTION refuse_tier_change_edit();

CREATE FUNCTION guard_risk_tier() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.risk_tier IS DISTINCT FROM OLD.risk_tier AND NOT EXISTS (SELECT 1 FROM risk_tier_changes c
    WHERE c.id = nullif(current_setting('slipway.tier_change', true), '')::uuid AND c.status = 'applied'
      AND c.model_id = OLD.id AND c.from_tier = OLD.risk_tier AND c.to_tier = NEW.risk_tier) THEN
    RAISE EXCEPTION 'the risk tier of model % is protected: only a change on record sets it', OLD.name
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER registered_models_tier_guarded BEFORE UPDATE OF risk_tier ON registered_models
  FOR EACH ROW EXECUTE FUNCTION guard_risk_tier();

-- A name keeps its tier: neither deleting and creating again nor renaming gets round a lowering.
CREATE FUNCTION begin_with_tier_of_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  floor text;
BEGIN
  SELECT t.tier INTO floor FROM model_name_tiers t WHERE t.workspace_id = NEW.workspace_id AND t.name = NEW.name;
  IF FOUND AND tier_rank(floor) > tier_rank(NEW.risk_tier) THEN
    NEW.risk_tier := floor;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER registered_models_begin_with_tier BEFORE INSERT OR UPDATE OF name ON registered_models
  FOR EACH ROW EXECUTE FUNCTION begin_with_tier_of_name();

CREATE FUNCTION keep_tier_of_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.name IS DISTINCT FROM OLD.name THEN
    INSERT INTO model_name_tiers (workspace_id, name, tier) VALUES (OLD.workspace_id, OLD.name, OLD.risk_tier)
      ON CONFLICT (workspace_id, name) DO UPDATE SET tier = EXCLUDED.tier;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER registered_models_keep_tier AFTER DELETE OR UPDATE OF name ON registered_models
  FOR EACH ROW EXECUTE FUNCTION keep_tier_of_name();
