{{/* The pod template that every workload has, whatever its kind. Takes a scope. */}}
{{- define "platform.pod" -}}
{{- $root := .root }}
{{- $workload := .workload }}
{{- $batch := has $workload.kind (list "Job" "CronJob") -}}
metadata:
  labels:
    {{- include "platform.podLabels" . | nindent 4 }}
  {{- with include "platform.podAnnotations" . | trim }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ .name }}
  automountServiceAccountToken: {{ include "platform.needsToken" . }}
  enableServiceLinks: false
  {{- with .values.imagePullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  {{- if $batch }}
  restartPolicy: {{ $workload.job.restartPolicy }}
  {{- end }}
  {{- with $workload.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  securityContext:
    {{- merge (deepCopy $workload.podSecurity) (include "platform.user" $workload.user | fromYaml) | toYaml | nindent 4 }}
  terminationGracePeriodSeconds: {{ $workload.terminationGracePeriodSeconds }}
  {{- with $workload.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $workload.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $workload.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if not (or $batch (eq $workload.kind "DaemonSet")) }}
  topologySpreadConstraints:
    {{- range $key, $whenUnsatisfiable := $workload.spread }}
    - topologyKey: {{ $key }}
      maxSkew: 1
      whenUnsatisfiable: {{ $whenUnsatisfiable }}
      nodeTaintsPolicy: Honor
      labelSelector:
        matchLabels:
          {{- include "platform.selector" $ | nindent 10 }}
      matchLabelKeys:
        - {{ get (dict "StatefulSet" "controller-revision-hash" "Rollout" "rollouts-pod-template-hash") $workload.kind | default "pod-template-hash" }}
    {{- end }}
  {{- end }}
  {{- with $workload.init }}
  initContainers:
    {{- range $name, $container := . }}
    {{- include "platform.besides" (dict "scope" $ "name" $name "container" $container) | nindent 4 }}
    {{- end }}
  {{- end }}
  containers:
    {{- include "platform.container" (dict "root" $root "values" .values "name" .name "container" $workload "probes" (not $batch) "mounts" (include "platform.mounts" . | fromYaml)) | nindent 4 }}
    {{- range $name, $container := $workload.sidecars }}
    {{- include "platform.besides" (dict "scope" $ "name" $name "container" $container) | nindent 4 }}
    {{- end }}
  {{- with include "platform.volumes" . | trim }}
  volumes:
    {{- . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* Who the processes are. The group owns the volumes. Takes a user's number. */}}
{{- define "platform.user" -}}
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
{{- end }}

{{/* A changed ConfigMap starts new pods. Secrets have no checksum: who may read pods could test guesses against it. */}}
{{- define "platform.podAnnotations" -}}
{{- range $name := concat .workload.envFrom (keys .workload.files) | uniq | sortAlpha }}
{{- if hasKey $.values.configs $name }}
checksum/{{ $name }}: {{ include "platform.configData" (dict "root" $.root "values" $.values "name" $name) | sha256sum | quote }}
{{- end }}
{{- end }}
{{- with .workload.podAnnotations }}
{{ include "platform.yaml" (dict "root" $.root "yaml" .) }}
{{- end }}
{{- end }}
