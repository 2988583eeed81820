package web

import (
	"github.com/labstack/echo/v4"

	"rolecall/static"
	"rolecall/web/view"
)

// routes names every address of the site. Addresses are a contract: scripts and
// links rely on them.
func (s *server) routes(e *echo.Echo) {
	e.GET("/healthz", s.healthz)
	e.GET("/readyz", s.readyz)
	e.GET(metricsPath, s.metricsText)
	e.GET(static.Prefix+"*", echo.WrapHandler(static.Handler()))
	e.HEAD(static.Prefix+"*", echo.WrapHandler(static.Handler()))

	get(e, "/", s.home)
	e.POST("/", s.runHome)
	get(e, "/about", s.about)
	get(e, "/about/fidelity", s.fidelity)
	get(e, view.NoticesPath, s.notices)
	get(e, "/glossary", s.glossary)
	get(e, "/search", s.search)
	e.POST(view.ThemePath, s.setTheme)

	get(e, "/lessons", s.lessonsIndex)
	get(e, "/lessons/:lesson", s.lesson)
	get(e, "/lessons/:lesson/:mode", s.lessonMode)
	e.POST("/lessons/:lesson/:mode/read", s.markRead)
	e.POST("/lessons/:lesson/:mode/predict/:block", s.predict)
	e.POST("/lessons/:lesson/:mode/myth/:block", s.myth)
	e.POST("/lessons/:lesson/:mode/run/:block", s.runPolicy)
	e.POST("/lessons/:lesson/:mode/open/:block", s.openPolicy)
	e.POST("/lessons/:lesson/:mode/card/:block", s.gradeCard)
	e.POST("/lessons/:lesson/:mode/path/:block/line", s.pathLine)
	e.POST("/lessons/:lesson/:mode/path/:block/document", s.pathDocument)
	e.POST("/lessons/:lesson/:mode/path/:block/clock", s.pathClock)
	e.POST("/lessons/:lesson/:mode/path/:block/reset", s.pathReset)
	get(e, "/lessons/:lesson/:mode/:file", s.takeHome)

	get(e, "/review", s.review)
	e.POST("/review", s.gradeReview)
	e.POST("/review/questions", s.reviewQuestions)
	e.POST("/review/settings", s.setRetention)

	get(e, "/sandbox", s.library)
	e.POST("/sandbox", s.openWorld)
	s.worldRoutes(e)
	get(e, "/sandbox/:world", s.sandboxWorld)
	get(e, "/sandbox/:world/whom", s.whom)
	get(e, "/sandbox/:world/export/terraform", s.exportTerraform)
	get(e, "/sandbox/:world/export/cli.sh", s.exportCLI)
	get(e, "/sandbox/:world/now", s.worldNow)
	get(e, "/sandbox/:world/live", s.worldLive)
	get(e, "/sandbox/:world/evaluate", s.evaluateIn)
	get(e, "/sandbox/:world/complete", s.completeIn)
	e.POST("/sandbox/:world/document", s.saveDocument)
	e.POST("/sandbox/:world/assume", s.assume)
	e.POST("/sandbox/:world/read", s.readObject)
	e.POST("/sandbox/:world/as", s.becomeActor)
	e.POST("/sandbox/:world/console", s.typeLine)
	e.POST("/sandbox/:world/clock", s.moveClock)
	e.POST("/sandbox/:world/revoke", s.revokeSessions)
	e.POST("/api/lint", s.lint)
	get(e, "/api/complete", s.completeAny)
	s.apiRoutes(e)

	get(e, view.CheckPath, s.checkPage)
	e.POST(view.CheckPath, s.checkPolicy)
	e.POST(view.CheckPath+"/sandbox", s.openChecked)
	get(e, view.ExplainPath, s.explainPage)
	e.POST(view.ExplainPath, s.explainDenial)
	e.POST(view.ExplainPath+"/sandbox", s.openExplained)

	get(e, "/challenges", s.challenges)
	get(e, "/challenges/:name", s.challengePage)
	e.POST("/challenges/:name/check", s.checkChallenge)
	e.POST("/challenges/:name/hint", s.challengeHint)
	e.POST("/challenges/:name/give-up", s.giveUp)
	e.POST("/challenges/:name/reset", s.resetChallenge)
	e.POST("/challenges/:name/open", s.openChallenge)

	get(e, "/practice", s.practiceHub)
	e.POST("/practice", s.beginSitting)
	e.POST("/practice/aimed", s.beginAimed)
	get(e, "/test", s.testPage)
	e.POST("/test", s.beginTest)
	get(e, "/quiz/:lesson", s.quizStart)
	e.POST("/quiz/:lesson", s.quizBegin)
	get(e, "/attempts/:id", s.attempt)
	e.POST("/attempts/:id", s.answer)
	e.POST("/attempts/:id/hint", s.hint)
	e.POST("/attempts/:id/like", s.likeOne)
	e.POST("/attempts/:id/finish", s.finish)

	s.teachRoutes(e)

	get(e, "/progress", s.progressPage)
	get(e, "/progress/recover", s.recoverForm)
	get(e, "/progress/delete", s.deleteForm)
	get(e, "/progress/export.json", s.export)
	get(e, "/progress/answers.csv", s.answersCSV)
	get(e, "/progress/reviews.csv", s.reviewsCSV)
	get(e, "/progress/history", s.history)
	e.POST("/progress/phrase", s.newPhrase)
	e.POST("/progress/recover", s.recoverProgress)
	e.POST("/progress/delete", s.deleteProgress)
	get(e, view.SettingsPath, s.settingsPage)
	e.POST(view.SettingsPath+"/sign-out", s.signOut)
	e.POST(view.SettingsPath+"/sign-out-others", s.signOutOthers)
}

// get registers a page for GET and HEAD; the server leaves a HEAD's body out.
func get(e *echo.Echo, path string, h echo.HandlerFunc) {
	e.GET(path, h)
	e.HEAD(path, h)
}
