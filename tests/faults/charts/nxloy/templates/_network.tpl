{{/* One end of a network flow. Takes root and peer: the name of a workload that is on, else of one of network.peers. */}}
{{- define "nxloy.peers" -}}
{{- $workload := get .root.Values.workloads .peer | default dict }}
{{- if $workload.enabled -}}
- podSelector:
    matchLabels:
      {{- include "nxloy.selectorLabels" (dict "root" .root "name" .peer) | nindent 6 }}
{{- else }}
{{- get .root.Values.network.peers .peer | required (printf "network.flows: %s is neither a workload that is enabled nor one of network.peers" .peer) | toYaml }}
{{- end }}
{{- end }}

{{/*
One end of a flow, opened. Takes root, flow (its name), workload (whose pods it is about), direction (Ingress or Egress, as seen from
them), peers (the other end, as YAML) and port.
*/}}
{{- define "nxloy.flowPolicy" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .flow }}-{{ lower .direction }}
  labels:
    {{- include "nxloy.sharedLabels" (dict "root" .root "component" "network") | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "nxloy.selectorLabels" (dict "root" .root "name" .workload) | nindent 6 }}
  policyTypes:
    - {{ .direction }}
  {{ lower .direction }}:
    - {{ ternary "from" "to" (eq .direction "Ingress") }}:
        {{- .peers | nindent 8 }}
      ports:
        - port: {{ .port }}
          protocol: TCP
{{- end }}
