{{- /* Helpers in Go's templates can be included from both dialects. */ -}}
{{- define "jinja-example.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
