{{/* Certificates that cert-manager gets and renews. Takes the platform. */}}
{{- define "platform.certificates" -}}
{{- range $name, $certificate := .values.certificates }}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  {{- include "platform.metadata" (dict "platform" $ "name" $name "component" "certificates" "namespace" $certificate.namespace) | nindent 2 }}
spec:
  secretName: {{ $name }}
  duration: {{ $certificate.duration | default "2160h" }}
  renewBefore: {{ $certificate.renewBefore | default "720h" }}
  privateKey:
    algorithm: ECDSA
    size: 256
    rotationPolicy: Always
  usages:
    {{- toYaml ($certificate.usages | default (list "digital signature" "server auth")) | nindent 4 }}
  dnsNames:
    {{- range $host := $certificate.hosts }}
    - {{ include "platform.text" (dict "root" $.root "text" $host) | quote }}
    {{- end }}
  issuerRef:
    group: cert-manager.io
    {{- toYaml ($certificate.issuer | default $.values.issuer) | nindent 4 }}
{{- end }}
{{- end }}
