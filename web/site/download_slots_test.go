package site

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestSlowDownloadsLeaveRoom begins downloads that never end from one browser and
// from one address prefix: those beyond their share are refused after a while, and
// another client gets a turn at once.
func TestSlowDownloadsLeaveRoom(t *testing.T) {
	for name, slow := range map[string]struct {
		keys func(i int) StreamKeys
		most int
	}{
		"browser": {func(i int) StreamKeys { return StreamKeys{Prefix: fmt.Sprint("prefix ", i), Cookie: "cookie a"} }, browserDownloads},
		"prefix":  {func(i int) StreamKeys { return StreamKeys{Prefix: "192.0.2.0/24", Cookie: fmt.Sprint("cookie ", i)} }, prefixDownloads},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var d downloadSlots
				var running []func()
				for i := range allDownloads {
					began := time.Now()
					leave, err := d.join(t.Context(), slow.keys(i), downloadTurn)
					var refused *Problem
					switch {
					case err == nil:
						running = append(running, leave)
					case !errors.As(err, &refused) || refused.Status != http.StatusTooManyRequests || refused.retry == 0:
						t.Errorf("refused with %v", err)
					case time.Since(began) != downloadTurn:
						t.Errorf("refused after %v, want %v", time.Since(began), downloadTurn)
					}
				}
				if len(running) != slow.most {
					t.Errorf("%d run at a time, want %d", len(running), slow.most)
				}
				began := time.Now()
				if _, err := d.join(t.Context(), StreamKeys{Prefix: "198.51.100.0/24", Cookie: "cookie x"}, downloadTurn); err != nil || time.Since(began) > 0 {
					t.Errorf("another client: error %v after %v", err, time.Since(began))
				}
				time.AfterFunc(time.Second, running[0])
				if _, err := d.join(t.Context(), slow.keys(0), downloadTurn); err != nil {
					t.Errorf("after one has ended: %v", err)
				}
			})
		})
	}
}

// TestDownloadsInAllAreLimited fills all places, from as many clients.
func TestDownloadsInAllAreLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d downloadSlots
		for i := range allDownloads + 1 {
			_, err := d.join(t.Context(), StreamKeys{Prefix: fmt.Sprint(i), Cookie: fmt.Sprint("cookie ", i)}, downloadTurn)
			if (err != nil) != (i == allDownloads) {
				t.Errorf("number %d: %v", i+1, err)
			}
		}
	})
}
