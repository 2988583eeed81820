// Package api has the control API for programs, and the endpoints that hand credentials
// to instances and containers. It may not know a group of pages.
package api
