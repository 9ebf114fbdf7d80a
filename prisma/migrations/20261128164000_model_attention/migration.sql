-- What is known to want somebody's attention, by model; a model of which nothing is known has no row.
CREATE VIEW model_attention AS
SELECT r.workspace_id, r.model_id,
  count(*) FILTER (WHERE r.status = 'pending')::int AS waiting,
  count(*) FILTER (WHERE r.status = 'pending' AND r.due_at < now())::int AS overdue,
  count(*) FILTER (WHERE r.status = 'pending' AND EXISTS (
    SELECT 1 FROM (
      SELECT DISTINCT ON (g.gate_key) g.gate_key, g.verdict FROM gate_results g
      WHERE g.request_id = r.id ORDER BY g.gate_key, g.id DESC) newest
    WHERE newest.verdict = 'fail' AND NOT EXISTS (
      SELECT 1 FROM gate_waivers w WHERE w.request_id = r.id AND w.gate_key = newest.gate_key
        AND w.revoked_at IS NULL AND w.until > now())))::int AS failing,
  count(*) FILTER (WHERE r.status = 'promoted' AND r.reapproval_due_at < now())::int AS renewals,
  count(*) FILTER (WHERE f.request_id IS NOT NULL)::int AS follow_ups
FROM approval_requests r
LEFT JOIN approval_follow_ups f ON f.request_id = r.id AND f.closed_at IS NULL
WHERE r.status = 'pending' OR f.request_id IS NOT NULL
  -- An approval that has run out counts while its version is where it brought it.
  OR (r.status = 'promoted' AND r.action = 'set' AND r.reapproval_due_at < now()
    AND NOT EXISTS (SELECT 1 FROM approval_requests later
      WHERE later.workspace_id = r.workspace_id AND later.model_id = r.model_id AND later.status = 'promoted'
        AND later.target_kind = r.target_kind AND later.target_value = r.target_value
        AND later.promoted_at > r.promoted_at)
    AND (r.target_kind = 'environment'
      OR (r.target_kind = 'alias' AND EXISTS (SELECT 1 FROM model_aliases a
        WHERE a.model_id = r.model_id AND a.alias = r.target_value AND a.version = r.version))
      OR (r.target_kind = 'stage' AND EXISTS (SELECT 1 FROM model_versions v
        WHERE v.id = r.version_id AND v.stage = r.target_value AND v.deleted_at IS NULL))))
GROUP BY r.workspace_id, r.model_id;

-- The least first, as people order them.
CREATE FUNCTION risk_rank(tier text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT CASE tier WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 WHEN 'critical' THEN 4 ELSE 0 END::bigint $$;

-- Two more orders of the models list, and what its filters ask for.
CREATE INDEX registered_models_risk_idx ON registered_models (workspace_id, risk_rank(risk_tier), lower(name), name);
CREATE INDEX registered_models_owner_name_idx ON registered_models (workspace_id, owner, lower(name), name);
CREATE INDEX model_versions_production_idx ON model_versions (workspace_id, model_id) WHERE stage = 'Production' AND deleted_at IS NULL;
CREATE INDEX approval_requests_reapproval_idx ON approval_requests (workspace_id, reapproval_due_at)
  WHERE status = 'promoted' AND reapproval_due_at IS NOT NULL;
