{{/*
Namespaces: the release's own (`namespace`) and others (`namespaces`), with the Pod Security Standard that they enforce, a quota, and what
a container gets that says nothing. Takes the platform.
*/}}
{{- define "platform.namespaces" -}}
{{- $platform := . }}
{{- $all := dict .root.Release.Namespace .values.namespace }}
{{- range $name, $namespace := .values.namespaces }}
{{- $_ := set $all $name (mustMergeOverwrite (deepCopy $platform.values.namespace) (dict "quota" dict) (deepCopy $namespace)) }}
{{- end }}
{{- range $name, $namespace := $all }}
{{- if $namespace.create }}
---
apiVersion: v1
kind: Namespace
metadata:
  {{- $labels := deepCopy $namespace.labels }}
  {{- range $mode := list "enforce" "audit" "warn" }}
  {{- $_ := set $labels (printf "pod-security.kubernetes.io/%s" $mode) $namespace.podSecurity }}
  {{- end }}
  {{- if $platform.values.mesh.enabled }}
  {{- $_ := set $labels "istio-injection" "enabled" }}
  {{- end }}
  {{- include "platform.metadata" (dict "platform" $platform "name" $name "component" "namespace" "namespace" "cluster" "labels" $labels "annotations" (merge (deepCopy $namespace.annotations) (dict "helm.sh/resource-policy" "keep"))) | nindent 2 }}
{{- end }}
{{- with $namespace.quota }}
---
apiVersion: v1
kind: ResourceQuota
metadata:
  {{- include "platform.metadata" (dict "platform" $platform "name" "quota" "component" "namespace" "namespace" $name) | nindent 2 }}
spec:
  hard:
    {{- range $resource, $amount := . }}
    {{ $resource }}: {{ $amount | toString | quote }}
    {{- end }}
{{- end }}
{{- with $namespace.limits }}
---
apiVersion: v1
kind: LimitRange
metadata:
  {{- include "platform.metadata" (dict "platform" $platform "name" "limits" "component" "namespace" "namespace" $name) | nindent 2 }}
spec:
  limits:
    - type: Container
      {{- toYaml . | nindent 6 }}
{{- end }}
{{- end }}
{{- end }}
