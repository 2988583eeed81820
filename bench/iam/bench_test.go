package iam

import (
	"testing"

	"rolecall/bench/engine"
)

func BenchmarkTrace(b *testing.B) {
	for _, w := range worlds() {
		d, err := Load(w)
		if err != nil {
			b.Fatal(err)
		}
		var fs, gs []func() bool
		base, _ := engine.Floor{}.Prepare(w)
		var hs []func() bool
		for _, r := range w.Requests {
			fs, gs, hs = append(fs, d.BindTrace(r)), append(gs, d.Bind(r)), append(hs, base.Bind(r))
		}
		for name, list := range map[string][]func() bool{"trace": fs, "decide": gs, "floor": hs} {
			b.Run(w.Name+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					list[i&3]()
					i++
				}
			})
		}
		b.Run(w.Name+"/bind", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.Bind(w.Requests[0])
			}
		})
		b.Run(w.Name+"/floorbind", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				base.Bind(w.Requests[0])
			}
		})
	}
}
