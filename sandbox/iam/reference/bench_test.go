package reference

import "testing"

// BenchmarkLargestService reads EC2, the largest service, anew each time. The aim
// is less than a millisecond.
func BenchmarkLargestService(b *testing.B) {
	x := readIndex(packed)
	b.ReportAllocs()
	for b.Loop() {
		x.entries["ec2"].again()
	}
}

// BenchmarkEveryService reads all services anew.
func BenchmarkEveryService(b *testing.B) {
	x := readIndex(packed)
	b.ReportAllocs()
	for b.Loop() {
		for _, e := range x.entries {
			e.again()
		}
	}
}

// BenchmarkIndex reads the index, which the first question does.
func BenchmarkIndex(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		readIndex(packed)
	}
}
