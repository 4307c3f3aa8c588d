{{/*
Objects that are nobody's template: custom resources of operators and the like, as they are, with the platform's labels. Keys name them;
`name` may say another name, `namespace` another namespace (`cluster`: none). Templates may stand in all of it, unless `verbatim`.
Takes the platform.
*/}}
{{- define "platform.objects" -}}
{{- $platform := . }}
{{- range $name, $object := .values.objects }}
{{- $rest := omit $object "name" "namespace" "component" "labels" "annotations" "apiVersion" "kind" "verbatim" }}
---
apiVersion: {{ $object.apiVersion }}
kind: {{ $object.kind }}
metadata:
  {{- include "platform.metadata" (dict "platform" $platform "name" ($object.name | default $name) "component" ($object.component | default $name) "namespace" $object.namespace "labels" $object.labels "annotations" $object.annotations) | nindent 2 }}
{{- if $rest }}
{{ if $object.verbatim }}{{ toYaml $rest }}{{ else }}{{ include "platform.yaml" (dict "root" $platform.root "yaml" $rest) }}{{ end }}
{{- end }}
{{- end }}
{{- end }}
