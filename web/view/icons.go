package view

import (
	"rolecall/sandbox/iam"
	"rolecall/static"
)

// Icon names a picture of the sprite, static/img/sprite.svg.
type Icon string

// The icons. Those of the first three groups are the visual grammar: policies and
// principals look like this everywhere. The tick also says right and done, the
// cross also says wrong.
const (
	IconAllowed  Icon = "allowed"
	IconExplicit Icon = "explicit"
	IconImplicit Icon = "implicit"
	IconNone     Icon = "none"
	IconError    Icon = "error"

	IconIdentity     Icon = "identity"
	IconResource     Icon = "resource"
	IconBoundary     Icon = "boundary"
	IconSession      Icon = "session"
	IconOrganization Icon = "organization"

	IconUser      Icon = "user"
	IconRole      Icon = "role"
	IconAssumed   Icon = "assumed"
	IconService   Icon = "service"
	IconProvider  Icon = "provider"
	IconAnonymous Icon = "anonymous"
	IconGroup     Icon = "group"
	IconAccount   Icon = "account"

	IconKey      Icon = "key"
	IconBucket   Icon = "bucket"
	IconObject   Icon = "object"
	IconBox      Icon = "box"
	IconClock    Icon = "clock"
	IconDocument Icon = "document"
	IconTerminal Icon = "terminal"

	IconWhy        Icon = "why"
	IconDeepDive   Icon = "deep-dive"
	IconVisualize  Icon = "visualize"
	IconTry        Icon = "try"
	IconChallenge  Icon = "challenge"
	IconProject    Icon = "project"
	IconMyths      Icon = "myths"
	IconPitfalls   Icon = "pitfalls"
	IconRecall     Icon = "recall"
	IconCheatSheet Icon = "cheat-sheet"
	IconQuiz       Icon = "quiz"

	IconInsight Icon = "insight"
	IconCan     Icon = "can"
	IconAnalogy Icon = "analogy"
	IconStory   Icon = "story"
	IconPlay    Icon = "play"
	IconEdit    Icon = "edit"
	IconCopy    Icon = "copy"
	IconOpen    Icon = "open"
	IconReset   Icon = "reset"
	IconNext    Icon = "next"
	IconPrev    Icon = "prev"
	IconFold    Icon = "fold"
	IconSearch  Icon = "search"
	IconTheme   Icon = "theme"
	IconLight   Icon = "light"
	IconDark    Icon = "dark"
	IconPrint   Icon = "print"
	IconLit     Icon = "lit"
)

func (i Icon) href() string { return static.URL("img/sprite.svg") + "#" + string(i) }

// ModeIcon is the icon of a learning mode by its slug; an unknown slug gets the
// document.
func ModeIcon(slug string) Icon {
	switch i := Icon(slug); i {
	case IconWhy, IconDeepDive, IconVisualize, IconTry, IconChallenge, IconProject,
		IconMyths, IconPitfalls, IconRecall, IconCheatSheet, IconQuiz:
		return i
	}
	return IconDocument
}

// Mark is the outcome of a decision or a call, as the visual grammar shows it.
type Mark uint8

// The marks. MarkNone says that something had no part in the outcome; MarkError
// is an answer that is no decision, such as ExpiredToken.
const (
	MarkNone Mark = iota
	MarkAllowed
	MarkImplicit
	MarkExplicit
	MarkError
)

// MarkOf is the mark of a decision.
func MarkOf(d iam.Decision) Mark {
	switch d {
	case iam.Allowed:
		return MarkAllowed
	case iam.ExplicitDeny:
		return MarkExplicit
	case iam.ImplicitDeny:
		return MarkImplicit
	}
	return MarkNone
}

// MarkOfVerdict is the mark of what one layer or step came to.
func MarkOfVerdict(v iam.Verdict) Mark {
	switch v {
	case iam.VerdictAllowed:
		return MarkAllowed
	case iam.VerdictExplicitDeny:
		return MarkExplicit
	case iam.VerdictImplicitDeny:
		return MarkImplicit
	case iam.VerdictNotApplicable:
		return MarkNone
	}
	return MarkNone
}

// Word is what the mark is called wherever it is shown.
func (m Mark) Word() string {
	switch m {
	case MarkAllowed:
		return "Allowed"
	case MarkImplicit:
		return "Not allowed"
	case MarkExplicit:
		return "Denied explicitly"
	case MarkError:
		return "Error"
	case MarkNone:
		return "No part in it"
	}
	return ""
}

// Icon is the mark's shape.
func (m Mark) Icon() Icon {
	switch m {
	case MarkAllowed:
		return IconAllowed
	case MarkImplicit:
		return IconImplicit
	case MarkExplicit:
		return IconExplicit
	case MarkError:
		return IconError
	case MarkNone:
		return IconNone
	}
	return IconNone
}

// class gives an element the mark's colour.
func (m Mark) class() string { return "is-" + string(m.Icon()) }

// LayerIcon is the icon of a layer of policies.
func LayerIcon(l iam.Layer) Icon {
	switch l {
	case iam.LayerIdentity:
		return IconIdentity
	case iam.LayerResource:
		return IconResource
	case iam.LayerBoundary:
		return IconBoundary
	case iam.LayerSession:
		return IconSession
	case iam.LayerSCP, iam.LayerRCP:
		return IconOrganization
	}
	return IconDocument
}

// LayerWord is the short name of a layer in the interface.
func LayerWord(l iam.Layer) string {
	switch l {
	case iam.LayerIdentity:
		return "Identity policy"
	case iam.LayerResource:
		return "Resource policy"
	case iam.LayerBoundary:
		return "Boundary"
	case iam.LayerSession:
		return "Session policy"
	case iam.LayerSCP:
		return "Service control policy"
	case iam.LayerRCP:
		return "Resource control policy"
	}
	return "Policy"
}

// KindIcon is the icon of a kind of policy document.
func KindIcon(k iam.Kind) Icon {
	switch k {
	case iam.KindIdentity:
		return IconIdentity
	case iam.KindResource, iam.KindTrust:
		return IconResource
	case iam.KindBoundary:
		return IconBoundary
	case iam.KindSession:
		return IconSession
	case iam.KindSCP, iam.KindRCP:
		return IconOrganization
	}
	return IconDocument
}

// KindWord is what a kind of policy document is called in the interface.
func KindWord(k iam.Kind) string {
	switch k {
	case iam.KindIdentity:
		return "Identity policy"
	case iam.KindResource:
		return "Resource policy"
	case iam.KindTrust:
		return "Trust policy"
	case iam.KindBoundary:
		return "Boundary"
	case iam.KindSession:
		return "Session policy"
	case iam.KindSCP:
		return "Service control policy"
	case iam.KindRCP:
		return "Resource control policy"
	}
	return "Policy"
}
