package main

import (
	"fmt"
	"net/netip"
	"strings"

	"rolecall/web/site"
)

// clientFlags are the settings of what each client may use.
type clientFlags struct {
	TrustedProxies []string `name:"trusted-proxies" env:"ROLECALL_TRUSTED_PROXIES" sep:"," placeholder:"CIDR,…" help:"Reverse proxies whose X-Forwarded-For is believed, as addresses or prefixes; nobody else's is."`
	IPv4Prefix     int      `name:"ipv4-prefix" default:"24" env:"ROLECALL_IPV4_PREFIX" placeholder:"BITS" help:"Clients whose IPv4 addresses share so many bits share their limits (${default})."`
	IPv6Prefix     int      `name:"ipv6-prefix" default:"56" env:"ROLECALL_IPV6_PREFIX" placeholder:"BITS" help:"The same for IPv6 (${default})."`
	ClientLimits   float64  `name:"client-limits" default:"1" env:"ROLECALL_CLIENT_LIMITS" placeholder:"FACTOR" help:"Multiplies what each client may use; 0 sets no limit (${default})."`
}

// clients reads the settings; an error is for whoever started the program.
func (f clientFlags) clients() (site.Clients, error) {
	c := site.Clients{IPv4: f.IPv4Prefix, IPv6: f.IPv6Prefix, Factor: f.ClientLimits, Unlimited: f.ClientLimits == 0}
	switch {
	case f.IPv4Prefix < 1 || f.IPv4Prefix > 32:
		return c, misuse{fmt.Errorf("--ipv4-prefix %d is no number from 1 to 32", f.IPv4Prefix)}
	case f.IPv6Prefix < 1 || f.IPv6Prefix > 128:
		return c, misuse{fmt.Errorf("--ipv6-prefix %d is no number from 1 to 128", f.IPv6Prefix)}
	case !(f.ClientLimits >= 0 && f.ClientLimits <= 1000):
		return c, misuse{fmt.Errorf("--client-limits %v is no number from 0 to 1000", f.ClientLimits)}
	}
	for _, text := range f.TrustedProxies {
		p, err := proxy(strings.TrimSpace(text))
		if err != nil {
			return c, misuse{fmt.Errorf("--trusted-proxies %.100q is no address or prefix, such as 10.0.0.1 or 10.0.0.0/8", text)}
		}
		c.Proxies = append(c.Proxies, p)
	}
	return c, nil
}

// proxy reads an address or a prefix of addresses.
func proxy(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil {
		return addr.Unmap().WithZone("").Prefix(addr.Unmap().BitLen())
	}
	p, err := netip.ParsePrefix(text)
	return p.Masked(), err
}
