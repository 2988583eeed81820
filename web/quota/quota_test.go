package quota

import (
	"fmt"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// clock is handed in and moved by hand.
type clock struct{ t time.Time }

func newClock() *clock { return &clock{time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time          { return c.t }
func (c *clock) forward(d time.Duration) { c.t = c.t.Add(d) }

func TestTakeUpToTheBurstAndThenByTheSecond(t *testing.T) {
	c := newClock()
	l := New(Rate{Burst: 3, PerSecond: 0.5}, 10, c.now)
	for i := range 3 {
		if wait := l.Take("a", 1); wait != 0 {
			t.Errorf("number %d has to wait %v", i+1, wait)
		}
	}
	if wait := l.Take("a", 1); wait != 2*time.Second {
		t.Errorf("the fourth has to wait %v, want 2s", wait)
	}
	if wait := l.Take("b", 1); wait != 0 {
		t.Errorf("another key has to wait %v", wait)
	}
	c.forward(2 * time.Second)
	if wait := l.Take("a", 1); wait != 0 {
		t.Errorf("after the time that was told it has to wait %v", wait)
	}
}

func TestChargeMakesDebt(t *testing.T) {
	c := newClock()
	l := New(Rate{Burst: 100, PerSecond: 10}, 10, c.now)
	if wait := l.Wait("a"); wait != 0 || l.Keys() != 0 {
		t.Errorf("who has used nothing waits %v and is remembered: %d", wait, l.Keys())
	}
	l.Charge("a", 90)
	if wait := l.Wait("a"); wait != 0 {
		t.Errorf("with something left it waits %v", wait)
	}
	l.Charge("a", 1<<40) // of one request no more than a burst
	wait := l.Wait("a")
	if wait < 9*time.Second || wait > 11*time.Second {
		t.Errorf("in debt by 90 it waits %v", wait)
	}
	c.forward(wait)
	if wait := l.Wait("a"); wait != 0 {
		t.Errorf("after the time that was told it waits %v", wait)
	}
}

// TestMemoryIsBounded sees that the key used longest ago is forgotten first.
func TestMemoryIsBounded(t *testing.T) {
	l := New(Rate{Burst: 1, PerSecond: 0.001}, 100, newClock().now)
	l.Take("first", 1)
	for i := range 10_000 {
		l.Take(fmt.Sprint(i), 1)
		l.Take("first", 1)
	}
	if n := l.Keys(); n != 100 {
		t.Errorf("%d keys are remembered, want 100", n)
	}
	if l.Take("first", 1) == 0 {
		t.Error("a key in use was forgotten")
	}
	if l.Take("0", 1) != 0 {
		t.Error("an old key is still remembered")
	}
}

// TestNobodyGetsMoreThanTheRate asks at any moments for any amounts.
func TestNobodyGetsMoreThanTheRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newClock()
		r := Rate{Burst: rapid.Int64Range(1, 50).Draw(t, "burst"), PerSecond: float64(rapid.IntRange(1, 20).Draw(t, "rate"))}
		l := New(r, 4, c.now)
		taken, passed := int64(0), time.Duration(0)
		for range rapid.IntRange(1, 60).Draw(t, "calls") {
			d := time.Duration(rapid.IntRange(0, 3000).Draw(t, "ms")) * time.Millisecond
			c.forward(d)
			passed += d
			n := rapid.Int64Range(1, r.Burst).Draw(t, "n")
			if l.Take("a", n) == 0 {
				taken += n
			}
		}
		if most := float64(r.Burst) + r.PerSecond*passed.Seconds() + 1e-6; float64(taken) > most {
			t.Fatalf("%d were taken, at most %v may be", taken, most)
		}
	})
}

func TestClientAddress(t *testing.T) {
	proxied := Addresses{IPv4: 24, IPv6: 56, Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}}
	direct := Addresses{IPv4: 24, IPv6: 56}
	for _, c := range []struct {
		name   string
		from   Addresses
		remote string
		header []string
		want   string
	}{
		{"IPv4", direct, "192.0.2.77:1234", nil, "192.0.2.0/24"},
		{"IPv6", direct, "[2001:db8:1:2ff::9]:1234", nil, "2001:db8:1:200::/56"},
		{"IPv4 in IPv6", direct, "[::ffff:192.0.2.77]:1234", nil, "192.0.2.0/24"},
		{"zone", direct, "[fe80::1%eth0]:1234", nil, "fe80::/56"},
		{"no proxy is trusted", direct, "192.0.2.77:1", []string{"198.51.100.1"}, "192.0.2.0/24"},
		{"not this proxy", proxied, "192.0.2.77:1", []string{"198.51.100.1"}, "192.0.2.0/24"},
		{"a proxy", proxied, "10.1.2.3:1", []string{"198.51.100.1"}, "198.51.100.0/24"},
		{"two proxies", proxied, "[::1]:1", []string{"198.51.100.1, 10.9.9.9"}, "198.51.100.0/24"},
		{"a forged first hop", proxied, "10.1.2.3:1", []string{"203.0.113.5, 198.51.100.1"}, "198.51.100.0/24"},
		{"two headers", proxied, "10.1.2.3:1", []string{"203.0.113.5", "198.51.100.1"}, "198.51.100.0/24"},
		{"nonsense", proxied, "10.1.2.3:1", []string{"203.0.113.5, nonsense"}, "10.1.2.0/24"},
		{"empty", proxied, "10.1.2.3:1", nil, "10.1.2.0/24"},
		{"proxies alone", proxied, "10.1.2.3:1", []string{"10.7.7.7"}, "10.7.7.0/24"},
		{"no address", direct, "@", nil, "unknown"},
		{"whole addresses", Addresses{IPv4: 32, IPv6: 128}, "192.0.2.77:1", nil, "192.0.2.77/32"},
		{"more bits than there are", Addresses{IPv4: 64}, "192.0.2.77:1", nil, "192.0.2.77/32"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &http.Request{RemoteAddr: c.remote, Header: http.Header{"X-Forwarded-For": c.header}}
			if got := c.from.Key(r); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzClientAddress(f *testing.F) {
	f.Add("192.0.2.1:1", "198.51.100.1, 10.0.0.1")
	f.Add("[::ffff:1.2.3.4%x]:1", ",,,")
	f.Fuzz(func(t *testing.T, remote, forwarded string) {
		a := Addresses{IPv4: 24, IPv6: 56, Proxies: []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}}
		key := a.Key(&http.Request{RemoteAddr: remote, Header: http.Header{"X-Forwarded-For": {forwarded}}})
		if _, err := netip.ParsePrefix(key); key != "unknown" && err != nil {
			t.Errorf("%q is no prefix: %v", key, err)
		}
	})
}
