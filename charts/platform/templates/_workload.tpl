{{/* The Deployment, StatefulSet, DaemonSet, Job, CronJob or Rollout of one service. Takes a scope. */}}
{{- define "platform.workload" -}}
{{- if ne .workload.kind "Operated" }}
---
apiVersion: {{ get (dict "Rollout" "argoproj.io/v1alpha1" "Job" "batch/v1" "CronJob" "batch/v1") .workload.kind | default "apps/v1" }}
kind: {{ .workload.kind }}
metadata:
  {{- include "platform.ownMetadata" (dict "scope" . "annotations" .workload.annotations) | nindent 2 }}
spec:
  {{- if eq .workload.kind "CronJob" }}
  {{- include "platform.cronJob" . | nindent 2 }}
  {{- else if eq .workload.kind "Job" }}
  {{- include "platform.job" . | nindent 2 }}
  {{- else }}
  {{- include "platform.server" . | nindent 2 }}
  {{- end }}
{{- end }}
{{- end }}

{{/* The spec of what runs until it is taken away. */}}
{{- define "platform.server" -}}
{{- $workload := .workload -}}
{{- /* Where an autoscaler counts, a number here would set it back at each upgrade. */}}
{{- if not (or $workload.autoscale.enabled (eq $workload.kind "DaemonSet")) -}}
replicas: {{ $workload.replicas }}
{{ end -}}
revisionHistoryLimit: 5
{{- if has $workload.kind (list "Deployment" "Rollout") }}
progressDeadlineSeconds: 600
{{- end }}
minReadySeconds: {{ $workload.minReadySeconds }}
selector:
  matchLabels:
    {{- include "platform.selector" . | nindent 4 }}
{{- if eq $workload.kind "StatefulSet" }}
serviceName: {{ .name }}{{ if $workload.service.peers }}-peers{{ end }}
podManagementPolicy: {{ $workload.podManagementPolicy }}
updateStrategy:
  type: RollingUpdate
persistentVolumeClaimRetentionPolicy:
  whenDeleted: Retain
  whenScaled: Retain
{{- else if eq $workload.kind "DaemonSet" }}
updateStrategy:
  type: RollingUpdate
{{- else if eq $workload.kind "Rollout" }}
strategy:
  {{- include "platform.yaml" (dict "root" .root "yaml" $workload.rollout) | nindent 2 }}
{{- else }}
strategy:
  {{- if eq $workload.strategy.type "Recreate" }}
  type: Recreate
  {{- else }}
  {{- toYaml $workload.strategy | nindent 2 }}
  {{- end }}
{{- end }}
template:
  {{- include "platform.pod" . | nindent 2 }}
{{- if and $workload.storage (eq $workload.kind "StatefulSet") }}
volumeClaimTemplates:
  {{- range $volume, $storage := $workload.storage }}
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      name: {{ $volume }}
      labels:
        {{- include "platform.selector" $ | nindent 8 }}
    spec:
      {{- include "platform.claim" (dict "values" $.values "storage" $storage) | nindent 6 }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "platform.job" -}}
{{- with .workload.job -}}
backoffLimit: {{ .backoffLimit }}
activeDeadlineSeconds: {{ .activeDeadlineSeconds }}
ttlSecondsAfterFinished: {{ .ttlSecondsAfterFinished }}
{{- with .completions }}
completions: {{ . }}
{{- end }}
{{- with .parallelism }}
parallelism: {{ . }}
{{- end }}
{{- end }}
template:
  {{- include "platform.pod" . | nindent 2 }}
{{- end }}

{{- define "platform.cronJob" -}}
schedule: {{ .workload.schedule | required (printf "services.%s.schedule: a CronJob needs one" .name) | quote }}
timeZone: Etc/UTC
suspend: {{ .workload.suspend }}
concurrencyPolicy: Forbid
startingDeadlineSeconds: 3600
successfulJobsHistoryLimit: 3
failedJobsHistoryLimit: 3
jobTemplate:
  metadata:
    labels:
      {{- include "platform.podLabels" . | nindent 6 }}
  spec:
    {{- include "platform.job" . | nindent 4 }}
{{- end }}
