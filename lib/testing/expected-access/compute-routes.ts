import type { ExpectedAccess } from "./serving-routes";

/** Routes of jobs, where they run, what launches them, and how runs came to be. */
export const COMPUTE_ROUTES: Readonly<Record<string, ExpectedAccess>> = {
  "GET /api/slipway/v1/workspaces/:workspace/jobs": "job:read",
  "POST /api/slipway/v1/workspaces/:workspace/jobs": "job:launch",
  "GET /api/slipway/v1/workspaces/:workspace/jobs/:number": "job:read",
  "POST /api/slipway/v1/workspaces/:workspace/jobs/:number/cancel": "job:stop",
  "GET /api/slipway/v1/workspaces/:workspace/jobs/:number/log": "job:read",
  "GET /api/slipway/v1/workspaces/:workspace/jobs/:number/log/export": "job:read",
  "GET /api/slipway/v1/workspaces/:workspace/jobs/:number/provenance": "job:read",
  "GET /api/slipway/v1/workspaces/:workspace/jobs/:number/usage": "job:read",
  "GET /api/slipway/v1/workspaces/:workspace/runs/:runUuid/provenance": "run:read",
  "GET /api/slipway/v1/workspaces/:workspace/runs/compare-provenance": "run:read",
  "POST /api/slipway/v1/workspaces/:workspace/jobs/:number/run-again": "job:launch",
  "GET /api/slipway/v1/workspaces/:workspace/sweeps": "job:read",
  "POST /api/slipway/v1/workspaces/:workspace/sweeps": "job:launch",
  "GET /api/slipway/v1/workspaces/:workspace/sweeps/:number": "job:read",
  "GET /api/slipway/v1/workspaces/:workspace/sweeps/:number/trials": "job:read",
  "POST /api/slipway/v1/workspaces/:workspace/sweeps/:number/stop": "job:stop",
  "GET /api/slipway/v1/workspaces/:workspace/pipelines": "pipeline:read",
  "POST /api/slipway/v1/workspaces/:workspace/pipelines": "pipeline:write",
  "GET /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId": "pipeline:read",
  "PATCH /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId": "pipeline:write",
  "POST /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/archive": "pipeline:write",
  "POST /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/restore": "pipeline:write",
  "GET /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/versions": "pipeline:read",
  "GET /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/versions/:version":
    "pipeline:read",
  "POST /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/launches": "job:launch",
  "GET /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/schedules": "pipeline:read",
  "POST /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/schedules": "pipeline:write",
  "GET /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/schedules/:scheduleId":
    "pipeline:read",
  "PUT /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/schedules/:scheduleId":
    "pipeline:write",
  "DELETE /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/schedules/:scheduleId":
    "pipeline:write",
  "GET /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/schedules/:scheduleId/firings":
    "pipeline:read",
  "GET /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/hooks": "pipeline:read",
  "POST /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/hooks": "pipeline:write",
  "GET /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/hooks/:hookId": "pipeline:read",
  "PATCH /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/hooks/:hookId":
    "pipeline:write",
  "DELETE /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/hooks/:hookId":
    "pipeline:write",
  "POST /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/hooks/:hookId/rotate":
    "pipeline:write",
  "GET /api/slipway/v1/workspaces/:workspace/pipelines/:pipelineId/hooks/:hookId/deliveries":
    "pipeline:read",
  "GET /api/slipway/v1/workspaces/:workspace/compute-backends": "backend:read",
  "POST /api/slipway/v1/workspaces/:workspace/compute-backends": "backend:manage",
  "POST /api/slipway/v1/workspaces/:workspace/compute-backends/:backendId/test": "backend:manage",
  "PATCH /api/slipway/v1/workspaces/:workspace/compute-backends/:backendId": "backend:manage",
  "POST /api/slipway/v1/workspaces/:workspace/compute-backends/:backendId/check": "backend:manage",
};
