{{/*
Labels, annotations and image references.

Objects are named after their keys in values (backend, db-secret), without the release: a release has its namespace to itself.

Templates about one workload take one argument, its scope:
  root      the chart's own context ($)
  name      the key of the workload in .Values.workloads
  workload  its values, laid over .Values.defaults
*/}}

{{/* What tells the pods of one workload from all others. Selectors are immutable: nothing that ever changes belongs here. */}}
{{- define "nxloy.selectorLabels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{/* Labels of a pod: without the chart's version, so that a new chart alone restarts nothing. */}}
{{- define "nxloy.podLabels" -}}
{{ include "nxloy.selectorLabels" . }}
app.kubernetes.io/component: {{ .workload.component }}
app.kubernetes.io/part-of: {{ .root.Chart.Name }}
app.kubernetes.io/version: {{ include "nxloy.version" . | trunc 63 | quote }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Labels of everything else that belongs to one workload. */}}
{{- define "nxloy.workloadLabels" -}}
{{ include "nxloy.podLabels" . }}
{{ include "nxloy.chartLabels" . }}
{{- end }}

{{/* Labels of an object that several workloads share. Takes root and component. */}}
{{- define "nxloy.sharedLabels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/part-of: {{ .root.Chart.Name }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{ include "nxloy.chartLabels" . }}
{{- end }}

{{- define "nxloy.chartLabels" -}}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 }}
{{- end }}

{{/* Annotations from values, in which templates may stand. Takes root and annotations; prints nothing when there are none. */}}
{{- define "nxloy.annotations" -}}
{{- with .annotations }}
{{- tpl (toYaml .) $.root }}
{{- end }}
{{- end }}

{{/* The version a workload runs: its own tag, or the platform's release. */}}
{{- define "nxloy.version" -}}
{{- .workload.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "nxloy.image" -}}
{{- $image := .workload.image }}
{{- with $image.registry }}{{ . }}/{{ end }}{{ $image.repository }}:{{ include "nxloy.version" . }}
{{- with $image.digest }}@{{ . }}{{ end }}
{{- end }}
