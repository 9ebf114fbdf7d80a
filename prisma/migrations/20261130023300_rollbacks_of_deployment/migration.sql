-- Rollbacks of a deployment are found without its other plans.
CREATE INDEX traffic_plans_rollbacks ON traffic_plans (deployment_id, version DESC) WHERE origin = 'rollback';
