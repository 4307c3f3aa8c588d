{{/*
Secrets, each with the keys that services may ask for. `source`, or secretSource for all:
  existing   made by someone else, under the same name or the one that `existing` says; nothing is written
  values     written from `values`, which has to have every key (from a file that is not in version control)
  external   an ExternalSecret: from the store of `secretStore`, at `path`, a property for each key
Takes the platform.
*/}}
{{- define "platform.secrets" -}}
{{- range $name, $secret := .values.secrets }}
{{- $source := $secret.source | default $.values.secretSource }}
{{- $metadata := include "platform.metadata" (dict "platform" $ "name" $name "component" "secrets" "namespace" $secret.namespace) }}
{{- if eq $source "values" }}
---
apiVersion: v1
kind: Secret
metadata:
  {{- $metadata | nindent 2 }}
type: {{ $secret.type | default "Opaque" }}
stringData:
  {{- range $key := $secret.keys | sortAlpha }}
  {{ $key }}: {{ include "platform.text" (dict "root" $.root "text" (get $secret.values $key | required (printf "secrets.%s.values.%s: a Secret that is written from values needs it" $name $key))) | quote }}
  {{- end }}
{{- else if eq $source "external" }}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  {{- $metadata | nindent 2 }}
spec:
  refreshInterval: {{ $.values.secretStore.refreshInterval }}
  secretStoreRef:
    kind: {{ $.values.secretStore.kind }}
    name: {{ $.values.secretStore.name }}
  target:
    name: {{ $name }}
    creationPolicy: Owner
    {{- with $secret.type }}
    template:
      type: {{ . }}
    {{- end }}
  data:
    {{- range $key := $secret.keys | sortAlpha }}
    - secretKey: {{ $key }}
      remoteRef:
        key: {{ include "platform.text" (dict "root" $.root "text" ($secret.path | default (printf "%s/%s" $.values.secretStore.path $name))) }}
        property: {{ $key }}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* The name of the ConfigMap or Secret that a key of `configs` or `secrets` stands for. Takes values and source; may take key, which the Secret must have. */}}
{{- define "platform.sourceName" -}}
{{- if hasKey .values.configs .source }}
{{- .source }}
{{- else }}
{{- $secret := get .values.secrets .source | required (printf "%s is neither one of configs (%s) nor of secrets (%s)" .source (keys .values.configs | sortAlpha | join ", ") (keys .values.secrets | sortAlpha | join ", ")) }}
{{- if and .key (not (has .key $secret.keys)) }}
{{- fail (printf "%s is not one of secrets.%s.keys (%s)" .key .source (join ", " $secret.keys)) }}
{{- end }}
{{- $secret.existing | default .source }}
{{- end }}
{{- end }}
