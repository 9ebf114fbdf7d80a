-- DropIndex
DROP INDEX "audit_events_workspace_id_id_idx";

-- CreateTable
CREATE TABLE "audit_payloads" (
    "event_id" BIGINT NOT NULL,
    "salt" BYTEA NOT NULL,
    "content" JSON NOT NULL,

    CONSTRAINT "audit_payloads_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "audit_unsealed" (
    "event_id" BIGINT NOT NULL,

    CONSTRAINT "audit_unsealed_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "audit_chain" (
    "seq" BIGINT NOT NULL,
    "event_id" BIGINT NOT NULL,
    "prev_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_chain_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "audit_checkpoints" (
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "public_key" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("seq","public_key")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_chain_event_id_key" ON "audit_chain"("event_id");

-- CreateIndex
CREATE INDEX "audit_events_workspace_id_at_id_idx" ON "audit_events"("workspace_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_workspace_id_user_id_at_id_idx" ON "audit_events"("workspace_id", "user_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_workspace_id_action_at_id_idx" ON "audit_events"("workspace_id", "action", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_workspace_id_subject_at_id_idx" ON "audit_events"("workspace_id", "subject", "at", "id");

-- AddForeignKey
ALTER TABLE "audit_payloads" ADD CONSTRAINT "audit_payloads_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "audit_events"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was recorded before there was a chain: people and values move to the payload, e-mail addresses out of subjects.
ALTER TABLE audit_events DISABLE TRIGGER USER;
ALTER TABLE audit_events
  ADD COLUMN role TEXT NOT NULL DEFAULT 'system',
  ADD COLUMN credential TEXT,
  ADD COLUMN payload_digest BYTEA;
INSERT INTO audit_payloads (event_id, salt, content)
  SELECT id, uuid_send(gen_random_uuid()),
    json_build_object('actor', actor, 'label', CASE WHEN subject ~ '\S@\S+\.' THEN subject END, 'details', details)
  FROM audit_events;
UPDATE audit_events e
  SET payload_digest = sha256(p.salt || convert_to(p.content::text, 'UTF8')),
      subject = CASE WHEN e.subject ~ '\S@\S+\.'
        THEN split_part(e.subject, ' ', 1) || ' ' || left(encode(sha256(p.salt || convert_to(e.subject, 'UTF8')), 'hex'), 16)
        ELSE e.subject END
  FROM audit_payloads p WHERE p.event_id = e.id;
ALTER TABLE audit_events ALTER COLUMN payload_digest SET NOT NULL, DROP COLUMN actor, DROP COLUMN details;
ALTER TABLE audit_events ENABLE TRIGGER USER;
INSERT INTO audit_unsealed (event_id) SELECT id FROM audit_events;

-- Every event waits for its place in the chain, however it came in.
CREATE FUNCTION await_audit_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_unsealed (event_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_events_await_seal AFTER INSERT ON audit_events
  FOR EACH ROW EXECUTE FUNCTION await_audit_seal();

CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is immutable', TG_TABLE_NAME;
END $$;
CREATE TRIGGER audit_chain_immutable BEFORE UPDATE OR DELETE ON audit_chain
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_chain_not_truncated BEFORE TRUNCATE ON audit_chain
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_checkpoints_immutable BEFORE UPDATE OR DELETE ON audit_checkpoints
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_checkpoints_not_truncated BEFORE TRUNCATE ON audit_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- A payload may be erased by a transaction that says so (and records it), and never changed.
CREATE FUNCTION refuse_payload_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('slipway.erasure', true) IS DISTINCT FROM 'on' THEN
    RAISE EXCEPTION '% is immutable', TG_TABLE_NAME;
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER audit_payloads_immutable BEFORE UPDATE ON audit_payloads
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_payloads_kept BEFORE DELETE ON audit_payloads
  FOR EACH ROW EXECUTE FUNCTION refuse_payload_erasure();
CREATE TRIGGER audit_payloads_not_truncated BEFORE TRUNCATE ON audit_payloads
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
