-- Nobody filters a great audit by action alone for long; time, person and subject have their indexes.
DROP INDEX "audit_events_workspace_id_action_at_id_idx";

-- The check of each payload would lock and write its event again; verification sees what is missing.
ALTER TABLE "audit_payloads" DROP CONSTRAINT "audit_payloads_event_id_fkey";

-- One call with plans that stay: planning two inserts anew costs more than doing them.
CREATE FUNCTION record_audit(
  in_workspace_id uuid, in_user_id uuid, in_role text, in_credential text, in_action text, in_subject text,
  in_digest bytea, in_salt bytea, in_content json
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  new_id bigint;
BEGIN
  INSERT INTO audit_events (workspace_id, user_id, role, credential, action, subject, payload_digest)
    VALUES (in_workspace_id, in_user_id, in_role, in_credential, in_action, in_subject, in_digest)
    RETURNING id INTO new_id;
  INSERT INTO audit_payloads (event_id, salt, content) VALUES (new_id, in_salt, in_content);
END $$;

-- An event's id is new: there is nothing to conflict with, and a restored backup brings none of these rows.
CREATE OR REPLACE FUNCTION await_audit_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_unsealed (event_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
