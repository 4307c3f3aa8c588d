{{/*
What scales one service: a HorizontalPodAutoscaler; where `autoscale.triggers` ask for more than it knows, KEDA's ScaledObject in its
place; and beside either, where `autoscale.vertical` is on, a VerticalPodAutoscaler. Takes a scope.
*/}}
{{- define "platform.scaling" -}}
{{- with .workload.autoscale }}
{{- if .enabled }}
{{- include (ternary "platform.scaledObject" "platform.horizontal" (not (empty .triggers))) $ }}
{{- end }}
{{- if .vertical.enabled }}
{{- include "platform.vertical" $ }}
{{- end }}
{{- end }}
{{- end }}

{{- define "platform.scaleTarget" -}}
apiVersion: {{ ternary "argoproj.io/v1alpha1" "apps/v1" (eq .workload.kind "Rollout") }}
kind: {{ .workload.kind }}
name: {{ .name }}
{{- end }}

{{- define "platform.horizontal" }}
{{- $autoscale := .workload.autoscale }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "platform.ownMetadata" (dict "scope" . "name" ($autoscale.name | default .name)) | nindent 2 }}
spec:
  scaleTargetRef:
    {{- include "platform.scaleTarget" . | nindent 4 }}
  minReplicas: {{ $autoscale.min }}
  maxReplicas: {{ $autoscale.max }}
  metrics:
    {{- range $resource := list "cpu" "memory" }}
    {{- with get $autoscale $resource }}
    - type: Resource
      resource:
        name: {{ $resource }}
        target:
          type: Utilization
          averageUtilization: {{ . }}
    {{- end }}
    {{- end }}
    {{- with $autoscale.metrics }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  behavior:
    {{- toYaml $autoscale.behavior | nindent 4 }}
{{- end }}

{{- define "platform.scaledObject" }}
{{- $autoscale := .workload.autoscale }}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  {{- include "platform.ownMetadata" (dict "scope" . "name" ($autoscale.name | default .name)) | nindent 2 }}
spec:
  scaleTargetRef:
    {{- include "platform.scaleTarget" . | nindent 4 }}
  minReplicaCount: {{ $autoscale.min }}
  maxReplicaCount: {{ $autoscale.max }}
  pollingInterval: 15
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        {{- toYaml $autoscale.behavior | nindent 8 }}
  triggers:
    {{- range $resource := list "cpu" "memory" }}
    {{- with get $autoscale $resource }}
    - type: {{ $resource }}
      metricType: Utilization
      metadata:
        value: {{ . | quote }}
    {{- end }}
    {{- end }}
    {{- range $trigger, $spec := $autoscale.triggers }}
    - name: {{ $trigger }}
      {{- include "platform.yaml" (dict "root" $.root "yaml" $spec) | nindent 6 }}
    {{- end }}
{{- end }}

{{- define "platform.vertical" }}
{{- $vertical := .workload.autoscale.vertical }}
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata:
  {{- include "platform.ownMetadata" (dict "scope" .) | nindent 2 }}
spec:
  targetRef:
    {{- include "platform.scaleTarget" . | nindent 4 }}
  updatePolicy:
    updateMode: {{ $vertical.mode | quote }}
  resourcePolicy:
    containerPolicies:
      - containerName: {{ .name }}
        controlledResources: [cpu, memory]
        {{- with $vertical.minAllowed }}
        minAllowed:
          {{- toYaml . | nindent 10 }}
        {{- end }}
        {{- with $vertical.maxAllowed }}
        maxAllowed:
          {{- toYaml . | nindent 10 }}
        {{- end }}
{{- end }}
