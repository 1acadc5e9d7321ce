// Object-health reads Kubernetes objects (a stream of YAML or JSON documents) and prints what kstatus and a health
// script of Argo CD make of each, as a line of JSON. Flux, Helm 4 and kpt wait by kstatus.
//
//	object-health health.lua objects.yaml
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
)

// Health is a verdict with its explanation.
type Health struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

type line struct {
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Kstatus Health `json:"kstatus"`
	ArgoCD  Health `json:"argocd"`
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "object-health:", err)
		os.Exit(1)
	}
}

func run(arguments []string, out io.Writer) error {
	if len(arguments) != 2 {
		return errors.New("name a health script and a file of objects: object-health health.lua objects.yaml")
	}
	script, err := os.ReadFile(arguments[0])
	if err != nil {
		return err
	}
	objects, err := os.Open(arguments[1])
	if err != nil {
		return err
	}
	defer objects.Close()
	documents := yaml.NewYAMLOrJSONDecoder(objects, 4096)
	lines := json.NewEncoder(out)
	for {
		var object unstructured.Unstructured
		if err := documents.Decode(&object); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if object.Object == nil { // an empty document
			continue
		}
		judged, err := judge(&object, string(script))
		if err != nil {
			return fmt.Errorf("%s %s: %w", object.GetKind(), object.GetName(), err)
		}
		if err := lines.Encode(judged); err != nil {
			return err
		}
	}
}

func judge(object *unstructured.Unstructured, script string) (line, error) {
	result, err := status.Compute(object)
	if err != nil {
		return line{}, fmt.Errorf("kstatus: %w", err)
	}
	health, err := evaluate(object.Object, script)
	if err != nil {
		return line{}, fmt.Errorf("health script: %w", err)
	}
	return line{
		Kind:    object.GetKind(),
		Name:    object.GetName(),
		Kstatus: Health{string(result.Status), result.Message},
		ArgoCD:  health,
	}, nil
}
