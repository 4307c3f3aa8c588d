{{/*
What Grafana is provisioned with, where `grafana` is on: the ConfigMaps `grafana-datasources` and `grafana-dashboards`, which the profile
`grafana` mounts. A dashboard is said by its panels: {title, panels: {TITLE: {expr, unit, type}}}. Takes the platform.
*/}}
{{- define "platform.grafana" -}}
{{- $platform := . }}
{{- with .values.grafana }}
{{- if .enabled }}
{{- $sources := list }}
{{- range $name, $source := .datasources }}
{{- $sources = append $sources (merge (dict "name" $name "uid" (lower $name) "access" "proxy" "isDefault" (eq $name "Prometheus")) $source) }}
{{- end }}
{{- $_ := set $platform.values.configs "grafana-datasources" (dict "yaml" (dict "datasources.yaml" (dict "apiVersion" 1 "datasources" $sources))) }}
{{- $provider := dict "name" $platform.root.Chart.Name "type" "file" "allowUiUpdates" false "options" (dict "path" "/etc/grafana/provisioning/dashboards") }}
{{- $files := dict }}
{{- range $name, $dashboard := .dashboards }}
{{- if ne (toString $dashboard.enabled) "false" }}
{{- $_ := set $files (printf "%s.json" $name) (include "platform.dashboard" (dict "root" $platform.root "name" $name "dashboard" $dashboard) | fromJson) }}
{{- end }}
{{- end }}
{{- $_ := set $platform.values.configs "grafana-dashboards" (dict "labels" (dict "grafana_dashboard" "1") "yaml" (dict "provider.yaml" (dict "apiVersion" 1 "providers" (list $provider))) "json" $files) }}
{{- end }}
{{- end }}
{{- end }}

{{/* A dashboard as Grafana reads it, two panels a row. Takes root, name, dashboard; prints JSON. */}}
{{- define "platform.dashboard" -}}
{{- $panels := list }}
{{- range $title, $panel := .dashboard.panels }}
{{- $index := len $panels }}
{{- $source := dict "type" ($panel.source | default "prometheus") "uid" ($panel.source | default "prometheus") }}
{{- $place := dict "h" 8 "w" 12 "x" (mul 12 (mod $index 2)) "y" (mul 8 (div $index 2)) }}
{{- $field := dict "defaults" (dict "unit" ($panel.unit | default "short")) "overrides" list }}
{{- $target := dict "refId" "A" "expr" (include "platform.text" (dict "root" $.root "text" $panel.expr)) "legendFormat" "__auto" }}
{{- $panels = append $panels (dict "id" (add1 $index) "type" ($panel.type | default "timeseries") "title" $title "datasource" $source "gridPos" $place "fieldConfig" $field "targets" (list $target)) }}
{{- end }}
{{- $time := dict "from" "now-6h" "to" "now" }}
{{- dict "uid" (printf "%s-%s" .root.Chart.Name .name) "title" .dashboard.title "tags" (list .root.Chart.Name) "schemaVersion" 41 "editable" false "refresh" "30s" "time" $time "panels" $panels | toJson }}
{{- end }}
