package tools

import "rolecall/web/desk"

// Pages are the handlers of /check and /explain.
type Pages struct{ *desk.Desk }
