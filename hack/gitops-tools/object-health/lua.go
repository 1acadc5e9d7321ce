package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// Argo CD's health codes (gitops-engine, pkg/health).
var codes = []string{"Unknown", "Progressing", "Suspended", "Healthy", "Degraded", "Missing"}

// evaluate runs a health script as Argo CD does (util/lua/lua.go): gopher-lua without its standard libraries, of which
// only package, base and table are opened, and a second of time. Argo CD's own os library is left out.
func evaluate(object map[string]any, script string) (Health, error) {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for _, library := range []struct {
		name string
		open lua.LGFunction
	}{{lua.LoadLibName, lua.OpenPackage}, {lua.BaseLibName, lua.OpenBase}, {lua.TabLibName, lua.OpenTable}} {
		call := lua.P{Fn: state.NewFunction(library.open), Protect: true}
		if err := state.CallByParam(call, lua.LString(library.name)); err != nil {
			return Health{}, err
		}
	}
	limited, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	state.SetContext(limited)
	state.SetGlobal("obj", toLua(state, object))
	if err := state.DoString(script); err != nil {
		return Health{}, err
	}
	table, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		return Health{}, fmt.Errorf("it returned %s, not a table", state.Get(-1).Type())
	}
	health := Health{lua.LVAsString(table.RawGetString("status")), lua.LVAsString(table.RawGetString("message"))}
	if !slices.Contains(codes, health.Status) {
		return Health{}, fmt.Errorf("it returned the status %q; Argo CD knows %v", health.Status, codes)
	}
	return health, nil
}

// toLua converts a decoded object; its numbers are int64 or float64.
func toLua(state *lua.LState, value any) lua.LValue {
	switch value := value.(type) {
	case bool:
		return lua.LBool(value)
	case float64:
		return lua.LNumber(value)
	case int64:
		return lua.LNumber(value)
	case string:
		return lua.LString(value)
	case []any:
		list := state.CreateTable(len(value), 0)
		for _, item := range value {
			list.Append(toLua(state, item))
		}
		return list
	case map[string]any:
		table := state.CreateTable(0, len(value))
		for key, item := range value {
			table.RawSetString(key, toLua(state, item))
		}
		return table
	default:
		return lua.LNil
	}
}
