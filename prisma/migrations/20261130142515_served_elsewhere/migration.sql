ALTER TABLE deployment_revisions DROP CONSTRAINT deployment_revisions_backend_known;
ALTER TABLE deployment_revisions
  ADD CONSTRAINT deployment_revisions_backend_known CHECK (backend IN ('onnx', 'process', 'external', 'ray', 'elsewhere'));
