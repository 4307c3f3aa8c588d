{{/*
The Services of one service: its own; `<name>-peers` where the pods of a cluster find each other before they are ready; `<name>-preview`
for the new pods of a blue-green rollout. Takes a scope.
*/}}
{{- define "platform.service" -}}
{{- $service := .workload.service }}
{{- if and $service.enabled .workload.ports (not (has .workload.kind (list "Operated" "Job" "CronJob"))) }}
{{- include "platform.oneService" (dict "scope" . "name" .name "service" $service) }}
{{- if $service.peers }}
{{- include "platform.oneService" (dict "scope" . "name" (printf "%s-peers" .name) "service" (dict "headless" true "notReady" true)) }}
{{- end }}
{{- if $service.preview }}
{{- include "platform.oneService" (dict "scope" . "name" (printf "%s-preview" .name) "service" (dict "type" "ClusterIP")) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Takes scope, name, service. */}}
{{- define "platform.oneService" -}}
{{- $service := .service }}
---
apiVersion: v1
kind: Service
metadata:
  {{- include "platform.ownMetadata" (dict "scope" .scope "name" .name "labels" $service.labels "annotations" $service.annotations) | nindent 2 }}
spec:
  type: {{ $service.type | default "ClusterIP" }}
  {{- if or $service.headless (and (eq .scope.workload.kind "StatefulSet") (not .scope.workload.service.peers)) }}
  clusterIP: None
  {{- end }}
  {{- if $service.notReady }}
  publishNotReadyAddresses: true
  {{- end }}
  {{- with $service.trafficDistribution }}
  trafficDistribution: {{ . }}
  {{- end }}
  {{- with $service.sessionAffinity }}
  sessionAffinity: {{ . }}
  {{- end }}
  {{- if ne ($service.type | default "ClusterIP") "ClusterIP" }}
  {{- with $service.externalTrafficPolicy }}
  externalTrafficPolicy: {{ . }}
  {{- end }}
  {{- with $service.loadBalancerSourceRanges }}
  loadBalancerSourceRanges:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
  selector:
    {{- include "platform.selector" .scope | nindent 4 }}
  ports:
    {{- range $port, $spec := .scope.workload.ports }}
    {{- if $spec.service }}
    - name: {{ $port }}
      port: {{ $spec.service }}
      targetPort: {{ $port }}
      protocol: {{ $spec.protocol }}
      {{- with $spec.appProtocol }}
      appProtocol: {{ . }}
      {{- end }}
    {{- end }}
    {{- end }}
{{- end }}
