{{/* SecretProviderClasses: secrets that the CSI driver mounts out of a vault, without a Secret in the cluster. Takes the platform. */}}
{{- define "platform.secretProviders" -}}
{{- range $name, $class := .values.secretProviders }}
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata:
  {{- include "platform.metadata" (dict "platform" $ "name" $name "component" "secrets") | nindent 2 }}
spec:
  {{- include "platform.yaml" (dict "root" $.root "yaml" $class) | nindent 2 }}
{{- end }}
{{- end }}
