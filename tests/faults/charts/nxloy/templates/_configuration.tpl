{{/* ConfigMaps and Secrets, as workloads refer to them. */}}

{{/*
The data of one ConfigMap; also what its checksum is made of. Takes root and config (a key of .Values.configs; another one is an error).
Templates may stand in both kinds of content.
*/}}
{{- define "nxloy.configData" -}}
{{- $config := get .root.Values.configs .config | required (printf "%s is not one of configs (%s)" .config (keys .root.Values.configs | sortAlpha | join ", ")) }}
{{- range $key, $value := $config.env }}
{{ $key }}: {{ tpl $value $.root | quote }}
{{- end }}
{{- range $file, $content := $config.json }}
{{ $file }}: |
  {{- tpl (toYaml $content) $.root | fromYaml | toPrettyJson | nindent 2 }}
{{- end }}
{{- end }}

{{/* A secretKeyRef. Takes root, secret (a key of .Values.secrets) and key; a key that the Secret does not have is an error. */}}
{{- define "nxloy.secretKeyRef" -}}
{{- $secret := get .root.Values.secrets .secret | required (printf "%s is not one of secrets (%s)" .secret (keys .root.Values.secrets | sortAlpha | join ", ")) }}
{{- if not (has .key $secret.keys) }}
{{- fail (printf "%s is not one of secrets.%s.keys (%s)" .key .secret (join ", " $secret.keys)) }}
{{- end -}}
name: {{ $secret.existingSecret | default .secret }}
key: {{ .key }}
{{- end }}
