{{/* PersistentVolumeClaims of a service whose pods share them: all but a StatefulSet, which makes one for each pod. Takes a scope. */}}
{{- define "platform.storage" -}}
{{- if not (has .workload.kind (list "StatefulSet" "Operated")) }}
{{- range $volume, $storage := .workload.storage }}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  {{- include "platform.ownMetadata" (dict "scope" $ "name" (printf "%s-%s" $.name $volume) "annotations" (dict "helm.sh/resource-policy" "keep")) | nindent 2 }}
spec:
  {{- include "platform.claim" (dict "values" $.values "storage" $storage) | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{/* The spec of a claim. Takes values and storage. */}}
{{- define "platform.claim" -}}
accessModes:
  {{- toYaml (.storage.accessModes | default (list "ReadWriteOnce")) | nindent 2 }}
{{- with .storage.class | default .values.storageClass }}
storageClassName: {{ . }}
{{- end }}
resources:
  requests:
    storage: {{ .storage.size }}
{{- end }}
