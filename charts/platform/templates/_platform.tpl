{{/*
Everything: the one line of a platform chart's templates/platform.yaml is `{{ include "platform" . }}`.

The context that it hands on, and that most templates take:
  root      the platform chart's own context
  values    a copy of its .Values.platform (this chart's values.yaml under what the platform says), with the services that backups are and
            the ConfigMaps of Grafana
  scopes    the services that are on, by name; one scope has
    root, values  as above
    name          its key in `services`
    workload      what it says, over its profile, over `defaults`; ports are maps
  ports     the ports of all services, also of those that are off, by service and name
  flows     who calls whom, as a list of {from, to, ports}
*/}}
{{- define "platform" -}}
{{- $platform := dict "root" . "values" (deepCopy .Values.platform) "scopes" dict "ports" dict "flows" list }}
{{- include "platform.present" $platform.values }}
{{- include "platform.backups" $platform }}
{{- include "platform.grafana" $platform }}
{{- include "platform.scopes" $platform }}
{{- include "platform.flows" $platform }}
{{- range $part := list "namespaces" "configs" "secrets" "secretProviders" "certificates" "gateway" }}
{{- include (printf "platform.%s" $part) $platform }}
{{- end }}
{{- range $scope := $platform.scopes }}
{{- range $part := list "account" "storage" "service" "workload" "scaling" "disruption" "monitor" "route" "mesh.destination" }}
{{- include (printf "platform.%s" $part) $scope }}
{{- end }}
{{- end }}
{{- range $part := list "network" "mesh" "alerts" "objects" }}
{{- include (printf "platform.%s" $part) $platform }}
{{- end }}
{{- end }}

{{/* Takes what an environment switched off (`enabled: false`, null) out of the maps that name things. Services stay: flows may end at those that are off. */}}
{{- define "platform.present" -}}
{{- $values := . }}
{{- range $map := list "namespaces" "configs" "secrets" "secretProviders" "certificates" "backups" "objects" }}
{{- $kept := dict }}
{{- range $name, $item := get $values $map | default dict }}
{{- if and $item (ne (toString $item.enabled) "false") }}
{{- $_ := set $kept $name (omit $item "enabled") }}
{{- end }}
{{- end }}
{{- $_ := set $values $map $kept }}
{{- end }}
{{- end }}

{{/* Text in which templates may stand. Takes root and text. */}}
{{- define "platform.text" -}}
{{- $text := toString .text }}
{{- if contains "{{" $text }}{{ tpl $text .root }}{{ else }}{{ $text }}{{ end }}
{{- end }}

{{/* A map or list of values as YAML, in which templates may stand. Takes root and yaml. */}}
{{- define "platform.yaml" -}}
{{- include "platform.text" (dict "root" .root "text" (toYaml .yaml)) }}
{{- end }}
