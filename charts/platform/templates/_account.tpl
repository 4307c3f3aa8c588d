{{/*
The ServiceAccount of one service, and what it may do in the cluster: `rules` in its own namespace, `clusterRules` in all. Only a
service with rules, or with account.token, gets a token. Takes a scope.
*/}}
{{- define "platform.account" -}}
{{- $workload := .workload }}
{{- $rules := or $workload.rules $workload.clusterRules }}
{{- if or $rules (ne $workload.kind "Operated") }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "platform.ownMetadata" (dict "scope" . "annotations" $workload.account.annotations) | nindent 2 }}
automountServiceAccountToken: false
{{- end }}
{{- with $workload.rules }}
{{- include "platform.role" (dict "scope" $ "kind" "Role" "name" $.name "rules" .) }}
{{- end }}
{{- with $workload.clusterRules }}
{{- include "platform.role" (dict "scope" $ "kind" "ClusterRole" "name" (printf "%s-%s" $.root.Release.Namespace $.name) "rules" .) }}
{{- end }}
{{- end }}

{{/* A role, bound to the service's account. Takes scope, kind, name, rules. */}}
{{- define "platform.role" -}}
{{- $scope := .scope }}
{{- $metadata := include "platform.ownMetadata" (dict "scope" $scope "name" .name) }}
{{- if eq .kind "ClusterRole" }}
{{- $metadata = regexReplaceAll "(?m)^namespace: .*\n" $metadata "" }}
{{- end }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ .kind }}
metadata:
  {{- $metadata | nindent 2 }}
rules:
  {{- toYaml .rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ .kind }}Binding
metadata:
  {{- $metadata | nindent 2 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ .kind }}
  name: {{ .name }}
subjects:
  - kind: ServiceAccount
    name: {{ $scope.name }}
    namespace: {{ $scope.workload.namespace | default $scope.root.Release.Namespace }}
{{- end }}

{{/* Whether the pods of a service are given their account's token: "true" or "false". Takes a scope. */}}
{{- define "platform.needsToken" -}}
{{- or .workload.account.token (not (empty .workload.rules)) (not (empty .workload.clusterRules)) }}
{{- end }}
