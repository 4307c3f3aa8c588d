{{/* What Prometheus asks a service for: a ServiceMonitor; a PodMonitor where the service has no Service. Takes a scope. */}}
{{- define "platform.monitor" -}}
{{- $monitoring := .values.monitoring }}
{{- $metrics := .workload.metrics }}
{{- if and $monitoring.enabled $metrics.enabled }}
{{- $byService := and .workload.service.enabled (ne .workload.kind "Operated") }}
---
apiVersion: monitoring.coreos.com/v1
kind: {{ ternary "ServiceMonitor" "PodMonitor" $byService }}
metadata:
  {{- include "platform.ownMetadata" (dict "scope" . "labels" $monitoring.labels) | nindent 2 }}
spec:
  selector:
    matchLabels:
      {{- include "platform.selector" . | nindent 6 }}
  {{ ternary "endpoints" "podMetricsEndpoints" $byService }}:
    - port: {{ include "platform.portName" (dict "workload" .workload "port" $metrics.port) }}
      path: {{ $metrics.path }}
      interval: {{ $metrics.interval | default $monitoring.interval }}
      scrapeTimeout: {{ $monitoring.scrapeTimeout }}
      {{- with $metrics.settings }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
{{- end }}
{{- end }}
