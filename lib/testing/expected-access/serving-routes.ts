import type { Permission } from "@/lib/access/permissions";

/** `signed link`: the address itself carries the credentials, and nobody gets anything without them. */
export type ExpectedAccess = Permission | "public" | "signed link";

/** Routes of deployments, and those that answer predictions. */
export const SERVING_ROUTES: Readonly<Record<string, ExpectedAccess>> = {
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/predictions":
    "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/predictions":
    "deployment:predict",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/events": "deployment:predict",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/predictions/export":
    "deployment:read",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/predictions/:predictionId":
    "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/predictions/erase":
    "deployment:operate",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/prediction-log":
    "deployment:read",
  "PATCH /api/slipway/v1/workspaces/:workspace/deployments/:deployment/prediction-log":
    "deployment:write",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/quality": "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/labels": "deployment:predict",
  "GET /api/slipway/v1/workspaces/:workspace/monitors": "monitor:read",
  "POST /api/slipway/v1/workspaces/:workspace/monitors": "monitor:write",
  "POST /api/slipway/v1/workspaces/:workspace/datasets/:datasetId/monitors": "monitor:write",
  "GET /api/slipway/v1/workspaces/:workspace/monitors/:monitor": "monitor:read",
  "PATCH /api/slipway/v1/workspaces/:workspace/monitors/:monitor": "monitor:write",
  "DELETE /api/slipway/v1/workspaces/:workspace/monitors/:monitor": "monitor:write",
  "GET /api/slipway/v1/workspaces/:workspace/monitors/:monitor/windows": "monitor:read",
  "GET /api/slipway/v1/workspaces/:workspace/monitors/:monitor/performance": "monitor:read",
  "PUT /api/slipway/v1/workspaces/:workspace/monitors/:monitor/performance": "monitor:write",
  "DELETE /api/slipway/v1/workspaces/:workspace/monitors/:monitor/performance": "monitor:write",
  "GET /api/slipway/v1/workspaces/:workspace/monitors/:monitor/performance/window": "monitor:read",
  "GET /api/slipway/v1/workspaces/:workspace/monitors/:monitor/performance/windows": "monitor:read",
  "GET /api/slipway/v1/workspaces/:workspace/monitors/:monitor/distribution": "monitor:read",
  "GET /api/slipway/v1/workspaces/:workspace/portfolio": "portfolio:read",
  "GET /api/slipway/v1/workspaces/:workspace/portfolio/export": "portfolio:read",
  "PUT /api/slipway/v1/workspaces/:workspace/monitors/:monitor/definition": "monitor:write",
  "POST /api/slipway/v1/workspaces/:workspace/monitors/:monitor/definition/preview":
    "monitor:write",
  "GET /api/slipway/v1/workspaces/:workspace/monitors/:monitor/definitions": "monitor:read",
  "GET /api/slipway/v1/workspaces/:workspace/monitors/:monitor/comparison": "monitor:read",
  "GET /api/slipway/v1/workspaces/:workspace/monitors/:monitor/comparison/exact": "deployment:read",
  "GET /api/slipway/v1/workspaces/:workspace/monitors/:monitor/rows": "deployment:read",
  "GET /api/slipway/v1/workspaces/:workspace/monitors/:monitor/comparison/export": "monitor:read",
  "GET /api/slipway/v1/workspaces/:workspace/incidents": "incident:read",
  "GET /api/slipway/v1/workspaces/:workspace/incidents/:incident": "incident:read",
  "GET /api/slipway/v1/workspaces/:workspace/incidents/:incident/events": "incident:read",
  "GET /api/slipway/v1/workspaces/:workspace/incidents/:incident/changes": "incident:read",
  "GET /api/slipway/v1/workspaces/:workspace/incidents/:incident/causes": "incident:read",
  "POST /api/slipway/v1/workspaces/:workspace/incidents/:incident/acknowledge": "incident:write",
  "POST /api/slipway/v1/workspaces/:workspace/incidents/:incident/assign": "incident:write",
  "POST /api/slipway/v1/workspaces/:workspace/incidents/:incident/comments": "incident:write",
  "POST /api/slipway/v1/workspaces/:workspace/incidents/:incident/resolve": "incident:write",
  "POST /api/slipway/v1/workspaces/:workspace/incidents/:incident/reopen": "incident:write",
  "GET /api/slipway/v1/workspaces/:workspace/incidents/:incident/acts": "incident:read",
  "POST /api/slipway/v1/workspaces/:workspace/incidents/:incident/roll-back": "incident:write",
  "POST /api/slipway/v1/workspaces/:workspace/incidents/:incident/pause-rollout": "incident:write",
  "POST /api/slipway/v1/workspaces/:workspace/incidents/:incident/retrain": "incident:write",
  "POST /api/slipway/v1/workspaces/:workspace/incidents/:incident/start-rollout": "incident:write",
  "POST /api/slipway/v1/workspaces/:workspace/incidents/:incident/decline-rollout":
    "incident:write",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/responses": "incident:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/responses": "incident:write",
  "DELETE /api/slipway/v1/workspaces/:workspace/deployments/:deployment/responses/:act":
    "incident:write",
  "GET /api/slipway/v1/workspaces/:workspace/maintenance-windows": "incident:read",
  "POST /api/slipway/v1/workspaces/:workspace/maintenance-windows": "maintenance:manage",
  "GET /api/slipway/v1/workspaces/:workspace/maintenance-windows/:windowId": "incident:read",
  "PUT /api/slipway/v1/workspaces/:workspace/maintenance-windows/:windowId": "maintenance:manage",
  "DELETE /api/slipway/v1/workspaces/:workspace/maintenance-windows/:windowId":
    "maintenance:manage",
  "GET /api/slipway/v1/workspaces/:workspace/alert-routes": "alert-route:read",
  "POST /api/slipway/v1/workspaces/:workspace/alert-routes": "alert-route:manage",
  "PUT /api/slipway/v1/workspaces/:workspace/alert-routes/:routeId": "alert-route:manage",
  "DELETE /api/slipway/v1/workspaces/:workspace/alert-routes/:routeId": "alert-route:manage",
  "POST /api/slipway/v1/workspaces/:workspace/alert-routes/:routeId/move": "alert-route:manage",
  "POST /api/slipway/v1/workspaces/:workspace/alert-routes/:routeId/test": "alert-route:manage",
  "GET /api/slipway/v1/workspaces/:workspace/environments": "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/environments": "environment:manage",
  "PATCH /api/slipway/v1/workspaces/:workspace/environments/:environment": "environment:manage",
  "DELETE /api/slipway/v1/workspaces/:workspace/environments/:environment": "environment:manage",
  "GET /api/slipway/v1/workspaces/:workspace/deployments": "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments": "deployment:write",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment": "deployment:read",
  "PATCH /api/slipway/v1/workspaces/:workspace/deployments/:deployment": "deployment:write",
  "DELETE /api/slipway/v1/workspaces/:workspace/deployments/:deployment": "deployment:write",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/stop": "deployment:write",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/start": "deployment:write",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/revisions": "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/revisions":
    "deployment:write",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/revisions/:revision":
    "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/scale": "deployment:write",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/traffic": "deployment:read",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/traffic-windows":
    "deployment:read",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/events": "deployment:read",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/input": "deployment:read",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/revisions/:revision/log/export":
    "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/traffic": "deployment:write",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/rollback": "deployment:write",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/rollouts": "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/rollouts": "deployment:write",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/rollouts/:rollout":
    "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/rollouts/:rollout/pause":
    "deployment:write",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/rollouts/:rollout/resume":
    "deployment:write",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/rollouts/:rollout/abort":
    "deployment:write",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/rollouts/:rollout/promote":
    "deployment:write",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/rollouts/:rollout/checks":
    "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/outcomes": "deployment:write",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/ab-tests": "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/ab-tests": "deployment:write",
  "GET /api/slipway/v1/workspaces/:workspace/deployments/:deployment/ab-tests/:test":
    "deployment:read",
  "POST /api/slipway/v1/workspaces/:workspace/deployments/:deployment/ab-tests/:test/decide":
    "deployment:write",
  "GET /v2/health/live": "public",
  "GET /v2/health/ready": "public",
  "GET /v2/models/:deployment": "deployment:predict",
  "GET /v2/models/:deployment/ready": "deployment:predict",
  "POST /v2/models/:deployment/infer": "deployment:predict",
  "GET /v2/models/:deployment/versions/:version": "deployment:predict",
  "GET /v2/models/:deployment/versions/:version/ready": "deployment:predict",
  "POST /v2/models/:deployment/versions/:version/infer": "deployment:predict",
  "GET /v1/models/:deployment": "deployment:predict",
  "POST /v1/models/:deployment": "deployment:predict",
  "POST /serve/:deployment/invocations": "deployment:predict",
};
