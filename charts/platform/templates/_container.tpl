{{/* A container. Takes root, values, name, container (what values say of it), mounts (paths by volume), and probes: whether it has any. */}}
{{- define "platform.container" -}}
{{- $root := .root }}
{{- $container := .container -}}
- name: {{ .name }}
  image: {{ include "platform.image" (dict "root" $root "image" $container.image) | quote }}
  imagePullPolicy: {{ $container.image.pullPolicy }}
  {{- with $container.restartPolicy }}
  restartPolicy: {{ . }}
  {{- end }}
  {{- with $container.command }}
  command:
    {{- include "platform.yaml" (dict "root" $root "yaml" .) | nindent 4 }}
  {{- end }}
  {{- with $container.args }}
  args:
    {{- include "platform.yaml" (dict "root" $root "yaml" .) | nindent 4 }}
  {{- end }}
  {{- with $container.workingDir }}
  workingDir: {{ . }}
  {{- end }}
  {{- with $container.ports }}
  ports:
    {{- range $port, $spec := . }}
    - name: {{ $port }}
      containerPort: {{ $spec.port }}
      protocol: {{ $spec.protocol }}
    {{- end }}
  {{- end }}
  {{- with $container.envFrom }}
  envFrom:
    {{- range $source := . }}
    - {{ ternary "configMapRef" "secretRef" (hasKey $.values.configs $source) }}:
        name: {{ include "platform.sourceName" (dict "values" $.values "source" $source) }}
    {{- end }}
  {{- end }}
  {{- with $container.env }}
  env:
    {{- range $variable, $value := . }}
    - name: {{ $variable }}
      {{- include "platform.variable" (dict "root" $root "values" $.values "value" $value) | nindent 6 }}
    {{- end }}
  {{- end }}
  {{- if .probes }}
  {{- with include "platform.probes" (dict "name" .name "workload" $container) | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- with $container.lifecycle }}
  lifecycle:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
  resources:
    {{- toYaml $container.resources | nindent 4 }}
  securityContext:
    {{- toYaml $container.security | nindent 4 }}
  {{- with .mounts }}
  volumeMounts:
    {{- range $volume, $mount := . }}
    - name: {{ $volume }}
      {{- toYaml $mount | nindent 6 }}
    {{- end }}
  {{- end }}
{{- end }}

{{/* A container besides the service's own: an init container, a sidecar. What it does not say is as in `defaults`. Takes scope, name, container. */}}
{{- define "platform.besides" -}}
{{- $defaults := pick .scope.values.defaults "image" "security" "resources" "probes" "health" }}
{{- $container := mustMergeOverwrite (deepCopy $defaults) (dict "ports" dict) (deepCopy .container) }}
{{- $ports := dict }}
{{- range $port, $number := $container.ports }}
{{- $_ := set $ports $port (dict "port" $number "protocol" "TCP") }}
{{- end }}
{{- $_ := set $container "ports" $ports }}
{{- $mounts := dict }}
{{- range $volume, $path := $container.mounts }}
{{- $_ := set $mounts $volume (dict "mountPath" $path) }}
{{- end }}
{{- include "platform.container" (dict "root" .scope.root "values" .scope.values "name" .name "container" $container "probes" (not (empty $ports)) "mounts" $mounts) }}
{{- end }}

{{/* One variable: a text, or where it comes from ({secret, key}, {config, key}, {field}, {resource}). Takes root, values, value. */}}
{{- define "platform.variable" -}}
{{- if not (kindIs "map" .value) -}}
value: {{ include "platform.text" (dict "root" .root "text" .value) | quote }}
{{- else -}}
valueFrom:
  {{- with .value }}
  {{- if .secret }}
  secretKeyRef:
    name: {{ include "platform.sourceName" (dict "values" $.values "source" .secret "key" .key) }}
    key: {{ .key }}
  {{- else if .config }}
  configMapKeyRef:
    name: {{ include "platform.sourceName" (dict "values" $.values "source" .config) }}
    key: {{ .key }}
  {{- else if .field }}
  fieldRef:
    fieldPath: {{ .field }}
  {{- else }}
  resourceFieldRef:
    resource: {{ .resource }}
  {{- end }}
  {{- end }}
{{- end }}
{{- end }}
