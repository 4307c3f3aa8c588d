{{/* The pod template that every workload has, whatever its kind. Takes a workload's scope (_metadata.tpl). */}}
{{- define "nxloy.pod" -}}
{{- $root := .root }}
{{- $workload := .workload }}
{{- $configs := concat $workload.envFrom (keys $workload.files) | uniq | sortAlpha -}}
metadata:
  labels:
    {{- include "nxloy.podLabels" . | nindent 4 }}
  {{- if or $configs $workload.podAnnotations }}
  annotations:
    {{- /* A changed ConfigMap starts new pods. Secrets have no checksum: who may read pods could test guesses against it. */}}
    {{- range $config := $configs }}
    checksum/{{ $config }}: {{ include "nxloy.configData" (dict "root" $root "config" $config) | sha256sum | quote }}
    {{- end }}
    {{- with include "nxloy.annotations" (dict "root" $root "annotations" $workload.podAnnotations) }}
    {{- . | nindent 4 }}
    {{- end }}
  {{- end }}
spec:
  serviceAccountName: {{ .name }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with $root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  securityContext:
    {{- toYaml $workload.podSecurityContext | nindent 4 }}
  terminationGracePeriodSeconds: {{ $workload.terminationGracePeriodSeconds }}
  {{- with $workload.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $workload.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  topologySpreadConstraints:
    {{- range $key, $whenUnsatisfiable := $workload.spread }}
    - topologyKey: {{ $key }}
      maxSkew: 1
      whenUnsatisfiable: {{ $whenUnsatisfiable }}
      nodeTaintsPolicy: Honor
      labelSelector:
        matchLabels:
          {{- include "nxloy.selectorLabels" $ | nindent 10 }}
      matchLabelKeys:
        - {{ ternary "controller-revision-hash" "pod-template-hash" (eq $workload.kind "StatefulSet") }}
    {{- end }}
  containers:
    - name: {{ .name }}
      image: {{ include "nxloy.image" . | quote }}
      imagePullPolicy: {{ $workload.image.pullPolicy }}
      {{- with $workload.command }}
      command:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $workload.args }}
      args:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      ports:
        - name: {{ $workload.portName }}
          containerPort: {{ $workload.port }}
          protocol: TCP
      {{- with $workload.envFrom }}
      envFrom:
        {{- range . }}
        - configMapRef:
            name: {{ . }}
        {{- end }}
      {{- end }}
      {{- if or $workload.env $workload.secretEnv }}
      env:
        {{- range $variable, $value := $workload.env }}
        - name: {{ $variable }}
          value: {{ tpl $value $root | quote }}
        {{- end }}
        {{- range $variable, $ref := $workload.secretEnv }}
        - name: {{ $variable }}
          valueFrom:
            secretKeyRef:
              {{- include "nxloy.secretKeyRef" (dict "root" $root "secret" $ref.secret "key" $ref.key) | nindent 14 }}
        {{- end }}
      {{- end }}
      {{- range $probe, $spec := $workload.probes }}
      {{ $probe }}Probe:
        {{- toYaml $spec | nindent 8 }}
      {{- end }}
      {{- with $workload.lifecycle }}
      lifecycle:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      resources:
        {{- toYaml $workload.resources | nindent 8 }}
      securityContext:
        {{- toYaml $workload.securityContext | nindent 8 }}
      volumeMounts:
        {{- range $volume, $path := $workload.scratch }}
        - name: {{ $volume }}
          mountPath: {{ $path }}
        {{- end }}
        {{- range $config, $path := $workload.files }}
        - name: {{ $config }}
          mountPath: {{ $path }}
          readOnly: true
        {{- end }}
        {{- with $workload.storage }}
        - name: data
          mountPath: {{ .path }}
        {{- end }}
  volumes:
    {{- range $volume := keys $workload.scratch | sortAlpha }}
    - name: {{ $volume }}
      emptyDir:
        sizeLimit: {{ $workload.scratchSize }}
    {{- end }}
    {{- range $config := keys $workload.files | sortAlpha }}
    - name: {{ $config }}
      configMap:
        name: {{ $config }}
    {{- end }}
{{- end }}
