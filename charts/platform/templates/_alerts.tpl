{{/*
The rules of `alerts`, by group and name, as one PrometheusRule. Templates may stand in expr (thresholds out of values), not in summary and
description, which have Prometheus' own. Takes the platform.
*/}}
{{- define "platform.alerts" -}}
{{- if and .values.monitoring.enabled .values.alerts }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  {{- include "platform.metadata" (dict "platform" . "name" (.values.monitoring.rulesName | default .root.Chart.Name) "component" "monitoring" "labels" .values.monitoring.labels) | nindent 2 }}
spec:
  {{- include "platform.ruleGroups" . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The groups, as Prometheus reads them from a file too. Takes root and values. */}}
{{- define "platform.ruleGroups" -}}
groups:
  {{- range $group, $rules := .values.alerts }}
  {{- if include "platform.rulesOn" $rules }}
  - name: {{ $group }}
    rules:
      {{- range $name, $rule := $rules }}
      {{- if ne (toString $rule.enabled) "false" }}
      - alert: {{ $name }}
        expr: {{ include "platform.text" (dict "root" $.root "text" $rule.expr) | trim | toYaml | nindent 10 | trim }}
        {{- with $rule.for }}
        for: {{ . }}
        {{- end }}
        labels:
          severity: {{ $rule.severity }}
          {{- with $rule.labels }}
          {{- toYaml . | nindent 10 }}
          {{- end }}
        annotations:
          {{- range $annotation := list "description" "runbook_url" "summary" }}
          {{- with get $rule $annotation }}
          {{ $annotation }}: {{ . | quote }}
          {{- end }}
          {{- end }}
      {{- end }}
      {{- end }}
  {{- end }}
  {{- end }}
{{- end }}

{{/* "x" for each rule of a group that is on. */}}
{{- define "platform.rulesOn" -}}
{{- range . }}{{ if ne (toString .enabled) "false" }}x{{ end }}{{ end }}
{{- end }}
