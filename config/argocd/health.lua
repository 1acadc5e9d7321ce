-- Argo CD's health of a resource of amioperator.dev, from its status (kstatus).
local health = { status = "Progressing", message = "Waiting for the operator" }

if obj.metadata.deletionTimestamp ~= nil then
  health.message = "Being deleted"
end
if obj.status == nil or obj.status.conditions == nil then
  return health
end

local ready, reconciling, stalled
for _, condition in ipairs(obj.status.conditions) do
  if condition.type == "Ready" then
    ready = condition
  elseif condition.type == "Reconciling" then
    reconciling = condition
  elseif condition.type == "Stalled" then
    stalled = condition
  end
end
if obj.metadata.deletionTimestamp ~= nil then
  if ready ~= nil then
    health.message = ready.message
  end
  return health
end
-- A status of an earlier generation says nothing about the current spec.
if ready == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health
end

health.message = ready.message
if stalled ~= nil and stalled.status == "True" then
  health.status = "Degraded"
  health.message = stalled.message
elseif ready.status == "True" then
  health.status = "Healthy"
elseif ready.reason == "Suspended" then
  health.status = "Suspended"
elseif reconciling ~= nil then
  health.message = reconciling.message
end
return health
