package play

import (
	"context"
	"errors"
	"slices"
	"time"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// renewal is how long before their end a service replaces a workload's
// credentials.
const renewal = 15 * time.Minute

// RefusedError says that a service may not assume a workload's role.
type RefusedError struct{ Message string }

func (e *RefusedError) Error() string { return e.Message }

// HandedOut returns the credentials that a service holds for a workload, and the
// world's time. Those that last a while longer are handed out again.
func (s *Service) HandedOut(ctx context.Context, b Binding, service, name string) (*world.Session, time.Time, error) {
	unlock, err := s.locks.Lock(ctx, b.World)
	if err != nil {
		return nil, s.Now(), err
	}
	defer unlock()
	stored, err := s.Store.World(ctx, b.World)
	if errors.Is(err, store.ErrNotFound) {
		return nil, s.Now(), &RefusedError{"the world is gone"}
	}
	if err != nil {
		return nil, s.Now(), err
	}
	p, err := s.Load(ctx, stored)
	if err != nil {
		return nil, s.Now(), err
	}
	if held := p.holds(b, service, name); held != nil {
		return held, p.Now(), nil
	}
	caller := world.Caller{Kind: world.CallerService, Service: service}
	_, outcome := awsapi.Invoke(p.World, caller, awsapi.LookupName("sts", "AssumeRole"), awsapi.Input{
		"RoleArn": b.Role, "RoleSessionName": name,
	})
	if err := s.Save(ctx, p); err != nil {
		return nil, p.Now(), err
	}
	if outcome.Err != nil {
		return nil, p.Now(), &RefusedError{outcome.Err.Message}
	}
	return outcome.Credentials, p.Now(), nil
}

// holds finds a session that the service has for the workload and that is not
// about to end.
func (p *World) holds(b Binding, service, name string) *world.Session {
	role := p.RoleByARN(b.Role)
	if role == nil {
		return nil
	}
	for _, s := range slices.Backward(p.Sessions()) {
		if s.Via == service && s.Name == name && s.PrincipalID == role.ID && s.Expires.Sub(p.Now()) > renewal {
			return s
		}
	}
	return nil
}
