-- The last line of defence: whatever a program does, a protected place changes only within a transaction that names an
-- approved request for exactly that change.

CREATE FUNCTION protected_targets(workspace uuid, tier text) RETURNS TABLE (kind text, value text)
LANGUAGE sql STABLE AS $$
  SELECT DISTINCT t->>'kind', t->>'value'
  FROM approval_policies p
  JOIN approval_policy_versions v ON v.id = p.in_force_id AND v.workspace_id = p.workspace_id
  CROSS JOIN jsonb_array_elements(v.document->'targets') AS t
  WHERE p.workspace_id = workspace
    AND (jsonb_array_length(v.document->'riskTiers') = 0 OR v.document->'riskTiers' ? tier)
$$;

CREATE FUNCTION is_protected_target(workspace uuid, tier text, target_kind text, target_value text) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM protected_targets(workspace, tier) t
    WHERE t.kind = target_kind AND lower(t.value) = lower(target_value))
$$;

-- Places of a model that hold one of its versions and are protected.
CREATE FUNCTION occupied_targets(model bigint, workspace uuid, tier text) RETURNS TABLE (place text, version int)
LANGUAGE sql STABLE AS $$
  SELECT 'the alias "' || a.alias || '"', a.version FROM model_aliases a
  WHERE a.model_id = model AND is_protected_target(workspace, tier, 'alias', a.alias)
  UNION ALL
  SELECT 'the stage ' || v.stage, v.version FROM model_versions v
  WHERE v.model_id = model AND v.deleted_at IS NULL AND v.stage <> 'None'
    AND is_protected_target(workspace, tier, 'stage', v.stage)
$$;

-- Whether the request that this transaction names allows exactly this change. `gone` leaves the place, `come` reaches it.
CREATE FUNCTION promotion_allows(model bigint, target_kind_ text, target_value_ text, gone int, come int) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM approval_requests r
    WHERE r.id = nullif(current_setting('slipway.promotion', true), '')::uuid
      AND r.status = 'approved' AND r.promoted_at IS NULL AND (r.valid_until IS NULL OR r.valid_until > now())
      AND r.model_id = model AND r.target_kind = target_kind_ AND lower(r.target_value) = lower(target_value_)
      AND CASE
        WHEN come IS NOT NULL THEN r.action = 'set' AND r.version = come
        WHEN r.action = 'clear' THEN r.version = gone
        ELSE r.archives_existing AND r.version <> gone
      END)
$$;

CREATE FUNCTION refuse_protected_change(place text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is protected: only an approved request changes it', place USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION guard_model_alias() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  model registered_models;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    SELECT * INTO model FROM registered_models WHERE id = OLD.model_id;
    -- Without a model this is its deletion, which has been guarded itself.
    IF FOUND AND is_protected_target(model.workspace_id, model.risk_tier, 'alias', OLD.alias)
      AND (TG_OP = 'DELETE' OR (NEW.model_id, NEW.alias) IS DISTINCT FROM (OLD.model_id, OLD.alias))
      AND NOT promotion_allows(OLD.model_id, 'alias', OLD.alias, OLD.version, NULL) THEN
      PERFORM refuse_protected_change('alias ' || OLD.alias);
    END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
  SELECT * INTO model FROM registered_models WHERE id = NEW.model_id;
  IF is_protected_target(model.workspace_id, model.risk_tier, 'alias', NEW.alias)
    AND NOT promotion_allows(NEW.model_id, 'alias', NEW.alias, NULL, NEW.version) THEN
    PERFORM refuse_protected_change('alias ' || NEW.alias);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER model_aliases_guarded BEFORE INSERT OR UPDATE OR DELETE ON model_aliases
  FOR EACH ROW EXECUTE FUNCTION guard_model_alias();

CREATE FUNCTION guard_model_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  model registered_models;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT * INTO model FROM registered_models WHERE id = NEW.model_id;
    IF NEW.stage <> 'None' AND is_protected_target(model.workspace_id, model.risk_tier, 'stage', NEW.stage) THEN
      PERFORM refuse_protected_change('stage ' || NEW.stage);
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO model FROM registered_models WHERE id = OLD.model_id;
  IF NOT FOUND THEN RETURN COALESCE(NEW, OLD); END IF;
  IF TG_OP = 'UPDATE' AND NEW.stage IS DISTINCT FROM OLD.stage THEN
    IF is_protected_target(model.workspace_id, model.risk_tier, 'stage', OLD.stage)
      AND NOT promotion_allows(OLD.model_id, 'stage', OLD.stage, OLD.version, NULL) THEN
      PERFORM refuse_protected_change('stage ' || OLD.stage);
    END IF;
    IF is_protected_target(model.workspace_id, model.risk_tier, 'stage', NEW.stage)
      AND NOT promotion_allows(OLD.model_id, 'stage', NEW.stage, NULL, NEW.version) THEN
      PERFORM refuse_protected_change('stage ' || NEW.stage);
    END IF;
  END IF;
  -- What serves from a protected place stays what was approved.
  IF (TG_OP = 'DELETE' OR (NEW.deleted_at, NEW.source, NEW.storage_location, NEW.model_id, NEW.version, NEW.workspace_id)
      IS DISTINCT FROM (OLD.deleted_at, OLD.source, OLD.storage_location, OLD.model_id, OLD.version, OLD.workspace_id))
    AND EXISTS (SELECT 1 FROM occupied_targets(model.id, model.workspace_id, model.risk_tier) o WHERE o.version = OLD.version) THEN
    PERFORM refuse_protected_change('version ' || OLD.version);
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER model_versions_guarded
  BEFORE INSERT OR DELETE OR UPDATE OF stage, deleted_at, source, storage_location, model_id, version, workspace_id ON model_versions
  FOR EACH ROW EXECUTE FUNCTION guard_model_version();

CREATE FUNCTION guard_registered_model() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP = 'DELETE' OR (NEW.name, NEW.workspace_id) IS DISTINCT FROM (OLD.name, OLD.workspace_id))
    AND EXISTS (SELECT 1 FROM occupied_targets(OLD.id, OLD.workspace_id, OLD.risk_tier)) THEN
    PERFORM refuse_protected_change('model ' || OLD.name);
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER registered_models_guarded BEFORE DELETE OR UPDATE OF name, workspace_id ON registered_models
  FOR EACH ROW EXECUTE FUNCTION guard_registered_model();

-- A weaker policy is never put in force by whoever wrote it.
ALTER TABLE approval_policy_versions ADD CONSTRAINT weaker_needs_two
  CHECK (status <> 'published' OR NOT is_weaker OR author_id IS DISTINCT FROM published_by_id);

-- Whoever registered the same files stays tied to them, whatever the model is called.
CREATE INDEX model_versions_storage_location ON model_versions USING hash (storage_location) WHERE deleted_at IS NULL;
