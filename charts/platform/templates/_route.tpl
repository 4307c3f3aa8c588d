{{/*
How a service is reached from outside: what `expose` asks for, in the words of exposure.kind: an Ingress, an HTTPRoute of the Gateway API,
or an Istio VirtualService. Takes a scope.
*/}}
{{- define "platform.route" -}}
{{- if and .workload.expose .values.exposure.enabled }}
{{- include (printf "platform.route.%s" .values.exposure.kind) . }}
{{- end }}
{{- end }}

{{- define "platform.route.Ingress" }}
{{- $expose := .workload.expose }}
{{- $exposure := .values.exposure }}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  {{- include "platform.ownMetadata" (dict "scope" . "annotations" (merge (deepCopy ($expose.annotations | default dict)) $exposure.annotations)) | nindent 2 }}
spec:
  ingressClassName: {{ $exposure.className }}
  {{- with $expose.tlsSecret | default $exposure.tlsSecret }}
  tls:
    - secretName: {{ . }}
      hosts:
        {{- include "platform.hosts" $ | nindent 8 }}
  {{- end }}
  rules:
    {{- range $host := $expose.hosts }}
    - host: {{ include "platform.text" (dict "root" $.root "text" $host) | quote }}
      http:
        paths:
          {{- range $path := $expose.paths | default (list "/") }}
          - path: {{ $path }}
            pathType: Prefix
            backend:
              service:
                name: {{ $.name }}
                port:
                  name: {{ include "platform.portName" (dict "workload" $.workload "port" $expose.port) }}
          {{- end }}
    {{- end }}
{{- end }}

{{- define "platform.route.Gateway" }}
{{- $expose := .workload.expose }}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  {{- include "platform.ownMetadata" (dict "scope" . "annotations" $expose.annotations) | nindent 2 }}
spec:
  parentRefs:
    - group: gateway.networking.k8s.io
      kind: Gateway
      name: {{ .values.exposure.gateway.name }}
      {{- with .values.exposure.gateway.namespace }}
      namespace: {{ . }}
      {{- end }}
  hostnames:
    {{- include "platform.hosts" . | nindent 4 }}
  rules:
    - matches:
        {{- range $path := $expose.paths | default (list "/") }}
        - path:
            type: PathPrefix
            value: {{ $path }}
        {{- end }}
      {{- with $expose.timeout }}
      timeouts:
        request: {{ . }}
      {{- end }}
      backendRefs:
        - name: {{ .name }}
          port: {{ include "platform.port" (dict "name" .name "workload" .workload "port" $expose.port) }}
{{- end }}

{{- define "platform.route.Istio" }}
{{- $expose := .workload.expose }}
{{- $port := include "platform.port" (dict "name" .name "workload" .workload "port" $expose.port) }}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  {{- include "platform.ownMetadata" (dict "scope" . "annotations" $expose.annotations) | nindent 2 }}
spec:
  hosts:
    {{- include "platform.hosts" . | nindent 4 }}
  gateways:
    - {{ with .values.exposure.gateway.namespace }}{{ . }}/{{ end }}{{ .values.exposure.gateway.name }}
  http:
    - name: {{ .name }}
      match:
        {{- range $path := $expose.paths | default (list "/") }}
        - uri:
            prefix: {{ $path }}
        {{- end }}
      route:
        {{- if eq .workload.kind "Rollout" }}
        {{- /* Argo Rollouts moves the weights, of Services for blue-green and canary alike. */}}
        - destination:
            host: {{ .name }}
            port:
              number: {{ $port }}
          weight: 100
        {{- if .workload.service.preview }}
        - destination:
            host: {{ .name }}-preview
            port:
              number: {{ $port }}
          weight: 0
        {{- end }}
        {{- else }}
        - destination:
            host: {{ .name }}
            port:
              number: {{ $port }}
          weight: 100
        {{- end }}
      {{- with $expose.timeout }}
      timeout: {{ . }}
      {{- end }}
      {{- with $expose.retries }}
      retries:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $expose.corsPolicy }}
      corsPolicy:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}

{{/* The hosts of a service, as a YAML list. Takes a scope. */}}
{{- define "platform.hosts" -}}
{{- range $host := .workload.expose.hosts }}
- {{ include "platform.text" (dict "root" $.root "text" $host) | quote }}
{{- end }}
{{- end }}

{{/* The Gateway of the platform, where it has its own (exposure.gateway.create). Takes the platform. */}}
{{- define "platform.gateway" -}}
{{- $exposure := .values.exposure }}
{{- $hosts := list }}
{{- range $scope := .scopes }}
{{- range $host := ($scope.workload.expose | default dict).hosts }}
{{- $hosts = append $hosts (include "platform.text" (dict "root" $.root "text" $host)) | uniq | sortAlpha }}
{{- end }}
{{- end }}
{{- if and $exposure.enabled $exposure.gateway.create $hosts }}
{{- if eq $exposure.kind "Gateway" }}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  {{- include "platform.metadata" (dict "platform" . "name" $exposure.gateway.name "component" "exposure" "annotations" $exposure.annotations) | nindent 2 }}
spec:
  gatewayClassName: {{ $exposure.className }}
  listeners:
    {{- range $index, $host := $hosts }}
    - name: https-{{ $index }}
      hostname: {{ $host | quote }}
      port: 443
      protocol: HTTPS
      tls:
        mode: Terminate
        certificateRefs:
          - group: ""
            kind: Secret
            name: {{ $exposure.tlsSecret }}
      allowedRoutes:
        namespaces:
          from: Same
    {{- end }}
{{- else if eq $exposure.kind "Istio" }}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  {{- include "platform.metadata" (dict "platform" . "name" $exposure.gateway.name "component" "exposure" "annotations" $exposure.annotations) | nindent 2 }}
spec:
  selector:
    {{- toYaml $exposure.gateway.selector | nindent 4 }}
  servers:
    - port:
        name: https
        number: 443
        protocol: HTTPS
      tls:
        mode: SIMPLE
        credentialName: {{ $exposure.tlsSecret }}
        minProtocolVersion: TLSV1_2
      hosts:
        {{- toYaml $hosts | nindent 8 }}
    - port:
        name: http
        number: 80
        protocol: HTTP
      tls:
        httpsRedirect: true
      hosts:
        {{- toYaml $hosts | nindent 8 }}
{{- end }}
{{- end }}
{{- end }}
