package worlds

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
)

const (
	maxChoices = 60  // answers to one question
	maxAsked   = 256 // bytes of what was typed so far
)

// choice is something that what was typed can become.
type choice struct {
	Label  string `json:"label"`
	Detail string `json:"detail,omitempty"` // what it is
}

// element is a part of a policy in which something is being typed.
type element string

// The elements that can be completed. A key is the name of a condition's member.
const (
	inAction    element = "action"
	inResource  element = "resource"
	inAWS       element = "aws"
	inService   element = "service"
	inFederated element = "federated"
	inKey       element = "key"
)

// CompleteAny completes actions and condition keys where no world is at hand.
func (s *Pages) CompleteAny(c echo.Context) error {
	return answerChoices(c, nil)
}

// CompleteIn completes with the names of a world as well.
func (s *Pages) CompleteIn(c echo.Context) error {
	p, err := s.View(c, c.Param("world"))
	if err != nil {
		return err
	}
	return answerChoices(c, p)
}

// answerChoices answers an editor with what the text before its cursor can become.
func answerChoices(c echo.Context, p *play.World) error {
	typed, in := c.QueryParam("typed"), element(c.QueryParam("in"))
	if len(typed) > maxAsked {
		return advice.BadInput("At most %d bytes can be completed.", maxAsked)
	}
	list := choices(p, in, typed)
	return c.JSON(http.StatusOK, map[string][]choice{"choices": list[:min(len(list), maxChoices)]})
}

// choices lists what can stand in an element and begins with what was typed,
// whatever its case; of ARNs, what holds it. p may be nil.
func choices(p *play.World, in element, typed string) []choice {
	list := []choice{}
	switch in {
	case inAction:
		for _, label := range iam.CompleteAction(typed, maxChoices) {
			list = append(list, choice{label, iam.ActionDetail(label)})
		}
	case inKey:
		list = withDetail(list, iam.CompleteKey(typed, maxChoices), "condition key")
	case inResource, inAWS, inService, inFederated:
		if p != nil {
			list = holding(names(p, in), typed)
		}
	}
	return list
}

func withDetail(list []choice, labels []string, detail string) []choice {
	for _, l := range labels {
		list = append(list, choice{l, detail})
	}
	return list
}

// holding keeps the choices that hold what was typed; those that begin with it
// come first.
func holding(list []choice, typed string) []choice {
	low := strings.ToLower(typed)
	list = slices.DeleteFunc(list, func(c choice) bool { return !strings.Contains(strings.ToLower(c.Label), low) })
	slices.SortStableFunc(list, func(a, b choice) int {
		return rank(a, low) - rank(b, low)
	})
	return list
}

func rank(c choice, low string) int {
	if strings.HasPrefix(strings.ToLower(c.Label), low) {
		return 0
	}
	return 1
}

// names are what a world has to be named in an element.
func names(p *play.World, in element) []choice {
	list := []choice{}
	for _, a := range p.Accounts() {
		switch in {
		case inResource:
			list = append(list, resourceNames(a)...)
		case inAWS:
			list = append(list, principalNames(a)...)
		case inFederated:
			list = append(list, providerNames(a)...)
		case inAction, inKey, inService:
		}
	}
	if in == inService {
		list = withDetail(list, services(p), "service")
	}
	return list
}

func principalNames(a *world.Account) []choice {
	list := []choice{{"arn:aws:iam::" + a.ID + ":root", "the account " + play.AccountName(a)}}
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		list = append(list, choice{a.Users[name].ARN(), "user in " + play.AccountName(a)})
	}
	for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
		list = append(list, choice{a.Roles[name].ARN(), "role in " + play.AccountName(a)})
	}
	return list
}

func resourceNames(a *world.Account) []choice {
	list := []choice{}
	for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
		list = append(list, choice{a.Roles[name].ARN(), "role in " + play.AccountName(a)})
	}
	for _, name := range slices.Sorted(maps.Keys(a.Buckets)) {
		arn := a.Buckets[name].ARN()
		list = append(list, choice{arn, "the bucket itself"}, choice{arn + "/*", "every object of the bucket"})
	}
	for _, key := range slices.Sorted(maps.Keys(a.Resources)) {
		kind, _, _ := strings.Cut(key, "/")
		list = append(list, choice{a.Resources[key].ARN(), strings.TrimSuffix(kind, "s") + " in " + play.AccountName(a)})
	}
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		list = append(list, choice{a.Users[name].ARN(), "user in " + play.AccountName(a)})
	}
	for _, name := range slices.Sorted(maps.Keys(a.Policies)) {
		list = append(list, choice{a.Policies[name].ARN(), "managed policy in " + play.AccountName(a)})
	}
	return list
}

func providerNames(a *world.Account) []choice {
	list := []choice{}
	for _, name := range slices.Sorted(maps.Keys(a.OIDCProviders)) {
		list = append(list, choice{a.OIDCProviders[name].ARN(), "OpenID Connect provider in " + play.AccountName(a)})
	}
	for _, name := range slices.Sorted(maps.Keys(a.SAMLProviders)) {
		list = append(list, choice{a.SAMLProviders[name].ARN(), "SAML provider in " + play.AccountName(a)})
	}
	return list
}

// usualServices are the services that hand out roles in lessons and scenarios.
var usualServices = []string{"ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "lambda.amazonaws.com"}

// services are those that hand out roles usually, and those that the world names.
func services(p *play.World) []string {
	list := slices.Clone(usualServices)
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			list = append(list, p.Trusted(a.Roles[name])...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
