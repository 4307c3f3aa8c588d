{{/* How many pods of a service may be away on purpose (a node drain) at a time. Takes a scope. */}}
{{- define "platform.disruption" -}}
{{- if and .workload.disruption.enabled (has .workload.kind (list "Deployment" "StatefulSet" "Rollout")) }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "platform.ownMetadata" (dict "scope" .) | nindent 2 }}
spec:
  maxUnavailable: {{ .workload.disruption.maxUnavailable }}
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "platform.selector" . | nindent 6 }}
{{- end }}
{{- end }}
