{{/*
Network policies. Each namespace denies all traffic in both directions, but for DNS. What is open besides is a flow, said once at either
end and opened at both that are services here: `allow.to`, `allow.from`, `expose`, `metrics`, a token for the API server, the mesh.
*/}}

{{/* Fills flows with {from, to, ports}. Takes the platform. */}}
{{- define "platform.flows" -}}
{{- $platform := . }}
{{- $flows := list }}
{{- range $name, $scope := .scopes }}
{{- $workload := $scope.workload }}
{{- range $other, $ports := $workload.allow.to }}
{{- if ne (toString $ports) "false" }}
{{- $flows = append $flows (dict "from" $name "to" $other "ports" $ports) }}
{{- end }}
{{- end }}
{{- range $other, $ports := $workload.allow.from }}
{{- if ne (toString $ports) "false" }}
{{- $flows = append $flows (dict "from" $other "to" $name "ports" $ports) }}
{{- end }}
{{- end }}
{{- if and $workload.expose $platform.values.exposure.enabled }}
{{- $flows = append $flows (dict "from" $platform.values.exposure.from "to" $name "ports" (include "platform.portName" (dict "workload" $workload "port" $workload.expose.port))) }}
{{- end }}
{{- if and $workload.metrics.enabled $platform.values.monitoring.enabled }}
{{- $flows = append $flows (dict "from" $platform.values.monitoring.from "to" $name "ports" (include "platform.portName" (dict "workload" $workload "port" $workload.metrics.port))) }}
{{- end }}
{{- if eq (include "platform.needsToken" $scope) "true" }}
{{- $flows = append $flows (dict "from" $name "to" "kubernetes-api" "ports" (list 443 6443)) }}
{{- end }}
{{- if and $platform.values.mesh.enabled (ne $workload.kind "Operated") }}
{{- $flows = append $flows (dict "from" $name "to" "mesh-control-plane" "ports" 15012) }}
{{- end }}
{{- end }}
{{- $_ := set $platform "flows" $flows }}
{{- end }}

{{/*
One end of a flow, as peers of a NetworkPolicy in `namespace`. A service that is off is nobody, unless network.peers say who stands for it
(a managed database). Takes platform, end, namespace.
*/}}
{{- define "platform.peers" -}}
{{- $scope := get .platform.scopes .end }}
{{- $values := .platform.values }}
{{- if $scope -}}
- podSelector:
    matchLabels:
      {{- include "platform.selector" $scope | nindent 6 }}
  {{- with $scope.workload.namespace | default .platform.root.Release.Namespace }}
  {{- if ne . $.namespace }}
  namespaceSelector:
    matchLabels:
      kubernetes.io/metadata.name: {{ . }}
  {{- end }}
  {{- end }}
{{- else if hasKey $values.network.peers .end }}
{{- get $values.network.peers .end | toYaml }}
{{- else if not (or (hasKey $values.services .end) (hasKey $values.backups (trimSuffix "-backup" .end))) }}
{{- fail (printf "a flow ends at %s, which is neither one of services nor of network.peers" .end) }}
{{- end }}
{{- end }}

{{/* Takes the platform. */}}
{{- define "platform.network" -}}
{{- $platform := . }}
{{- if .values.network.enabled }}
{{- range $namespace := prepend (keys .values.namespaces | sortAlpha) .root.Release.Namespace | uniq }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "platform.metadata" (dict "platform" $platform "name" "default-deny" "component" "network" "namespace" $namespace) | nindent 2 }}
spec:
  podSelector: {}
  policyTypes:
    - Ingress
    - Egress
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "platform.metadata" (dict "platform" $platform "name" "allow-dns" "component" "network" "namespace" $namespace) | nindent 2 }}
spec:
  podSelector: {}
  policyTypes:
    - Egress
  egress:
    - to:
        {{- toYaml $platform.values.network.peers.dns | nindent 8 }}
      ports:
        - port: 53
          protocol: UDP
        - port: 53
          protocol: TCP
{{- end }}
{{- range $name, $scope := .scopes }}
{{- $ingress := include "platform.rules" (dict "platform" $platform "scope" $scope "here" "to" "there" "from") | trim }}
{{- $egress := include "platform.rules" (dict "platform" $platform "scope" $scope "here" "from" "there" "to") | trim }}
{{- if or $ingress $egress }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "platform.ownMetadata" (dict "scope" $scope) | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "platform.selector" $scope | nindent 6 }}
  policyTypes:
    - Ingress
    - Egress
  {{- with $ingress }}
  ingress:
    {{- . | nindent 4 }}
  {{- end }}
  {{- with $egress }}
  egress:
    {{- . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* What one service may be called by, or call. Takes platform, scope, here (its end of the flows: to, from) and there (the other). */}}
{{- define "platform.rules" -}}
{{- $platform := .platform }}
{{- $namespace := .scope.workload.namespace | default .scope.root.Release.Namespace }}
{{- $here := .here }}
{{- $there := .there }}
{{- $name := .scope.name }}
{{- $ends := dict }}
{{- range $flow := $platform.flows }}
{{- if eq (get $flow $here) $name }}
{{- $known := get $ends (get $flow $there) | default list }}
{{- $ports := include "platform.ports" (dict "known" $platform.ports "to" $flow.to "ports" $flow.ports) | fromJsonArray }}
{{- $_ := set $ends (get $flow $there) (concat $known $ports | uniq) }}
{{- end }}
{{- end }}
{{- range $end, $ports := $ends }}
{{- with include "platform.peers" (dict "platform" $platform "end" $end "namespace" $namespace) }}
- {{ $there }}:
    {{- . | nindent 4 }}
  ports:
    {{- range $ports }}
    {{- $port := splitList "/" . }}
    - port: {{ first $port }}
      protocol: {{ last $port }}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}
