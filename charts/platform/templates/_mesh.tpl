{{/*
An Istio mesh, where `mesh` is on: who may call whom, once more by identity, and mutual TLS. A namespace's AuthorizationPolicy without
rules denies all; each service's own opens the flows that the network policies open.
Takes the platform.
*/}}
{{- define "platform.mesh" -}}
{{- $platform := . }}
{{- if .values.mesh.enabled }}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata:
  {{- include "platform.metadata" (dict "platform" . "name" "default" "component" "mesh") | nindent 2 }}
spec:
  mtls:
    mode: {{ .values.mesh.mtls }}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  {{- include "platform.metadata" (dict "platform" . "name" "default-deny" "component" "mesh") | nindent 2 }}
spec: {}
{{- range $name, $scope := .scopes }}
{{- if ne $scope.workload.kind "Operated" }}
{{- include "platform.mesh.metrics" $scope }}
{{- $callers := dict }}
{{- range $flow := $platform.flows }}
{{- if eq $flow.to $name }}
{{- $ports := include "platform.ports" (dict "known" $platform.ports "to" $name "ports" $flow.ports) | fromJsonArray }}
{{- $_ := set $callers $flow.from (concat (get $callers $flow.from | default list) $ports | uniq) }}
{{- end }}
{{- end }}
{{- if $callers }}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  {{- include "platform.ownMetadata" (dict "scope" $scope) | nindent 2 }}
spec:
  selector:
    matchLabels:
      {{- include "platform.selector" $scope | nindent 6 }}
  action: ALLOW
  rules:
    {{- range $caller, $ports := $callers }}
    {{- $source := include "platform.mesh.source" (dict "platform" $platform "caller" $caller) }}
    {{- if ne $source "nobody" }}
    - to:
        - operation:
            ports:
              {{- range $ports }}
              - {{ splitList "/" . | first | quote }}
              {{- end }}
      {{- with $source }}
      from:
        - source:
            {{- . | nindent 12 }}
      {{- end }}
    {{- end }}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* A port of its own for metrics may be asked without a certificate: Prometheus is in no mesh. The network policies bound who asks. Takes a scope. */}}
{{- define "platform.mesh.metrics" -}}
{{- $main := include "platform.portName" (dict "workload" .workload) }}
{{- $port := include "platform.portName" (dict "workload" .workload "port" .workload.metrics.port) }}
{{- if and .workload.metrics.enabled .values.monitoring.enabled (ne $port $main) }}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata:
  {{- include "platform.ownMetadata" (dict "scope" .) | nindent 2 }}
spec:
  selector:
    matchLabels:
      {{- include "platform.selector" . | nindent 6 }}
  mtls:
    mode: {{ .values.mesh.mtls }}
  portLevelMtls:
    {{ include "platform.port" (dict "name" .name "workload" .workload "port" $port) | quote }}:
      mode: PERMISSIVE
{{- end }}
{{- end }}

{{/* Who a caller is: its account; of peers the one that mesh.identities names. A peer without identity (no sidecar) may come as anyone. Takes platform and caller. */}}
{{- define "platform.mesh.source" -}}
{{- $values := .platform.values }}
{{- $scope := get .platform.scopes .caller }}
{{- if $scope }}
{{- if ne $scope.workload.kind "Operated" -}}
principals:
  - {{ printf "%s/ns/%s/sa/%s" $values.mesh.trustDomain ($scope.workload.namespace | default .platform.root.Release.Namespace) .caller | quote }}
{{- end }}
{{- else if hasKey $values.mesh.identities .caller -}}
principals:
  - {{ get $values.mesh.identities .caller | quote }}
{{- else if not (hasKey $values.network.peers .caller) -}}
nobody
{{- end }}
{{- end }}

{{/* How a service is called inside the mesh: mutual TLS, bounded connections, and no calls to a pod that keeps failing. Takes a scope. */}}
{{- define "platform.mesh.destination" -}}
{{- if and .values.mesh.enabled .workload.service.enabled .workload.ports (not (has .workload.kind (list "Operated" "Job" "CronJob"))) }}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  {{- include "platform.ownMetadata" (dict "scope" .) | nindent 2 }}
spec:
  host: {{ .name }}
  trafficPolicy:
    tls:
      mode: ISTIO_MUTUAL
    {{- toYaml (mustMergeOverwrite (deepCopy .values.mesh.trafficPolicy) (deepCopy .workload.trafficPolicy)) | nindent 4 }}
{{- end }}
{{- end }}
