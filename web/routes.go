package web

import (
	"github.com/labstack/echo/v4"

	"rolecall/static"
	"rolecall/web/site"
	"rolecall/web/view"
)

// routes names every address of the site. Addresses are a contract: scripts and
// links rely on them.
func (s *server) routes(e *echo.Echo) {
	e.GET("/healthz", s.Healthz)
	e.GET("/readyz", s.Readyz)
	e.GET(site.MetricsPath, s.MetricsText)
	e.GET(static.Prefix+"*", echo.WrapHandler(static.Handler()))
	e.HEAD(static.Prefix+"*", echo.WrapHandler(static.Handler()))

	site.Get(e, "/", s.learn.Home)
	e.POST("/", s.learn.RunHome)
	site.Get(e, "/about", s.learn.About)
	site.Get(e, "/about/fidelity", s.learn.Fidelity)
	site.Get(e, view.NoticesPath, s.learn.Notices)
	site.Get(e, "/glossary", s.learn.Glossary)
	site.Get(e, "/search", s.learn.Search)
	e.POST(view.ThemePath, s.SetTheme)

	site.Get(e, "/lessons", s.learn.LessonsIndex)
	site.Get(e, "/lessons/:lesson", s.learn.Lesson)
	site.Get(e, "/lessons/:lesson/:mode", s.learn.LessonMode)
	e.POST("/lessons/:lesson/:mode/read", s.learn.MarkRead)
	e.POST("/lessons/:lesson/:mode/predict/:block", s.learn.Predict)
	e.POST("/lessons/:lesson/:mode/myth/:block", s.learn.Myth)
	e.POST("/lessons/:lesson/:mode/run/:block", s.learn.RunPolicy)
	e.POST("/lessons/:lesson/:mode/open/:block", s.learn.OpenPolicy)
	e.POST("/lessons/:lesson/:mode/card/:block", s.learn.GradeCard)
	e.POST("/lessons/:lesson/:mode/path/:block/line", s.learn.PathLine)
	e.POST("/lessons/:lesson/:mode/path/:block/document", s.learn.PathDocument)
	e.POST("/lessons/:lesson/:mode/path/:block/clock", s.learn.PathClock)
	e.POST("/lessons/:lesson/:mode/path/:block/reset", s.learn.PathReset)
	site.Get(e, "/lessons/:lesson/:mode/:file", s.learn.TakeHome)

	site.Get(e, "/review", s.review.Review)
	e.POST("/review", s.review.GradeReview)
	e.POST("/review/questions", s.review.ReviewQuestions)
	e.POST("/review/settings", s.review.SetRetention)

	site.Get(e, "/sandbox", s.sandbox.LibraryPage)
	e.POST("/sandbox", s.sandbox.OpenWorld)
	s.sandbox.Routes(e)
	site.Get(e, "/sandbox/:world", s.sandbox.SandboxWorld)
	site.Get(e, "/sandbox/:world/whom", s.sandbox.WhoCanBecome)
	site.Get(e, "/sandbox/:world/export/terraform", s.sandbox.ExportTerraform)
	site.Get(e, "/sandbox/:world/export/cli.sh", s.sandbox.ExportCLI)
	site.Get(e, "/sandbox/:world/now", s.sandbox.WorldNow)
	site.Get(e, "/sandbox/:world/live", s.sandbox.WorldLive)
	site.Get(e, "/sandbox/:world/evaluate", s.sandbox.EvaluateIn)
	site.Get(e, "/sandbox/:world/complete", s.sandbox.CompleteIn)
	e.POST("/sandbox/:world/document", s.sandbox.SaveDocument)
	e.POST("/sandbox/:world/assume", s.sandbox.Assume)
	e.POST("/sandbox/:world/read", s.sandbox.ReadObject)
	e.POST("/sandbox/:world/as", s.sandbox.BecomeActor)
	e.POST("/sandbox/:world/console", s.sandbox.TypeLine)
	e.POST("/sandbox/:world/clock", s.sandbox.MoveClock)
	e.POST("/sandbox/:world/revoke", s.sandbox.RevokeSessions)
	e.POST("/api/lint", s.sandbox.Lint)
	site.Get(e, "/api/complete", s.sandbox.CompleteAny)
	s.api.Routes(e)

	site.Get(e, view.CheckPath, s.tools.CheckPage)
	e.POST(view.CheckPath, s.tools.CheckPolicy)
	e.POST(view.CheckPath+"/sandbox", s.tools.OpenChecked)
	site.Get(e, view.ExplainPath, s.tools.ExplainPage)
	e.POST(view.ExplainPath, s.tools.ExplainDenial)
	e.POST(view.ExplainPath+"/sandbox", s.tools.OpenExplained)

	site.Get(e, "/challenges", s.challenges.Challenges)
	site.Get(e, "/challenges/:name", s.challenges.ChallengePage)
	e.POST("/challenges/:name/check", s.challenges.CheckChallenge)
	e.POST("/challenges/:name/hint", s.challenges.ChallengeHint)
	e.POST("/challenges/:name/give-up", s.challenges.GiveUp)
	e.POST("/challenges/:name/reset", s.challenges.ResetChallenge)
	e.POST("/challenges/:name/open", s.challenges.OpenChallenge)

	site.Get(e, "/practice", s.practise.PracticeHub)
	e.POST("/practice", s.practise.BeginSitting)
	e.POST("/practice/aimed", s.practise.BeginAimed)
	site.Get(e, "/test", s.practise.TestPage)
	e.POST("/test", s.practise.BeginTest)
	site.Get(e, "/quiz/:lesson", s.practise.QuizStart)
	e.POST("/quiz/:lesson", s.practise.QuizBegin)
	site.Get(e, "/attempts/:id", s.practise.Attempt)
	e.POST("/attempts/:id", s.practise.Answer)
	e.POST("/attempts/:id/hint", s.practise.Hint)
	e.POST("/attempts/:id/like", s.practise.LikeOne)
	e.POST("/attempts/:id/finish", s.practise.Finish)

	site.Get(e, view.BankStartPath(":key"), s.practise.BankStart)
	e.POST(view.BankStartPath(":key"), s.practise.BankBegin)

	s.teach.Routes(e)

	site.Get(e, "/progress", s.progress.ProgressPage)
	site.Get(e, "/progress/recover", s.progress.RecoverForm)
	site.Get(e, "/progress/delete", s.progress.DeleteForm)
	site.Get(e, "/progress/export.json", s.progress.Export)
	site.Get(e, "/progress/answers.csv", s.progress.AnswersCSV)
	site.Get(e, "/progress/reviews.csv", s.progress.ReviewsCSV)
	site.Get(e, "/progress/history", s.progress.History)
	e.POST("/progress/phrase", s.progress.NewPhrase)
	e.POST("/progress/recover", s.progress.RecoverProgress)
	e.POST("/progress/delete", s.progress.DeleteProgress)
	site.Get(e, view.SettingsPath, s.SettingsPage)
	e.POST(view.SettingsPath+"/sign-out", s.SignOut)
	e.POST(view.SettingsPath+"/sign-out-others", s.SignOutOthers)
}
