{{/* The name of the release's resources. */}}
{{- define "ami-operator.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The pods' selector: immutable within a release. */}}
{{- define "ami-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* A name for resources outside of the release's namespace. Releases of the same name in two namespaces have
different ones, because neither part contains a colon. */}}
{{- define "ami-operator.scopedName" -}}
{{- printf "ami-operator:%s:%s" .Release.Namespace (include "ami-operator.fullname" .) -}}
{{- end -}}

{{/* The namespaces whose ConfigMaps the operator may read, as a JSON array. */}}
{{- define "ami-operator.buildNamespaces" -}}
{{- $namespaces := list -}}
{{- if .Values.builds.enabled -}}
{{- $namespaces = default .Values.watchNamespaces .Values.builds.namespaces -}}
{{- if not $namespaces -}}
{{- fail "builds.enabled: name the namespaces with ConfigMaps for builds in builds.namespaces" -}}
{{- end -}}
{{- range $namespaces -}}
{{- if and $.Values.watchNamespaces (not (has . $.Values.watchNamespaces)) -}}
{{- fail (printf "builds.namespaces: %s is not in watchNamespaces" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $namespaces -}}
{{- end -}}

{{/* The namespaces whose ConfigMaps the operator may write for retention policies, as a JSON array. */}}
{{- define "ami-operator.retentionNamespaces" -}}
{{- $namespaces := list -}}
{{- if .Values.retention.configMaps -}}
{{- $namespaces = default (include "ami-operator.defaultNamespaces" . | fromJsonArray) .Values.retention.namespaces -}}
{{- range $namespaces -}}
{{- if and $.Values.watchNamespaces (not (has . $.Values.watchNamespaces)) -}}
{{- fail (printf "retention.namespaces: %s is not in watchNamespaces" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toJson $namespaces -}}
{{- end -}}

{{/* The labels of every object. */}}
{{- define "ami-operator.labels" -}}
{{- include "ami-operator.labelsWith" (dict "root" . "labels" dict) -}}
{{- end -}}

{{/* The labels of every object and those of `labels`, which replace commonLabels of the same name. The chart's own
cannot be replaced: they select the pods. */}}
{{- define "ami-operator.labelsWith" -}}
{{- $chart := .root.Chart -}}
{{- $own := dict
    "helm.sh/chart" (printf "%s-%s" $chart.Name $chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-")
    "app.kubernetes.io/version" $chart.AppVersion
    "app.kubernetes.io/managed-by" .root.Release.Service -}}
{{- $selector := include "ami-operator.selectorLabels" .root | fromYaml -}}
{{- merge $own $selector (default dict .labels) (default dict .root.Values.commonLabels) | toYaml -}}
{{- end -}}

{{/* The environment variables of the intervals that are set. */}}
{{- define "ami-operator.intervals" -}}
{{- $variables := dict
    "resync" "AMI_OPERATOR_RESYNC"
    "grace" "AMI_OPERATOR_GRACE"
    "permissions" "AMI_OPERATOR_PERMISSIONS_INTERVAL"
    "garbageCollection" "AMI_OPERATOR_REAP_INTERVAL"
    "scan" "AMI_OPERATOR_OBSERVER_SCAN_INTERVAL"
    "scanIdle" "AMI_OPERATOR_OBSERVER_SCAN_WHILE_ASKED_WITHIN"
    "batchIdle" "AMI_OPERATOR_OBSERVER_BATCH_IDLE"
    "batchMaximum" "AMI_OPERATOR_OBSERVER_BATCH_AT_MOST"
    "ownershipBatch" "AMI_OPERATOR_OBSERVER_OWNERSHIP_BATCH" -}}
{{- range $interval, $variable := $variables }}
{{- with index $.Values.intervals $interval }}
- name: {{ $variable }}
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The constraints of the values, or one over nodes; without a labelSelector they would count no pods. */}}
{{- define "ami-operator.topologySpreadConstraints" -}}
{{- $selector := dict "labelSelector" (dict "matchLabels" (include "ami-operator.selectorLabels" . | fromYaml)) -}}
{{- $nodes := dict "maxSkew" 1 "topologyKey" "kubernetes.io/hostname" "whenUnsatisfiable" "ScheduleAnyway" -}}
{{- $constraints := list -}}
{{- range default (list $nodes) .Values.topologySpreadConstraints -}}
{{- $constraints = append $constraints (hasKey . "labelSelector" | ternary . (merge (dict) (omit . "labelSelector") $selector)) -}}
{{- end -}}
{{- toYaml $constraints -}}
{{- end -}}

{{- define "ami-operator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "ami-operator.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- required "serviceAccount.name is required unless serviceAccount.create is true" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "ami-operator.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/*
The namespaces that may use the AwsAccount `default`, as a JSON list, if the values name none: the watched
ones, because objects elsewhere have no operator; else the release's own.
*/}}
{{- define "ami-operator.defaultNamespaces" -}}
{{- default (list .Release.Namespace) .Values.watchNamespaces | toJson -}}
{{- end -}}
