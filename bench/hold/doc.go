// Package hold holds Rolecall against the yardsticks of the folders beside it.
// Its tests alternate Rolecall and floor in short slices of one run and quote
// the median of the paired ratios, for absolute figures mean little on a shared
// machine.
package hold
