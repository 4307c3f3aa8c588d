{{/*
Volumes of a pod, by their names:
  scratch   folders that may be lost (emptyDir): a path, or {path, size, medium}
  files     ConfigMaps and Secrets as folders: a path, or {path, key (only this one, as the file `path`), mode}
  volumes   anything else: {path, readOnly, subPath} and the volume's source as Kubernetes calls it
  storage   what is kept: {path, size, class, accessModes}
*/}}

{{/* The mounts of the service's own container, by volume. Takes a scope. */}}
{{- define "platform.mounts" -}}
{{- $workload := .workload }}
{{- range $volume, $scratch := $workload.scratch }}
{{ $volume }}:
  mountPath: {{ if kindIs "map" $scratch }}{{ $scratch.path }}{{ else }}{{ $scratch }}{{ end }}
{{- end }}
{{- range $source, $file := $workload.files }}
{{ $source }}:
  {{- if kindIs "map" $file }}
  mountPath: {{ $file.path }}
  {{- with $file.key }}
  subPath: {{ . }}
  {{- end }}
  {{- else }}
  mountPath: {{ $file }}
  {{- end }}
  readOnly: true
{{- end }}
{{- range $volume, $spec := $workload.volumes }}
{{- if $spec.path }}
{{ $volume }}:
  mountPath: {{ $spec.path }}
  {{- with $spec.subPath }}
  subPath: {{ . }}
  {{- end }}
  {{- if $spec.readOnly }}
  readOnly: true
  {{- end }}
{{- end }}
{{- end }}
{{- range $volume, $storage := $workload.storage }}
{{ $volume }}:
  mountPath: {{ $storage.path }}
  {{- with $storage.subPath }}
  subPath: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{/* The volumes themselves. Takes a scope. */}}
{{- define "platform.volumes" -}}
{{- $workload := .workload }}
{{- range $volume, $scratch := $workload.scratch }}
{{- $scratch = ternary $scratch dict (kindIs "map" $scratch) }}
- name: {{ $volume }}
  emptyDir:
    sizeLimit: {{ $scratch.size | default $workload.scratchSize }}
    {{- with $scratch.medium }}
    medium: {{ . }}
    {{- end }}
{{- end }}
{{- range $source, $file := $workload.files }}
{{- $config := hasKey $.values.configs $source }}
- name: {{ $source }}
  {{ ternary "configMap" "secret" $config }}:
    {{ ternary "name" "secretName" $config }}: {{ include "platform.sourceName" (dict "values" $.values "source" $source) }}
    {{- if kindIs "map" $file }}
    {{- with $file.mode }}
    defaultMode: {{ . }}
    {{- end }}
    {{- end }}
{{- end }}
{{- range $volume, $spec := $workload.volumes }}
- name: {{ $volume }}
  {{- include "platform.yaml" (dict "root" $.root "yaml" (omit $spec "path" "subPath" "readOnly")) | nindent 2 }}
{{- end }}
{{- if ne $workload.kind "StatefulSet" }}
{{- range $volume, $_ := $workload.storage }}
- name: {{ $volume }}
  persistentVolumeClaim:
    claimName: {{ $.name }}-{{ $volume }}
{{- end }}
{{- end }}
{{- end }}
