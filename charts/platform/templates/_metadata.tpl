{{/* Names, namespaces, labels, annotations. Objects are named after their keys in values: a release has its namespaces to itself. */}}

{{/* What tells the pods of one service from all others. Selectors are immutable: nothing that ever changes belongs here. Takes a scope. */}}
{{- define "platform.selector" -}}
{{- if eq .workload.kind "Operated" }}
{{- toYaml .workload.selector }}
{{- else -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}
{{- end }}

{{/* Labels of a pod: without the chart's version, so that a new chart alone restarts nothing. Takes a scope. */}}
{{- define "platform.podLabels" -}}
{{ include "platform.selector" . }}
app: {{ .name }}
app.kubernetes.io/component: {{ .workload.component }}
app.kubernetes.io/part-of: {{ .root.Chart.Name }}
app.kubernetes.io/version: {{ include "platform.version" (dict "root" .root "image" .workload.image) | trunc 63 | trimAll "-._" | quote }}
{{- with merge (deepCopy .workload.labels) .values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The metadata of an object that belongs to one service. Takes scope; may take another name, more labels, annotations. */}}
{{- define "platform.ownMetadata" -}}
{{- $scope := .scope -}}
name: {{ .name | default $scope.name }}
namespace: {{ $scope.workload.namespace | default $scope.root.Release.Namespace }}
labels:
  {{- if eq $scope.workload.kind "Operated" }}
  {{- include "platform.labels" (dict "root" $scope.root "values" $scope.values "name" $scope.name "component" $scope.workload.component) | nindent 2 }}
  {{- else }}
  {{- include "platform.podLabels" $scope | nindent 2 }}
  {{- include "platform.chartLabels" $scope.root | nindent 2 }}
  {{- end }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .annotations }}
annotations:
  {{- include "platform.yaml" (dict "root" $scope.root "yaml" .) | nindent 2 }}
{{- end }}
{{- end }}

{{/* The metadata of an object that several services share. Takes platform, name, component; may take namespace (`cluster`: none), labels, annotations. */}}
{{- define "platform.metadata" -}}
{{- $root := .platform.root -}}
name: {{ .name }}
{{- if ne .namespace "cluster" }}
namespace: {{ .namespace | default $root.Release.Namespace }}
{{- end }}
labels:
  {{- include "platform.labels" (dict "root" $root "values" .platform.values "name" $root.Chart.Name "component" .component) | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .annotations }}
annotations:
  {{- include "platform.yaml" (dict "root" $root "yaml" .) | nindent 2 }}
{{- end }}
{{- end }}

{{- define "platform.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/part-of: {{ .root.Chart.Name }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
{{- with .values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{ include "platform.chartLabels" .root }}
{{- end }}

{{/* Takes the root. */}}
{{- define "platform.chartLabels" -}}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 }}
{{- end }}

{{/* The version that an image has: its own tag, or the platform's release. Takes root and image. */}}
{{- define "platform.version" -}}
{{- .image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "platform.image" -}}
{{- with .image.registry }}{{ . }}/{{ end }}{{ .image.repository }}:{{ include "platform.version" . }}
{{- with .image.digest }}@{{ . }}{{ end }}
{{- end }}
