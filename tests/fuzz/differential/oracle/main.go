// Answers conformance cases as Helm's engine does: JSON objects on standard input, one a line, and as many on
// standard output. The protocol is that of `conform vectors` (tests/src/bin/conform.rs).
//
//	go build -ldflags "-X helm.sh/helm/v4/internal/version.version=v4.3.1" -o oracle .
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"maps"
	"os"
	"strings"
	"unicode/utf8"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/loader/archive"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	"helm.sh/helm/v4/pkg/strvals"
)

type chartCase struct {
	Templates   map[string]string     `json:"templates"`
	Values      *string               `json:"values"`
	Files       map[string]string     `json:"files"`
	FilesBase64 map[string]string     `json:"filesBase64"`
	Chart       map[string]any        `json:"chart"`
	ChartYaml   *string               `json:"chartYaml"`
	Subcharts   map[string]*chartCase `json:"subcharts"`
}

type renderCase struct {
	chartCase
	ID         any      `json:"id"`
	UserValues *string  `json:"userValues"`
	SetJSON    []string `json:"setJson"`
	Set        []string `json:"set"`
	SetString  []string `json:"setString"`
	Strict     bool     `json:"strict"`
	Lint       bool     `json:"lint"`
}

func (c *chartCase) addTo(files *[]*archive.BufferedFile, name, below string) error {
	add := func(path string, data []byte) {
		*files = append(*files, &archive.BufferedFile{Name: below + path, Data: data})
	}
	if c.ChartYaml != nil {
		add("Chart.yaml", []byte(*c.ChartYaml))
	} else {
		metadata := map[string]any{"apiVersion": "v2", "name": name, "version": "0.1.0", "appVersion": "1.0"}
		maps.Copy(metadata, c.Chart)
		data, err := json.Marshal(metadata)
		if err != nil {
			return err
		}
		add("Chart.yaml", data)
	}
	if c.Values != nil {
		add("values.yaml", []byte(*c.Values))
	}
	for path, text := range c.Templates {
		add(path, []byte(text))
	}
	for path, text := range c.Files {
		add(path, []byte(text))
	}
	for path, text := range c.FilesBase64 {
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return err
		}
		add(path, data)
	}
	for name, sub := range c.Subcharts {
		if err := sub.addTo(files, name, below+"charts/"+name+"/"); err != nil {
			return err
		}
	}
	return nil
}

func (c *renderCase) render() (rendered map[string]string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	var files []*archive.BufferedFile
	if err := c.addTo(&files, "app", ""); err != nil {
		return nil, err
	}
	chart, err := loader.LoadFiles(files)
	if err != nil {
		return nil, err
	}
	user := map[string]any{}
	if c.UserValues != nil {
		if user, err = loader.LoadValues(strings.NewReader(*c.UserValues)); err != nil {
			return nil, err
		}
	}
	for _, arg := range c.SetJSON {
		if trimmed := strings.TrimSpace(arg); strings.HasPrefix(trimmed, "{") {
			var object map[string]any
			if err := json.Unmarshal([]byte(trimmed), &object); err != nil {
				return nil, err
			}
			user = loader.MergeMaps(user, object)
		} else if err := strvals.ParseJSON(arg, user); err != nil {
			return nil, err
		}
	}
	for _, arg := range c.Set {
		if err := strvals.ParseInto(arg, user); err != nil {
			return nil, err
		}
	}
	for _, arg := range c.SetString {
		if err := strvals.ParseIntoString(arg, user); err != nil {
			return nil, err
		}
	}
	if err := chartutil.ProcessDependencies(chart, user); err != nil {
		return nil, err
	}
	release := common.ReleaseOptions{Name: "rel", Namespace: "ns", Revision: 1, IsInstall: true}
	capabilities := common.DefaultCapabilities.Copy()
	kube, err := common.ParseKubeVersion("v1.34.0")
	if err != nil {
		return nil, err
	}
	capabilities.KubeVersion = *kube
	capabilities.APIVersions = append(capabilities.APIVersions[:len(capabilities.APIVersions):len(capabilities.APIVersions)],
		"custom.example.com/v1", "custom.example.com/v1/Widget")
	values, err := util.ToRenderValues(chart, user, release, capabilities)
	if err != nil {
		return nil, err
	}
	return engine.Engine{Strict: c.Strict, LintMode: c.Lint}.Render(chart, values)
}

func answer(line []byte) (any, error) {
	var c renderCase
	if err := json.Unmarshal(line, &c); err != nil {
		return nil, err
	}
	out := map[string]any{"id": c.ID}
	rendered, err := c.render()
	if err != nil {
		if text := err.Error(); utf8.ValidString(text) {
			out["error"] = text
		} else {
			out["errorBase64"] = base64.StdEncoding.EncodeToString([]byte(text))
		}
		return out, nil
	}
	texts, other := map[string]string{}, map[string]string{}
	for name, text := range rendered {
		if utf8.ValidString(text) {
			texts[name] = text
		} else {
			other[name] = base64.StdEncoding.EncodeToString([]byte(text))
		}
	}
	out["output"] = texts
	if len(other) > 0 {
		out["outputBase64"] = other
	}
	return out, nil
}

func main() {
	log.SetOutput(io.Discard)
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			result, err := answer(line)
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			data, err := json.Marshal(result)
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			out.Write(append(data, '\n'))
			out.Flush()
		}
		if err != nil {
			return
		}
	}
}
