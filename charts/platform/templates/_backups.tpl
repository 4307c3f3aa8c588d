{{/*
A backup, as the service that it becomes: a CronJob `<name>-backup`, whose init container dumps into a scratch folder and whose own
container puts the files into object storage and takes those away that are too old. */}}

{{/* Adds the backups to the services. Takes the platform. */}}
{{- define "platform.backups" -}}
{{- $platform := . }}
{{- range $name, $backup := .values.backups }}
{{- $service := include "platform.backup" (dict "platform" $platform "name" $name "backup" $backup) | fromYaml }}
{{- $name = printf "%s-backup" $name }}
{{- $_ := set $platform.values.services $name (mustMergeOverwrite $service (get $platform.values.services $name | default dict)) }}
{{- end }}
{{- end }}

{{/* One of them as a service, in YAML. Takes platform, name and backup. */}}
{{- define "platform.backup" -}}
{{- $values := .platform.values }}
{{- $storage := mustMergeOverwrite (deepCopy $values.objectStorage) (deepCopy (.backup.objectStorage | default dict)) }}
{{- $target := printf ":s3:%s/%s" $storage.bucket (.backup.path | default .name) -}}
kind: CronJob
component: backup
schedule: {{ .backup.schedule | default "0 2 * * *" | quote }}
suspend: {{ .backup.suspend | default false }}
image:
  {{- toYaml $storage.image | nindent 2 }}
user: {{ .backup.user | default 65534 }}
command: [/bin/sh, -ec]
args:
  - |
    rclone copy /backup "{{ $target }}"
    rclone delete --min-age {{ .backup.retention | default "30d" }} "{{ $target }}"
env:
  RCLONE_S3_PROVIDER: {{ $storage.provider | quote }}
  RCLONE_S3_ENDPOINT: {{ $storage.endpoint | quote }}
  RCLONE_S3_REGION: {{ $storage.region | quote }}
  RCLONE_S3_SERVER_SIDE_ENCRYPTION: {{ $storage.encryption | quote }}
  RCLONE_S3_NO_CHECK_BUCKET: "true"
  RCLONE_CONFIG: /tmp/rclone.conf
  {{- if $storage.secret }}
  RCLONE_S3_ACCESS_KEY_ID: {secret: {{ $storage.secret }}, key: access-key-id}
  RCLONE_S3_SECRET_ACCESS_KEY: {secret: {{ $storage.secret }}, key: secret-access-key}
  {{- else }}
  RCLONE_S3_ENV_AUTH: "true"
  {{- end }}
account:
  {{- toYaml (dict "annotations" ($storage.accountAnnotations | default dict)) | nindent 2 }}
scratch:
  backup: {path: /backup, size: {{ .backup.size | default "10Gi" }}}
resources:
  {{- toYaml (mustMergeOverwrite (deepCopy $values.defaults.resources) (dict "limits" (dict "ephemeral-storage" (.backup.size | default "10Gi")))) | nindent 2 }}
allow:
  to:
    {{- mustMergeOverwrite (dict $storage.to $storage.port) (deepCopy (.backup.to | default dict)) | toYaml | nindent 4 }}
{{- with .backup.dump }}
init:
  dump:
    {{- toYaml (mustMergeOverwrite (dict "mounts" (dict "backup" "/backup" "tmp" "/tmp") "resources" (dict "limits" (dict "ephemeral-storage" ($.backup.size | default "10Gi")))) (deepCopy .)) | nindent 4 }}
{{- end }}
{{- end }}
