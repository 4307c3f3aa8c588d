{{/* Fills scopes with the services that are on: `defaults`, under the profile, under what the service says. Takes the platform. */}}
{{- define "platform.scopes" -}}
{{- $platform := . }}
{{- $values := .values }}
{{- range $name, $service := $values.services }}
{{- $profile := dict }}
{{- with $service.profile }}
{{- $profile = get $values.profiles . | required (printf "services.%s.profile: %s is not one of profiles (%s)" $name . (keys $values.profiles | sortAlpha | join ", ")) }}
{{- end }}
{{- $workload := mustMergeOverwrite (deepCopy $values.defaults) (deepCopy $profile) (deepCopy $service) }}
{{- $ports := dict }}
{{- range $port, $spec := $workload.ports }}
{{- $spec = ternary $spec (dict "port" $spec) (kindIs "map" $spec) }}
{{- $_ := set $ports $port (merge $spec (dict "protocol" "TCP" "service" $spec.port)) }}
{{- end }}
{{- $_ := set $platform.ports $name $ports }}
{{- if $workload.enabled }}
{{- $_ := set $workload "ports" $ports }}
{{- if not $workload.component }}
{{- $_ := set $workload "component" $name }}
{{- end }}
{{- $_ := set $platform.scopes $name (dict "root" $platform.root "values" $values "name" $name "workload" $workload) }}
{{- end }}
{{- end }}
{{- end }}

{{/* The ports of a service that a name, a number, a list of these, or `true` (all) stands for, as a list of "NUMBER/PROTOCOL". Takes known (the ports of all services), to, ports; prints JSON. */}}
{{- define "platform.ports" -}}
{{- $known := get .known .to | default dict }}
{{- $asked := ternary .ports (list .ports) (kindIs "slice" .ports) }}
{{- if kindIs "bool" .ports }}
{{- $asked = keys $known | sortAlpha }}
{{- if not $asked }}
{{- fail (printf "the flow to %s needs a port: none is known of it" .to) }}
{{- end }}
{{- end }}
{{- $found := list }}
{{- range $port := $asked }}
{{- if hasKey $known (toString $port) }}
{{- with get $known (toString $port) }}
{{- $found = append $found (printf "%d/%s" (int .port) .protocol) }}
{{- end }}
{{- else if regexMatch "^[0-9]+(/(TCP|UDP))?$" (toString $port) }}
{{- $found = append $found (ternary (toString $port) (printf "%s/TCP" (toString $port)) (contains "/" (toString $port))) }}
{{- else }}
{{- fail (printf "%s is not one of the ports of %s (%s)" (toString $port) $.to (keys $known | sortAlpha | join ", ")) }}
{{- end }}
{{- end }}
{{- $found | uniq | toJson }}
{{- end }}

{{/* The number of one port of a service; of its first one where none is named. Takes a scope's name and workload, and port. */}}
{{- define "platform.port" -}}
{{- $names := keys .workload.ports | sortAlpha }}
{{- $name := .port | default (ternary "http" (first $names) (has "http" $names)) | toString }}
{{- if hasKey .workload.ports $name }}
{{- (get .workload.ports $name).port | int }}
{{- else }}
{{- fail (printf "services.%s: %s is not one of its ports (%s)" .name $name (join ", " $names)) }}
{{- end }}
{{- end }}

{{/* The name of the port that is meant where none is named: http, else the first one. */}}
{{- define "platform.portName" -}}
{{- $names := keys .workload.ports | sortAlpha }}
{{- .port | default (ternary "http" (first $names) (has "http" $names)) }}
{{- end }}
