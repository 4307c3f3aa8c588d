{{/*
The three probes. What is asked is `health`: {path}, or {ready, live} where they differ, by HTTP; {command}; {tcp: true}; {grpc: true}; each
with `port` where it is not the first. How often is `probes.<probe>`, which may also have a question of its own; {enabled: false} is none.
Takes name and workload (a container with ports, health, probes).
*/}}
{{- define "platform.probes" -}}
{{- range $probe := list "startup" "readiness" "liveness" }}
{{- $spec := get $.workload.probes $probe }}
{{- if ne (toString $spec.enabled) "false" }}
{{- $own := or $spec.httpGet $spec.exec $spec.tcpSocket $spec.grpc }}
{{- if or $own $.workload.health }}
{{ $probe }}Probe:
  {{- if not $own }}
  {{- include "platform.question" (dict "probe" $probe "name" $.name "workload" $.workload) | nindent 2 }}
  {{- end }}
  {{- omit $spec "enabled" | toYaml | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "platform.question" -}}
{{- $health := .workload.health }}
{{- $port := include "platform.portName" (dict "workload" .workload "port" $health.port) -}}
{{- if $health.command -}}
exec:
  command:
    {{- toYaml $health.command | nindent 4 }}
{{- else if $health.tcp -}}
tcpSocket:
  port: {{ $port }}
{{- else if $health.grpc -}}
grpc:
  port: {{ include "platform.port" (dict "name" .name "workload" .workload "port" $port) }}
{{- else -}}
httpGet:
  path: {{ ternary $health.ready $health.live (eq .probe "readiness") | default $health.path }}
  port: {{ $port }}
  {{- with $health.scheme }}
  scheme: {{ . }}
  {{- end }}
{{- end }}
{{- end }}
