{{/* ConfigMaps. Takes the platform. */}}
{{- define "platform.configs" -}}
{{- range $name, $config := .values.configs }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  {{- include "platform.metadata" (dict "platform" $ "name" $name "component" "configuration" "namespace" $config.namespace "labels" $config.labels "annotations" $config.annotations) | nindent 2 }}
data:
  {{- include "platform.configData" (dict "root" $.root "values" $.values "name" $name) | trim | nindent 2 }}
{{- end }}
{{- end }}

{{/*
The data of one ConfigMap; also what its checksum is made of. `data`: texts; `json` and `yaml`: maps that are written as such files;
`files`: paths of files of the chart, as they are. Templates may stand in all but `files`. Takes root, values, name.
*/}}
{{- define "platform.configData" -}}
{{- $config := get .values.configs .name }}
{{- range $key, $text := $config.data }}
{{ $key }}: {{ include "platform.text" (dict "root" $.root "text" $text) | toYaml | nindent 2 | trim }}
{{- end }}
{{- range $file, $content := $config.json }}
{{ $file }}: |
  {{- include "platform.yaml" (dict "root" $.root "yaml" $content) | fromYaml | toPrettyJson | nindent 2 }}
{{- end }}
{{- range $file, $content := $config.yaml }}
{{ $file }}: |
  {{- include "platform.yaml" (dict "root" $.root "yaml" $content) | nindent 2 }}
{{- end }}
{{- range $file, $path := $config.files }}
{{ $file }}: |
  {{- $.root.Files.Get $path | required (printf "configs.%s.files: the chart has no %s" $.name $path) | trimSuffix "\n" | nindent 2 }}
{{- end }}
{{- end }}
