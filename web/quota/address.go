package quota

import (
	"net/http"
	"net/netip"
	"strings"
)

// Addresses finds the address of the client behind a request and the prefix that
// it shares its limits with.
type Addresses struct {
	Proxies []netip.Prefix // whose X-Forwarded-For is believed; nobody else's is
	IPv4    int            // bits of an IPv4 address that tell clients apart
	IPv6    int            // bits of an IPv6 address that do
}

// Key is the prefix of the client's address as text. Requests whose address can't
// be read share one key.
func (a Addresses) Key(r *http.Request) string {
	addr, ok := a.client(r)
	if !ok {
		return "unknown"
	}
	bits := a.IPv6
	if addr.Is4() {
		bits = a.IPv4
	}
	p, err := addr.Prefix(min(max(bits, 0), addr.BitLen()))
	if err != nil {
		return "unknown"
	}
	return p.String()
}

// client is the address that the connection comes from or, when that is a trusted
// proxy's, the last one in X-Forwarded-For that isn't.
func (a Addresses) client(r *http.Request) (netip.Addr, bool) {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, false
	}
	addr := plainAddr(from.Addr())
	if !a.trusts(addr) {
		return addr, true
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return addr, true // what stands before it was written by nobody we know
		}
		addr = plainAddr(hop)
		if !a.trusts(addr) {
			break
		}
	}
	return addr, true
}

func (a Addresses) trusts(addr netip.Addr) bool {
	for _, p := range a.Proxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// plainAddr is an IPv4 address also where it is written as an IPv6 one.
func plainAddr(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }
