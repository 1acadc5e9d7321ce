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

{{- define "ami-operator.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "ami-operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
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
