{{/* The objects of one workload. Each template takes its scope (_metadata.tpl). */}}

{{- define "nxloy.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .name }}
  labels:
    {{- include "nxloy.workloadLabels" . | nindent 4 }}
  {{- with include "nxloy.annotations" (dict "root" .root "annotations" .workload.serviceAccountAnnotations) }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end }}

{{/* A Deployment or a StatefulSet. */}}
{{- define "nxloy.workload" -}}
apiVersion: apps/v1
kind: {{ .workload.kind }}
metadata:
  name: {{ .name }}
  labels:
    {{- include "nxloy.workloadLabels" . | nindent 4 }}
spec:
  {{- /* Where an autoscaler counts, a number here would set it back at each upgrade. */}}
  {{- if not .workload.autoscaling.enabled }}
  replicas: {{ .workload.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  minReadySeconds: {{ .workload.minReadySeconds }}
  selector:
    matchLabels:
      {{- include "nxloy.selectorLabels" . | nindent 6 }}
  {{- if eq .workload.kind "StatefulSet" }}
  serviceName: {{ .name }}
  updateStrategy:
    type: RollingUpdate
  persistentVolumeClaimRetentionPolicy:
    whenDeleted: Retain
    whenScaled: Retain
  {{- else }}
  strategy:
    {{- toYaml .workload.strategy | nindent 4 }}
  {{- end }}
  template:
    {{- include "nxloy.pod" . | nindent 4 }}
  {{- with .workload.storage }}
  volumeClaimTemplates:
    - metadata:
        name: data
        labels:
          {{- include "nxloy.selectorLabels" $ | nindent 10 }}
      spec:
        accessModes:
          - ReadWriteOnce
        {{- with .className }}
        storageClassName: {{ . }}
        {{- end }}
        resources:
          requests:
            storage: {{ .size }}
  {{- end }}
{{- end }}

{{/* Headless for a StatefulSet, whose pods have names of their own. */}}
{{- define "nxloy.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .name }}
  labels:
    {{- include "nxloy.workloadLabels" . | nindent 4 }}
spec:
  type: ClusterIP
  {{- if eq .workload.kind "StatefulSet" }}
  clusterIP: None
  {{- end }}
  selector:
    {{- include "nxloy.selectorLabels" . | nindent 4 }}
  ports:
    - name: {{ .workload.portName }}
      port: {{ .workload.port }}
      targetPort: {{ .workload.portName }}
      protocol: TCP
{{- end }}

{{- define "nxloy.autoscaler" -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ .name }}
  labels:
    {{- include "nxloy.workloadLabels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: {{ .workload.kind }}
    name: {{ .name }}
  {{- with .workload.autoscaling }}
  minReplicas: {{ .minReplicas }}
  maxReplicas: {{ .maxReplicas }}
  metrics:
    {{- range $resource, $percent := .utilization }}
    - type: Resource
      resource:
        name: {{ $resource }}
        target:
          type: Utilization
          averageUtilization: {{ $percent }}
    {{- end }}
  behavior:
    {{- toYaml .behavior | nindent 4 }}
  {{- end }}
{{- end }}

{{- define "nxloy.disruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .name }}
  labels:
    {{- include "nxloy.workloadLabels" . | nindent 4 }}
spec:
  maxUnavailable: {{ .workload.maxUnavailable }}
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "nxloy.selectorLabels" . | nindent 6 }}
{{- end }}
