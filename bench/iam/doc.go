// Package iam holds the policy engine against the yardsticks of bench/engine:
// the same worlds, the same requests, paired ratios within one run.
package iam
